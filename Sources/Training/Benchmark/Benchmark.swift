import Foundation
import Modeling

/// Measures the policy against the machine: peak, speed, memory.
///
/// Every repetition does each kind of work once, with the peak before and behind it, so that a
/// change of the machine's pace meets all of them alike. Figures are medians.
public struct Benchmark {
    private let plan: BenchmarkPlan
    private let tell: (_ done: Int, _ total: Int) -> Void

    /// Steps over which allocations are counted, and seconds after which fewer will do.
    private static let countedSteps = 20
    private static let patience = Duration.seconds(30)

    /// A benchmark that has measured nothing yet.
    ///
    /// - Parameters:
    ///   - plan: what to measure.
    ///   - tell: told how many measurements are done, of how many.
    public init(_ plan: BenchmarkPlan, tell: @escaping (_ done: Int, _ total: Int) -> Void) {
        self.plan = plan
        self.tell = tell
    }

    /// Measures everything.
    ///
    /// - Returns: what came out.
    /// - Throws: `ModelError` for a shape that the kernels can't run.
    public func run() throws(ModelError) -> BenchmarkReport {
        var counter = Counter(total: total, tell: tell)
        let load = Self.loadAverage
        // First, while the process is still small.
        var memory: [BenchmarkReport.Memory] = []
        let pool = WorkerPool(threads: plan.threads)
        if let other = plan.memoryShape, other != plan.shape {
            memory.append(try self.memory(at: other, pool: pool))
            counter.count()
        }
        memory.insert(try self.memory(at: plan.shape, pool: pool), at: 0)
        counter.count()

        ProcessMemory.resetPeak()
        let step = try BenchmarkStep(
            plan.shape, workload: plan.workload, path: plan.path,
            cachePrecision: plan.cachePrecision)
        try step.prepareToHalve()
        let probe = PeakProbe(path: plan.path)
        // One thread and two, for a comparison; their own, so that they are there from the start.
        let pools = plan.threads > 1 ? [WorkerPool(threads: 1), WorkerPool(threads: 2)] : []
        var steps = Steps()
        var times = Times()
        for _ in 0..<plan.warmUps {
            measure(step, probe: probe, pool: pool, into: &times)
            steps.count()
            counter.count()
        }
        for pool in pools {
            step.update(step.roll(pool: pool), pool: pool)
            steps.count()
            counter.count()
        }
        times = Times()
        for _ in 0..<plan.reps {
            measure(step, probe: probe, pool: pool, into: &times)
            steps.count()
            counter.count()
        }
        let scaling = scaling(of: step, pools: pools, steps: &steps, counter: &counter)
        let clock = ContinuousClock()
        let end = clock.now + Self.patience
        while steps.counted < 1 || steps.counted < Self.countedSteps && clock.now < end {
            step.update(step.roll(pool: pool), pool: pool)
            steps.count()
            counter.count()
        }
        return report(
            times, step: step, scaling: scaling,
            allocations: steps.allocations,
            memory: memory, load: load)
    }

    /// Measurements in all.
    private var total: Int {
        let timed = plan.warmUps + plan.reps + (plan.threads > 1 ? 2 + 2 * plan.reps : 0)
        let shapes = plan.memoryShape.map { $0 == plan.shape ? 1 : 2 } ?? 1
        return shapes + max(timed, Steps.uncounted + Self.countedSteps)
    }

    /// Training steps, and what they allocate: what the third has not allocated, no later one should.
    private struct Steps {
        static let uncounted = 3

        private var done = 0
        private var third = (heap: 0, kernels: 0)

        /// Steps after the third.
        var counted: Int { done - Self.uncounted }

        private static var allocated: (heap: Int, kernels: Int) {
            (HeapUse.bytes, HeapUse.kernelAllocations)
        }

        mutating func count() {
            done += 1
            if done == Self.uncounted { third = Self.allocated }
        }

        var allocations: BenchmarkReport.Allocations {
            let now = Self.allocated
            return BenchmarkReport.Allocations(
                steps: counted, kernels: now.kernels - third.kernels,
                heapGrowth: Double(now.heap - third.heap) / Double(max(counted, 1)))
        }
    }

    private struct Counter {
        let total: Int
        let tell: (Int, Int) -> Void
        var done = 0

        mutating func count() {
            done += 1
            tell(done, total)
        }
    }

    // MARK: Measuring

    private struct Times {
        /// Operations in a second of one thread's processor time.
        var peaks: [Double] = []
        var rollout: [WorkTime] = []
        var update: [WorkTime] = []
        var unshared: [WorkTime] = []
        var decoding: [WorkTime] = []
        var halvedDecoding: [WorkTime] = []
    }

