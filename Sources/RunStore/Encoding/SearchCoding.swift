import Runs

/// One search in bytes.
///
///     form         1
///     temperature  eight bytes
///     task         count of its values, packed values
///     private      0 for none; else 1, the score, 0 for no medal or its place from 1, 1 above median
///     nodes        count, then for each
///                    parent    0 for a draft, else its place from 1; before the node itself
///                    operator  place among all
///                    answer    as in an instance (`InstanceCoding`)
///                    feedback  0 for none, else length + 1 and UTF-8
///
/// Texts of tasks and answers are made from tokens when they are read.
enum SearchCoding {
    private static let form: UInt8 = 1

    static func encode(_ tree: SearchTree) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: form)
        writer.write(double: tree.temperature)
        writer.write(tree.task.values.count)
        writer.write(packed: tree.task.values.map { Int($0) })
        writer.write(byte: tree.privateScore == nil ? 0 : 1)
        if let score = tree.privateScore {
            writer.write(real: score.score)
            writer.write(
                byte: UInt8(
                    score.medal.flatMap { Medal.allCases.firstIndex(of: $0) }.map { $0 + 1 } ?? 0))
            writer.write(byte: score.isAboveMedian ? 1 : 0)
        }
        writer.write(tree.nodes.count)
        for node in tree.nodes {
            writer.write(node.parent.map { $0 + 1 } ?? 0)
            writer.write(byte: UInt8(SearchOperator.allCases.firstIndex(of: node.origin) ?? 0))
            InstanceCoding.encode(node.answer, to: &writer)
            let text = node.feedback.map { Array($0.utf8) }
            writer.write(text.map { $0.count + 1 } ?? 0)
            for byte in text ?? [] { writer.write(byte: byte) }
        }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8], step: Int) throws(BlobError) -> SearchTree {
        var reader = ByteReader(bytes)
        guard try reader.byte() == form else { throw BlobError(reason: "is no search") }
        let temperature = try reader.double()
        let values = try reader.packed(count: try reader.count(bits: 0))
        let score = try privateScore(from: &reader)
        let count = try reader.count()
        guard count <= SearchBudget.mostExecutions else {
            throw BlobError(reason: "is a search of \(count) answers")
        }
        var nodes: [SearchNode] = []
        for id in 0..<count {
            let parent = try reader.integer()
            let origin = Int(try reader.byte())
            guard (0...id).contains(parent), SearchOperator.allCases.indices.contains(origin) else {
                throw BlobError(reason: "has an answer that nothing leads to")
            }
            let answer = try InstanceCoding.answer(from: &reader)
            nodes.append(
                SearchNode(
                    id: id, parent: parent > 0 ? parent - 1 : nil,
                    origin: SearchOperator.allCases[origin], answer: answer,
                    feedback: try text(from: &reader)))
        }
        try reader.end()
        return SearchTree(
            step: step, task: DomainTask(values: values.map { Int32(truncatingIfNeeded: $0) }),
            temperature: temperature, nodes: nodes, privateScore: score)
    }

    private static func privateScore(
        from reader: inout ByteReader
    ) throws(BlobError) -> PrivateScore? {
        guard try reader.byte() == 1 else { return nil }
        let score = try reader.real()
        let medal = Int(try reader.byte())
        guard (0...Medal.allCases.count).contains(medal) else {
            throw BlobError(reason: "has a medal of no known kind")
        }
        return PrivateScore(
            score: score, medal: medal > 0 ? Medal.allCases[medal - 1] : nil,
            isAboveMedian: try reader.byte() == 1)
    }

    private static func text(from reader: inout ByteReader) throws(BlobError) -> String? {
        let length = try reader.integer()
        guard length > 0 else { return nil }
        guard length - 1 <= reader.remaining else { throw BlobError(reason: "ends too early") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length - 1)
        for _ in 1..<length { bytes.append(try reader.byte()) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
