import Runs

/// A task instance as part of a blob.
///
///     values    count, and the task's encoding packed
///     turn, depth
///     parts     1 a latest revision + 2 a parent + 4 earlier turns
///     earlier   count, answers
///     latest    answer
///     parent    step, group, completion
///
/// An answer is its token count, tokens packed over their own alphabet, verdict and quality.
enum InstanceCoding {
    static func encode(_ instance: TaskInstance, to writer: inout ByteWriter) {
        writer.write(instance.task.values.count)
        writer.write(packed: instance.task.values.map { Int($0) })
        writer.write(instance.turn)
        writer.write(instance.depth)
        writer.write(
            byte: (instance.latest == nil ? 0 : 1) + (instance.parent == nil ? 0 : 2)
                + (instance.earlier.isEmpty ? 0 : 4))
        if !instance.earlier.isEmpty {
            writer.write(instance.earlier.count)
            for answer in instance.earlier { encode(answer, to: &writer) }
        }
        if let latest = instance.latest { encode(latest, to: &writer) }
        if let parent = instance.parent {
            writer.write(parent.step)
            writer.write(parent.group)
            writer.write(parent.completion)
        }
    }

    static func decode(from reader: inout ByteReader) throws(BlobError) -> TaskInstance {
        let count = try reader.count(bits: 0)
        let values = try reader.packed(count: count).map { Int32(truncatingIfNeeded: $0) }
        let turn = try reader.integer()
        let depth = try reader.integer()
        let parts = try reader.byte()
        guard parts < 8, (0..<1 << 40).contains(turn), (0..<1 << 40).contains(depth) else {
            throw BlobError(reason: "has no sound task instance")
        }
        var earlier: [Answer] = []
        if parts & 4 != 0 {
            for _ in 0..<(try reader.count()) { earlier.append(try answer(from: &reader)) }
        }
        let latest = parts & 1 != 0 ? try answer(from: &reader) : nil
        var parent: RevisionID?
        if parts & 2 != 0 {
            parent = RevisionID(
                step: try reader.integer(), group: try reader.integer(),
                completion: try reader.integer())
        }
        return TaskInstance(
            task: DomainTask(values: values), turn: turn, depth: depth, earlier: earlier,
            latest: latest, parent: parent)
    }

    static func encode(_ answer: Answer, to writer: inout ByteWriter) {
        writer.write(answer.tokens.count)
        writer.write(symbols: answer.tokens)
        writer.write(byte: (answer.isValid ? 1 : 0) + (answer.isSolved ? 2 : 0))
        writer.write(real: answer.quality)
    }

    static func answer(from reader: inout ByteReader) throws(BlobError) -> Answer {
        let count = try reader.count(bits: 0)
        let tokens = try reader.symbols(count: count)
        let verdict = try reader.byte()
        let quality = try reader.real()
        return Answer(
            tokens: tokens, quality: quality, isValid: verdict & 1 != 0,
            isSolved: verdict & 2 != 0)
    }
}
