import Foundation
import RunStore
import Runs
import Synchronization
import Training

/// One run of a study: trained, or gone on with, and then measured, on a thread of its own.
final class StudyJob: Sendable {
    /// How far it is.
    enum State: Sendable {
        /// Not begun.
        case waiting
        /// In training.
        case training(LiveRun)
        /// Being measured: rounds done, of how many.
        case measuring(done: Int, total: Int)
        /// Done.
        case done(StudyResult)
        /// Given up, to be gone on with another time.
        case stopped
        /// Failed, and why.
        case failed(String)
    }

    /// Thrown where the study is to stop.
    private struct Stopped: Error {}

    /// The run.
    let run: StudyPlan.Run
    private let plan: StudyPlan
    private let folder: StudyFolder
    private let runs: String
    private let threads: Int
    private let command: String
    private let isStopping = Atomic(false)
    private let current: Mutex<State>

    /// A job not yet begun; it is done where its result is there.
    ///
    /// - Parameters:
    ///   - run: the run.
    ///   - plan: the study.
    ///   - folder: where results are kept.
    ///   - runs: the folder of runs.
    ///   - threads: kernel threads.
    ///   - command: the command line, for the run's record.
    /// - Throws: `Failure` if a run of this name has other settings.
    init(
        _ run: StudyPlan.Run, plan: StudyPlan, folder: StudyFolder, runs: String, threads: Int,
        command: String
    ) throws(Failure) {
        self.run = run
        self.plan = plan
        self.folder = folder
        self.runs = runs
        self.threads = threads
        self.command = command
        let result = folder.result(of: run, plan.measurement)
        current = Mutex(result.map { .done($0) } ?? .waiting)
        if let existing = try existing() { try check(existing) }
    }

    /// How far it is.
    var state: State { current.withLock { $0 } }

    /// Whether it is under way.
    var isActive: Bool {
        switch state {
        case .training, .measuring: true
        default: false
        }
    }

    /// Whether nothing of its own is trained yet: its warm start may be to come, or under way.
    var isBeforeFirstStep: Bool {
        guard case .training(let live) = state else { return false }
        return live.trainer.snapshot.step == 0
    }

    /// Whether its warm start is still to come, or under way.
    var isInWarmStart: Bool {
        guard case .training(let live) = state else { return false }
        let phase = live.trainer.snapshot.phase
        return live.trainer.snapshot.step == 0 && (phase == .starting || phase == .warmStart)
    }

    /// How far it is, as a value.
    ///
    /// - Parameter plan: the study.
    /// - Returns: its stage, with what is done of how much.
    func stage(of plan: StudyPlan) -> StudyProgress.Stage {
        switch state {
        case .waiting, .stopped: return .waiting
        case .training(let live):
            let snapshot = live.trainer.snapshot
            return isInWarmStart
                ? .warmStart(
                    done: snapshot.progress?.done ?? 0,
                    total: snapshot.progress?.total ?? run.configuration.warmStart.steps)
                : .training(step: snapshot.step, steps: run.configuration.steps)
        case .measuring(let done, let total): return .measuring(done: done, total: total)
        case .done(let result):
            return .done(solve: result.measured.first?.solve(at: plan.measurement.k) ?? [])
        case .failed(let reason): return .failed(reason)
        }
    }

    /// Training steps done.
    var steps: Int {
        switch state {
        case .waiting, .stopped, .failed: 0
        case .training(let live): live.trainer.snapshot.step
        case .measuring, .done: run.configuration.steps
        }
    }

    /// Begins.
    ///
    /// - Throws: `Failure` if the run can't be made or gone on with.
    func start() throws(Failure) {
        if let live = try open() {
            current.withLock { $0 = .training(live) }
            live.trainer.start()
        } else {
            current.withLock { $0 = .measuring(done: 0, total: 1) }
        }
        let thread = Thread { [self] in work() }
        thread.name = "study"
        // Evaluation needs more than a thread's usual half megabyte.
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Has it stop: a checkpoint is written first.
    func stop() {
        isStopping.store(true, ordering: .relaxed)
        if case .training(let live) = state { live.trainer.send(.stop) }
    }

    // MARK: Working

    private var path: String { runs + "/" + run.id.name }

    /// The run's folder, where it is there.
    private func existing() throws(Failure) -> RunFolder? {
        guard access(path + "/run.sqlite", F_OK) == 0 else { return nil }
        do throws(StoreError) {
            return try RunFolder.open(path)
        } catch {
            throw Failure(error)
        }
    }

    private func check(_ folder: RunFolder) throws(Failure) {
        let reader = try StoreReader.open(folder)
        defer { reader.close() }
        let first = try Failure.translating { try reader.firstConfiguration() }
        guard first != run.configuration else { return }
        let differences = ConfigurationKey.all.filter {
            $0.read(first) != $0.read(run.configuration)
        }.map { "\($0.name) \($0.shown(first)), not \($0.shown(run.configuration))" }
        throw .usage(
            "\(folder.path): was made with other settings than the study's: "
                + differences.prefix(3).joined(separator: "; ")
                + "; remove it, or give the study another name")
    }

    /// The run, to be trained; nil where it is trained already.
    private func open() throws(Failure) -> LiveRun? {
        guard let existing = try existing() else {
            return try LiveRun.create(
                NewRun(
                    name: run.id, runs: runs, configuration: run.configuration, threads: threads),
                command: command)
        }
        let reader = try StoreReader.open(existing)
        let end = try Failure.translating { try reader.recordedState()?.end }
        let committed = reader.committedStep
        reader.close()
        if end == .finished, committed >= run.configuration.steps { return nil }
        return try LiveRun.resume(existing, steps: nil, threads: threads, command: command)
    }

    private func work() {
        do {
            if case .training(let live) = state {
                switch live.finish() {
                case .finished: break
                case .interrupted: throw Stopped()
                case .failed(let reason): throw Failure.failed(reason)
                }
            }
            let result = try measure()
            try folder.keep(result, of: run, plan.measurement)
            current.withLock { $0 = .done(result) }
        } catch is Stopped {
            current.withLock { $0 = .stopped }
        } catch {
            let failure = Failure.translatingError(error)
            current.withLock { $0 = .failed("\(failure)") }
        }
    }

    private func measure() throws -> StudyResult {
        guard let existing = try existing() else {
            throw Failure.failed("\(run.id.name): the run is gone")
        }
        let compared = try ComparedRun(existing)
        let measured = try compared.measured(plan.measurement, threads: threads) { done, total in
            if isStopping.load(ordering: .relaxed) { throw Stopped() }
            current.withLock { $0 = .measuring(done: done, total: total) }
        }
        return compared.result(arm: run.arm, measured)
    }
}
