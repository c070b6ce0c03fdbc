import Foundation
import GRDB
import Runs

extension StoreReader {
    /// The run as it was after a step: what a recorded run's screens are drawn from.
    ///
    /// - Parameter step: the step; nil is the newest, with the run's end.
    /// - Returns: a snapshot made of what was recorded.
    /// - Throws: `StoreError` if the store can't be read.
    public func snapshot(at step: Int? = nil) throws(StoreError) -> RunSnapshot {
        let writing = folder.writer.isWriting
        return try read { reader in
            let last = try reader.lastStep()
            let shown = try reader.known(step)
            let state = try reader.state()
            let metrics = try reader.metrics(step: shown) ?? MetricRow()
            var raised: [Alarm.Kind: Alarm] = [:]
            for alarm in try reader.alarms(upTo: shown) {
                raised[alarm.kind] = alarm.isRaised ? alarm : nil
            }
            let warmStart = try state?.phase == .warmStart ? reader.warmStart().last : nil
            return RunSnapshot(
                run: folder.run, phase: state?.phase ?? .starting, control: .running,
                end: shown < last ? nil : state?.end ?? (writing ? nil : .interrupted),
                step: shown, steps: description.configuration.steps,
                stepSeconds: metrics[.stepTime],
                progress: warmStart.map { Progress(done: $0.step, total: $0.steps) },
                metrics: metrics, depths: try reader.depths(step: shown, window: 50).scores,
                evaluation: try reader.evaluations(upTo: shown).last,
                bufferSize: metrics[.bufferSize].flatMap { Int(exactly: $0.rounded()) } ?? 0,
                bufferCapacity: description.configuration.curriculum.capacity,
                alarms: raised.values.sorted { $0.step < $1.step },
                edits: try StoreQueries.edits(reader.db, upTo: shown), published: state?.time ?? 0)
        }
    }

    /// How the run stood when its state was last recorded; nil before the first.
    ///
    /// - Returns: the state. A run that is not being written and has no end was killed.
    /// - Throws: `StoreError` if the store can't be read.
    public func recordedState() throws(StoreError) -> RecordedState? {
        try read { try $0.state() }
    }

    /// The configuration that the run began with; a fork's is that of its first ancestor.
    ///
    /// With all of `edits` applied it is the one in force now.
    ///
    /// - Returns: the configuration.
    /// - Throws: `StoreError` if the store can't be read.
    public func firstConfiguration() throws(StoreError) -> RunConfiguration {
        try read { try StoreQueries.configuration($0.db) }
    }

    /// The settings changed since the run began, those made at later steps than a resume goes back
    /// to included.
    ///
    /// - Returns: all of them, in the order they take effect.
    /// - Throws: `StoreError` if the store can't be read.
    public func edits() throws(StoreError) -> [LiveEdit] {
        try read { try StoreQueries.edits($0.db) }
    }

    /// The groups of one step, log-probabilities included.
    ///
    /// - Parameter step: the step.
    /// - Returns: its groups in order; none if the store does not hold the step.
    /// - Throws: `StoreError` if the store can't be read.
    public func groups(step: Int) throws(StoreError) -> [Group] {
        try read { try $0.groups(step: step, isWhole: true) }
    }

    /// The metrics of one step.
    ///
    /// - Parameter step: the step.
    /// - Returns: its row; nil if the store does not hold the step.
    /// - Throws: `StoreError` if the store can't be read.
    public func metrics(step: Int) throws(StoreError) -> MetricRow? {
        try read { try $0.metrics(step: step) }
    }

    /// The whole buffer after a step, oldest first.
    ///
    /// - Parameter step: the step; nil is the newest.
    /// - Returns: its entries.
    /// - Throws: `StoreError` if the store can't be read.
    public func bufferEntries(step: Int? = nil) throws(StoreError) -> [BufferEntry] {
        try read { try $0.bufferEntries(step: $0.known(step)) }
    }

    /// Alarms raised and cleared up to a step, in order.
    ///
    /// - Parameter step: the step; nil is the newest.
    /// - Returns: the alarms.
    /// - Throws: `StoreError` if the store can't be read.
    public func alarms(upTo step: Int? = nil) throws(StoreError) -> [Alarm] {
        try read { try $0.alarms(upTo: step) }
    }

    /// Every command a person gave the run, in order.
    ///
    /// - Returns: the commands, with the step after which each took effect and its time in
    ///   seconds since 1970.
    /// - Throws: `StoreError` if the store can't be read.
    public func commands() throws(StoreError) -> [(command: RunCommand, step: Int, time: Double)] {
        try read { reader in
            try reader.rows("SELECT command, step, time FROM command ORDER BY id") { row in
                let text = try row.text(0)
                guard
                    let command = try? JSONDecoder().decode(
                        RunCommand.self, from: Data(text.utf8))
                else { throw BlobError(reason: "has a command of no known kind") }
                return (command, try row.integer(1), row.optionalReal(2) ?? 0)
            }
        }
    }
}
