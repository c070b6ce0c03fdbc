import Dispatch
import Foundation
import Modeling
import Runs
import Synchronization
import Tasks

/// A training run on a thread of its own.
///
/// Any thread may send commands and read snapshots; neither waits for training.
public final class Trainer: Sendable {
    private let plan: TrainingPlan
    private let domain: any Domain
    private let desk = CommandDesk()
    private let latest: LatestValue<RunSnapshot>
    private let wake = Mutex<@Sendable () -> Void>({})
    private let ended = Mutex<RunEnd?>(nil)
    private let finished = DispatchGroup()

    /// Checks the plan; nothing heavy happens before `start`.
    ///
    /// - Parameter plan: what to do.
    /// - Throws: what is wrong with the configuration: a shape the policy can't have, or a domain's
    ///   limits.
    public init(_ plan: TrainingPlan) throws {
        self.plan = plan
        try plan.configuration.checkFit()
        domain = try Domains.make(for: plan.configuration)
        try TrainingTasks.check(plan.configuration, domain: domain)
        try PolicyFile.shape(plan.configuration, domain: domain).validate()
        let step = plan.checkpoint.map { $0.stage == .training ? $0.step : 0 } ?? 0
        let last = plan.configuration.applying(plan.edits)
        latest = LatestValue(
            RunSnapshot(
                run: plan.run, phase: .starting, control: .running, step: step,
                steps: last.steps, metrics: MetricRow(), depths: [],
                bufferSize: 0, bufferCapacity: last.curriculum.capacity, alarms: [],
                published: Date().timeIntervalSince1970))
        finished.enter()
    }

    /// Begins; call once.
    public func start() {
        let thread = Thread { [self] in
            // The system is told the name only from within.
            Thread.current.name = "trainer"
            // It takes part in its workers' computing.
            ThreadPriority.lower()
            let session = TrainingSession(plan: plan, domain: domain, desk: desk) { change in
                self.publish(change)
            }
            let end = session.run()
            desk.questions.close()
            ended.withLock { $0 = end }
            publish { $0.end = end }
            finished.leave()
        }
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Tells the trainer what to do; the control state shows it at once.
    ///
    /// - Parameter command: what to do.
    public func send(_ command: RunCommand) {
        _ = desk.send(command)
        publish { _ in }
    }

    /// Has the living policy answer a question at its next safe points; the run's bits stay as they
    /// would have been.
    ///
    /// - Parameters:
    ///   - job: what is asked.
    ///   - answer: called with each answer, from the trainer's thread; must return at once.
    public func ask(_ job: PolicyJob, _ answer: @escaping @Sendable (PolicyAnswer) -> Void) {
        desk.ask(QuestionDesk.Waiting(job: job, answer: answer))
    }

    /// Gives up on a question.
    ///
    /// - Parameter id: the question.
    public func cancel(_ id: QuestionID) { desk.questions.cancel(id) }

    /// The newest snapshot, if one was published after `version`.
    ///
    /// - Parameter version: the caller's newest; moved on when a snapshot is returned.
    /// - Returns: nil if nothing is newer.
    public func snapshot(newerThan version: inout UInt64) -> RunSnapshot? {
        latest.take(newerThan: &version)
    }

    /// The newest snapshot.
    public var snapshot: RunSnapshot { latest.current }

    /// Has `action` called on each new snapshot, from the thread that publishes it.
    ///
    /// - Parameter action: must return at once.
    public func onNews(_ action: @escaping @Sendable () -> Void) {
        wake.withLock { $0 = action }
    }

    /// How it ended; nil while it lives.
    public var end: RunEnd? { ended.withLock { $0 } }

    /// Blocks until it has ended.
    ///
    /// - Returns: how.
    @discardableResult
    public func wait() -> RunEnd {
        finished.wait()
        return end ?? .failed("the trainer's thread ended without a word")
    }

    private func publish(_ change: (inout RunSnapshot) -> Void) {
        latest.update { snapshot in
            change(&snapshot)
            snapshot.control = desk.control
            snapshot.published = Date().timeIntervalSince1970
        }
        let wake = wake.withLock { $0 }
        wake()
    }
}