    private func measure(
        _ step: BenchmarkStep, probe: PeakProbe, pool: WorkerPool, into times: inout Times
    ) {
        func peak() -> Double {
            var operations = 0.0
            let time = WorkTime.of { operations = probe.run(pool: pool) }
            return operations / time.processor
        }
        times.peaks.append(peak())
        var sampled: [[SampledCompletion]] = []
        times.rollout.append(WorkTime.of { sampled = step.roll(pool: pool) })
        times.peaks.append(peak())
        times.update.append(WorkTime.of { step.update(sampled, pool: pool) })
        times.peaks.append(peak())
        times.unshared.append(
            WorkTime.of { step.update(sampled, sharesPrompts: false, pool: pool) })
        times.peaks.append(peak())
        times.decoding.append(WorkTime.of { step.decode(pool: pool) })
        times.halvedDecoding.append(WorkTime.of { step.decode(halvesWeights: true, pool: pool) })
    }

    /// Whole training steps on one thread and on two, by turns; nil where there are no such pools.
    private func scaling(
        of step: BenchmarkStep, pools: [WorkerPool], steps: inout Steps, counter: inout Counter
    ) -> BenchmarkReport.Scaling? {
        guard pools.count == 2 else { return nil }
        var seconds: [[Double]] = [[], []]
        for _ in 0..<plan.reps {
            for (place, pool) in pools.enumerated() {
                let time = WorkTime.of { step.update(step.roll(pool: pool), pool: pool) }
                seconds[place].append(time.wall)
                steps.count()
                counter.count()
            }
        }
        return BenchmarkReport.Scaling(oneThread: seconds[0], twoThreads: seconds[1])
    }

    /// The memory of one training step.
    private func memory(
        at shape: BenchmarkShape, pool: WorkerPool
    ) throws(ModelError) -> BenchmarkReport.Memory {
        ProcessMemory.resetPeak()
        let step = try BenchmarkStep(
            shape, workload: plan.workload, path: plan.path, cachePrecision: plan.cachePrecision)
        step.update(step.roll(pool: pool), pool: pool)
        return BenchmarkReport.Memory(
            shape: shape.name, peakResidentBytes: ProcessMemory.peakResidentBytes)
    }

    private static var loadAverage: Double {
        var load = 0.0
        return getloadavg(&load, 1) == 1 ? load : 0
    }

    // MARK: Reporting

    private func report(
        _ times: Times, step: BenchmarkStep, scaling: BenchmarkReport.Scaling?,
        allocations: BenchmarkReport.Allocations, memory: [BenchmarkReport.Memory], load: Double
    ) -> BenchmarkReport {
        let (shape, workload) = (step.shape, plan.workload)
        let peak = times.peaks.median
        func figure(_ tokens: Int, _ operations: Double, _ times: [WorkTime]) -> BenchmarkFigure {
            BenchmarkFigure(
                tokens: tokens, operations: operations, times: times, peakPerThread: peak,
                threads: plan.threads)
        }
        return BenchmarkReport(
            shape: plan.shape.name,
            model: BenchmarkReport.Model(
                layers: shape.layerCount, hidden: shape.hiddenSize, heads: shape.headCount,
                intermediate: shape.intermediateSize, vocabulary: shape.vocabularySize,
                parameters: shape.parameterCount, cachePrecision: plan.cachePrecision),
            workload: BenchmarkReport.Work(
                prompts: workload.prompts, completions: workload.completions,
                promptLength: workload.promptLength, newTokens: workload.newTokens,
                gradientShards: workload.gradientShards),
            kernelPath: plan.path, threads: plan.threads, reps: plan.reps, loadAverage: load,
            peakGFLOPS: peak * Double(plan.threads) / 1e9,
            rollout: figure(workload.sampledTokens, step.rolloutOperations, times.rollout),
            update: figure(
                workload.nominalTokens, step.updateOperations(sharesPrompts: true), times.update),
            updateUnshared: figure(
                workload.nominalTokens, step.updateOperations(sharesPrompts: false),
                times.unshared),
            decoding: figure(workload.singleTokens, step.decodingOperations, times.decoding),
            halvedDecoding: figure(
                workload.singleTokens, step.decodingOperations, times.halvedDecoding),
            scaling: scaling, allocations: allocations, memory: memory,
            peakResidentBytes: ProcessMemory.peakResidentBytes)
    }
}
