import Foundation
import GRDB
import Runs

/// What two runs are compared by, bit for bit.
///
/// Each part is the SHA-256, in hex, of something that configuration and seed alone determine;
/// a part that a run does not have yet is empty.
public struct RunDigest: Hashable, Codable, Sendable {
    /// The policy of the newest checkpoint, and its reference.
    public let weights: String
    /// The optimiser of the newest checkpoint.
    public let optimizer: String
    /// The task buffer of the newest checkpoint.
    public let buffer: String
    /// The bits of all steps' metrics, volatile ones left out.
    public let metrics: String
    /// All groups: instances, answers, log-probabilities, rewards, advantages, as stored.
    public let revisions: String
    /// All of the above.
    public let all: String

    init(weights: String, optimizer: String, buffer: String, metrics: String, revisions: String) {
        self.weights = weights
        self.optimizer = optimizer
        self.buffer = buffer
        self.metrics = metrics
        self.revisions = revisions
        let lines = [weights, optimizer, buffer, metrics, revisions].joined(separator: "\n")
        self.all = SHA256.digest(of: Array(lines.utf8)).hex
    }

    /// The digest of the files of a checkpoint that have one of some names.
    static func files(_ names: [String], of checkpoint: Checkpoint?) -> String {
        var lines: [String] = []
        for name in names {
            guard let file = checkpoint?.files.first(where: { $0.name == name }) else { continue }
            lines.append("\(name) \(SHA256.digest(of: file.bytes).hex)")
        }
        if lines.isEmpty { return "" }
        return SHA256.digest(of: Array(lines.joined(separator: "\n").utf8)).hex
    }

    /// A step's metrics as they enter the digest: in the table's order, absent ones as one NaN.
    static func bytes(of row: MetricRow, step: Int) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(double: Double(step))
        for metric in Metric.allCases where !metric.isVolatile && !metric.isDerived {
            // It came later: runs that do not have it keep the digests that they always had.
            if metric == .turnMean, row[metric] == nil { continue }
            writer.write(double: row[metric] ?? Double(bitPattern: 0x7ff8_0000_0000_0000))
        }
        return writer.bytes
    }

    /// A group as it enters the digest: its content, whatever the format it was stored in.
    static func bytes(of group: Group) -> [UInt8] {
        var writer = ByteWriter()
        func write(_ answer: Answer) {
            writer.write(answer.tokens.count)
            for token in answer.tokens { writer.write(Int(token)) }
            writer.write(double: answer.quality)
            writer.write(byte: (answer.isValid ? 1 : 0) + (answer.isSolved ? 2 : 0))
        }
        writer.write(group.step)
        writer.write(group.index)
        let instance = group.instance
        writer.write(instance.task.values.count)
        for value in instance.task.values { writer.write(Int(value)) }
        writer.write(instance.turn)
        writer.write(instance.depth)
        writer.write(instance.earlier.count)
        for answer in instance.earlier { write(answer) }
        writer.write(byte: instance.latest == nil ? 0 : 1)
        if let latest = instance.latest { write(latest) }
        writer.write(byte: instance.parent == nil ? 0 : 1)
        if let parent = instance.parent {
            writer.write(parent.step)
            writer.write(parent.group)
            writer.write(parent.completion)
        }
        writer.write(byte: UInt8(RevisionMode.allCases.firstIndex(of: group.mode) ?? 0))
        switch group.origin {
        case .tasks: writer.write(0)
        case .buffer(let entry): writer.write(entry + 1)
        case .draft: writer.write(-1)
        }
        writer.write(double: group.learnability)
        writer.write(group.completions.count)
        for completion in group.completions {
            write(completion.answer)
            writer.write(double: completion.reward)
            writer.write(double: completion.advantage)
            writer.write(double: completion.diversity)
            writer.write(completion.logProbabilities.count)
            for value in completion.logProbabilities { writer.write(half: value) }
        }
        return writer.bytes
    }
}
