import Dispatch
import Foundation
import Runs
import Training

/// Runs a study's jobs, several at once, and tells how far they are.
struct StudyRunner {
    let plan: StudyPlan
    let folder: StudyFolder
    let jobs: [StudyJob]
    /// Jobs at once.
    let width: Int
    let signals: SignalWatch
    let cache: any WarmStartCache
    /// Takes a line that tells how far it is.
    let tell: (String) -> Void

    private static let pollInterval = 0.2

    /// How it ended.
    struct Outcome {
        /// The results there are.
        let results: [StudyResult]
        /// What failed, one line each.
        let failures: [String]
        /// Whether it was stopped before it was done.
        let isStopped: Bool
    }

    /// Works until all is done, or a signal comes.
    ///
    /// - Returns: how it ended.
    /// - Throws: `Failure` if a table can't be written.
    func run() throws(Failure) -> Outcome {
        let arrived = DispatchSemaphore(value: 0)
        signals.onSignal(wish: { arrived.signal() }, secondStop: {})
        let clock = ContinuousClock()
        let begun = clock.now
        let before = jobs.reduce(0) { $0 + $1.steps }
        var (due, told) = (0.0, 0)
        var isStopping = false
        var refused: [String] = []
        var begunOnce: Set<RunID> = []
        while true {
            for wish in signals.takeWishes() {
                switch wish {
                case .stop:
                    if !isStopping {
                        tell("stopping: a checkpoint of every run is written first")
                    }
                    isStopping = true
                    for job in jobs { job.stop() }
                case .hangUp: StreamSwitch.toNowhere()
                }
            }
            if !isStopping {
                for job in jobs where !begunOnce.contains(job.run.id) && canStart(job) {
                    begunOnce.insert(job.run.id)
                    do throws(Failure) {
                        try job.start()
                    } catch {
                        refused.append("\(job.run.id.name): \(error)")
                        StandardStreams.error("redraft: \(job.run.id.name): \(error)")
                    }
                }
            }
            let results = self.results
            let seconds = (clock.now - begun) / .seconds(1)
            if results.count > told || seconds >= due {
                if results.count > told { try folder.keep(StudyReport(plan, results)) }
                due = seconds + HeadlessRunner.interval
                told = results.count
                tell(line(results.count, before, seconds))
            }
            let isOver = jobs.allSatisfy { job in
                if case .waiting = job.state {
                    return isStopping || begunOnce.contains(job.run.id)
                }
                return !job.isActive
            }
            if isOver || signals.isKilled { break }
            _ = arrived.wait(timeout: .now() + Self.pollInterval)
        }
        let results = self.results
        if !results.isEmpty { try folder.keep(StudyReport(plan, results)) }
        return Outcome(
            results: results, failures: refused + failures,
            isStopped: isStopping && results.count < jobs.count)
    }

    private var results: [StudyResult] {
        jobs.compactMap { if case .done(let result) = $0.state { result } else { nil } }
    }

    private var failures: [String] {
        jobs.compactMap { job in
            if case .failed(let reason) = job.state { "\(job.run.id.name): \(reason)" } else { nil }
        }
    }

    /// Whether there is room for one more, and its warm start is not just being computed by another.
    private func canStart(_ job: StudyJob) -> Bool {
        guard case .waiting = job.state else { return false }
        let active = jobs.filter(\.isActive)
        guard active.count < width else { return false }
        guard active.contains(where: \.isInWarmStart) else { return true }
        return TrainingPlan.hasWarmStart(for: job.run.configuration, in: cache)
    }

    private func line(_ done: Int, _ before: Int, _ seconds: Double) -> String {
        var parts = ["\(done) of \(jobs.count) runs"]
        for job in jobs {
            switch job.state {
            case .training(let live):
                let snapshot = live.trainer.snapshot
                let progress = snapshot.progress.map { " \($0.done)/\($0.total)" } ?? ""
                let work =
                    job.isInWarmStart
                    ? "warm start\(progress)"
                    : "\(snapshot.step)/\(job.run.configuration.steps)"
                parts.append("\(job.run.arm)-s\(job.run.seed) \(work)")
            case .measuring(let done, let total):
                parts.append("\(job.run.arm)-s\(job.run.seed) evaluation \(done)/\(total)")
            default: break
            }
        }
        let steps = jobs.reduce(0) { $0 + $1.steps }
        let total = jobs.reduce(0) { $0 + $1.run.configuration.steps }
        if steps > before, steps < total {
            let remaining = seconds * Double(total - steps) / Double(steps - before)
            parts.append("ETA \(ReportText.duration(remaining))")
        }
        return parts.joined(separator: "  ")
    }
}
