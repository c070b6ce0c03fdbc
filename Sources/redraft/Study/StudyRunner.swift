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
    /// Where it is told to stop.
    let desk: StudyDesk
    let cache: any WarmStartCache
    /// Takes how far it is, whenever that changes.
    let tell: (StudyProgress) -> Void

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

    /// Works until all is done, or it is told to stop.
    ///
    /// - Returns: how it ended.
    /// - Throws: `Failure` if a table can't be written.
    func run() throws(Failure) -> Outcome {
        let clock = ContinuousClock()
        let begun = clock.now
        let before = jobs.reduce(0) { $0 + $1.steps }
        var kept = 0
        var isStopping = false
        var told: StudyProgress?
        var refused: [String: String] = [:]
        var begunOnce: Set<RunID> = []
        while true {
            if desk.isStopping, !isStopping {
                isStopping = true
                for job in jobs { job.stop() }
            }
            if !isStopping {
                for job in jobs where !begunOnce.contains(job.run.id) && canStart(job) {
                    begunOnce.insert(job.run.id)
                    do throws(Failure) {
                        try job.start()
                    } catch {
                        refused[job.run.id.name] = "\(error)"
                    }
                }
            }
            let results = self.results
            if results.count > kept { try folder.keep(StudyReport(plan, results)) }
            kept = results.count
            let isOver = jobs.allSatisfy { job in
                if case .waiting = job.state {
                    return isStopping || begunOnce.contains(job.run.id)
                }
                return !job.isActive
            }
            let progress = progress(
                since: before, seconds: (clock.now - begun) / .seconds(1), isStopping: isStopping,
                isOver: isOver, refused: refused)
            if progress != told { tell(progress) }
            told = progress
            if isOver || desk.isKilled { break }
            desk.wait(upTo: Self.pollInterval)
        }
        let results = self.results
        if !results.isEmpty { try folder.keep(StudyReport(plan, results)) }
        return Outcome(
            results: results, failures: refused.map { "\($0): \($1)" }.sorted() + failures,
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
        guard active.contains(where: \.isBeforeFirstStep) else { return true }
        return TrainingPlan.hasWarmStart(for: job.run.configuration, in: cache)
    }

    private func progress(
        since before: Int, seconds: Double, isStopping: Bool, isOver: Bool,
        refused: [String: String]
    ) -> StudyProgress {
        let steps = jobs.reduce(0) { $0 + $1.steps }
        let total = jobs.reduce(0) { $0 + $1.run.configuration.steps }
        return StudyProgress(
            name: plan.name, arms: plan.arms.map(\.name), seeds: plan.seeds,
            k: plan.measurement.k, kind: plan.measurement.kind,
            temperature: plan.measurement.temperatures.first ?? 1,
            cells: jobs.map { job in
                StudyProgress.Cell(
                    run: job.run.id, arm: job.run.arm, seed: job.run.seed,
                    stage: refused[job.run.id.name].map { .failed($0) } ?? job.stage(of: plan))
            },
            remainingSeconds: steps > before && steps < total && !isStopping
                ? seconds * Double(total - steps) / Double(steps - before) : nil,
            isStopping: isStopping, isOver: isOver)
    }
}
