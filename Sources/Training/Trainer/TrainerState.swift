import Curriculum
import Foundation
import Modeling
import Runs

/// What training carries from step to step besides weights and moments.
struct TrainerState: Hashable, Codable, Sendable {
    /// The last finished step; 0 is the end of the warm start.
    var step = 0
    /// Steps skipped as not finite, in a row.
    var nonFiniteStreak = 0
    /// The alarms' means and states.
    var alarms = AlarmMonitor()
}

/// How far the warm start is.
struct WarmStartState: Hashable, Codable, Sendable {
    /// Optimiser steps done.
    var step = 0
    /// Sum of losses since the last record.
    var lossSum = 0.0
    /// Losses in the sum.
    var lossCount = 0
}

/// Names of a checkpoint's files; digests go by them.
enum CheckpointName {
    static let model = "model.safetensors"
    static let reference = "reference.safetensors"
    static let optimizer = "optimizer.safetensors"
    static let buffer = "buffer.json"
    static let trainer = "trainer.json"
    static let warmStart = "warm-start.json"
}

/// A checkpoint or a cache entry that can't be used.
public struct CheckpointContentError: Error, Sendable, CustomStringConvertible {
    /// The file within the checkpoint.
    public let file: String
    /// What is wrong with it.
    public let reason: String

    /// One line.
    public var description: String { "\(file): \(reason)" }
}

extension [CheckpointFile] {
    /// The bytes of a file.
    func bytes(_ name: String) throws(CheckpointContentError) -> [UInt8] {
        guard let file = first(where: { $0.name == name }) else {
            throw CheckpointContentError(file: name, reason: "missing from the checkpoint")
        }
        return file.bytes
    }

    /// A file decoded from JSON.
    func json<Value: Decodable>(
        _ name: String, as type: Value.Type
    ) throws(CheckpointContentError) -> Value {
        let bytes = try bytes(name)
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw CheckpointContentError(file: name, reason: "not what was saved: \(error)")
        }
    }
}

extension CheckpointFile {
    /// A file of JSON with sorted keys: equal values give equal bytes, which digests rely on.
    ///
    /// - Precondition: the value has no infinities.
    init(name: String, json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        self.init(name: name, bytes: [UInt8](try encoder.encode(value)))
    }
}
