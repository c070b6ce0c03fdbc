import Control
import RunStore
import Runs

/// How a run stands, as `redraft ctl RUN status` prints it.
struct StatusReport: Encodable, TextReport {
    let snapshot: RunSnapshot
    /// Whether a process writes the run, and its number where it is known.
    let writer: (isWriting: Bool, pid: Int?)

    /// Asks the trainer if there is one, else the store.
    ///
    /// - Parameter folder: the run.
    /// - Throws: `Failure` if the store can't be read.
    init(_ folder: RunFolder) throws(Failure) {
        writer = folder.writer
        // A trainer that does not answer has its newest records to speak for it.
        if writer.isWriting, let live = try? ControlClient.status(folder: folder.path) {
            snapshot = live
            return
        }
        let reader = try StoreReader.open(folder)
        defer { reader.close() }
        do throws(StoreError) {
            snapshot = try reader.snapshot()
        } catch {
            throw Failure(error)
        }
    }

    /// A report on a given snapshot.
    init(snapshot: RunSnapshot, writer: (isWriting: Bool, pid: Int?)) {
        self.snapshot = snapshot
        self.writer = writer
    }

    private enum CodingKeys: String, CodingKey {
        case run, phase, control, step, steps, reward, alarms, end, reason, progress, live, pid,
            edits
        case stepTime = "step_time"
        case etaSeconds = "eta_seconds"
        case bufferSize = "buffer_size"
        case bufferCapacity = "buffer_capacity"
    }

    private struct Work: Encodable {
        let done: Int
        let total: Int
        let etaSeconds: Double?

        enum CodingKeys: String, CodingKey {
            case done, total
            case etaSeconds = "eta_seconds"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(done, forKey: .done)
            try container.encode(total, forKey: .total)
            try container.encode(etaSeconds, forKey: .etaSeconds)
        }
    }

    private struct AlarmEntry: Encodable {
        let kind: Alarm.Kind
        let step: Int
        let message: String
    }

    private struct Edit: Encodable {
        let step: Int
        let key: String
        let old: String
        let new: String
    }

    /// The control state of a run that lives; none otherwise.
    private var control: String? {
        writer.isWriting && snapshot.end == nil ? snapshot.control.word : nil
    }

    /// Why it is paused, or failed.
    private var reason: String? {
        if case .failed(let reason) = snapshot.end { return reason }
        if control != nil, case .paused(let reason) = snapshot.control { return reason.text }
        return nil
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(snapshot.run.name, forKey: .run)
        try container.encode(snapshot.phase, forKey: .phase)
        try container.encode(control, forKey: .control)
        try container.encode(snapshot.step, forKey: .step)
        try container.encode(snapshot.steps, forKey: .steps)
        try container.encode(Self.finite(snapshot.stepSeconds), forKey: .stepTime)
        try container.encode(Self.finite(snapshot.remainingSeconds), forKey: .etaSeconds)
        try container.encode(Self.finite(snapshot.metrics[.reward]), forKey: .reward)
        try container.encode(snapshot.bufferSize, forKey: .bufferSize)
        try container.encode(snapshot.bufferCapacity, forKey: .bufferCapacity)
        try container.encode(
            snapshot.alarms.map {
                AlarmEntry(kind: $0.kind, step: $0.step, message: $0.message)
            }, forKey: .alarms)
        try container.encode(
            snapshot.edits.map { Edit(step: $0.step, key: $0.key, old: $0.old, new: $0.new) },
            forKey: .edits)
        try container.encode(snapshot.end?.word, forKey: .end)
        try container.encode(reason, forKey: .reason)
        try container.encode(
            snapshot.progress.map {
                Work(
                    done: $0.done, total: $0.total,
                    etaSeconds: Self.finite($0.remainingSeconds))
            }, forKey: .progress)
        try container.encode(writer.isWriting, forKey: .live)
        try container.encode(writer.pid, forKey: .pid)
    }

    var lines: [String] {
        var state = control ?? snapshot.end?.word ?? "ended"
        if let reason { state += " (\(reason))" }
        if control != nil { state += ", \(phaseText)" }
        var lines = [
            "run     \(snapshot.run)",
            "state   \(state)" + (writer.pid.map { ", process \($0)" } ?? ""),
            "step    \(snapshot.step) of \(snapshot.steps)"
                + (snapshot.stepSeconds.map { ", \(ReportText.fixed($0)) s each" } ?? ""),
        ]
        if control != nil,
            let seconds = snapshot.remainingSeconds ?? snapshot.progress?.remainingSeconds
        {
            lines.append("ETA     \(ReportText.duration(seconds))")
        }
        if let reward = snapshot.metrics[.reward] {
            lines.append("reward  \(ReportText.fixed(reward))")
        }
        lines.append("buffer  \(snapshot.bufferSize) of \(snapshot.bufferCapacity)")
        // The last of each key: what holds now.
        for (index, edit) in snapshot.edits.enumerated()
        where !snapshot.edits[(index + 1)...].contains(where: { $0.key == edit.key }) {
            lines.append("edit    after step \(edit.step): \(edit.key)=\(edit.new)")
        }
        for alarm in snapshot.alarms {
            lines.append("alarm   since step \(alarm.step): \(alarm.message)")
        }
        return lines
    }

    private var phaseText: String {
        let word =
            switch snapshot.phase {
            case .warmStart: "warm start"
            default: snapshot.phase.rawValue
            }
        return snapshot.progress.map { "\(word) \($0.done)/\($0.total)" } ?? word
    }

    private static func finite(_ value: Double?) -> Double? {
        value.flatMap { $0.isFinite ? $0 : nil }
    }
}
