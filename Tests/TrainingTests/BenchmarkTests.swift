import Foundation
import Modeling
import Testing

@testable import Training

@Suite("Benchmark")
struct BenchmarkTests {
    @Test("shapes are read by name or as four numbers")
    func shapes() throws {
        let small = BenchmarkShape.small.configuration(context: 96)
        #expect(small.layerCount == 4 && small.hiddenSize == 128)
        #expect(small.headCount == 4 && small.vocabularySize == 512)
        #expect(small.intermediateSize == 344)
        #expect(small.keyValueHeadCount == 4 && small.tiesEmbeddings)
        #expect(BenchmarkShape.medium.configuration(context: 96).intermediateSize == 688)
        #expect(BenchmarkShape("medium") == .medium)
        let other = try #require(BenchmarkShape("8,512,8,8192"))
        #expect(other.name == "8,512,8,8192")
        #expect(other.configuration(context: 512).intermediateSize == 1368)
    }

    @Test(
        "what is no shape is refused",
        arguments: [
            "", "large", "Small", "1,2,3", "1,2,3,4,5", "1,2,3,", "1,2,3,x", "0,16,2,8",
            "-1,16,2,8", "1,99999999999999999999,1,1", "1,2097152,1,8",
        ])
    func noShape(text: String) {
        #expect(BenchmarkShape(text) == nil)
    }

    @Test("prompts are the same each time, and within the vocabulary")
    func prompts() {
        let prompts = Workload.standard.drawPrompts(vocabulary: 7)
        #expect(prompts == Workload.standard.drawPrompts(vocabulary: 7))
        #expect(prompts.count == 16)
        for prompt in prompts {
            #expect(prompt.count == 32)
            #expect(Set(prompt).isSubset(of: Set(0..<7)))
        }
        #expect(Set(prompts).count == 16)
    }

    @Test("the median is the middle, or the mean of the two")
    func median() {
        #expect([3.0, 1, 2].median == 2)
        #expect([4.0, 1, 2, 3].median == 2.5)
        #expect([Double]().median.isNaN)
    }

    @Test("every completion is sampled to its full length, and updates change the policy")
    func step() throws {
        let workload = Workload(
            prompts: 3, completions: 2, promptLength: 4, newTokens: 5, singleTokens: 6)
        let shape = try #require(BenchmarkShape("2,16,2,8"))
        let step = try BenchmarkStep(shape, workload: workload, path: .best)
        let pool = WorkerPool(threads: 2)
        let first = step.roll(pool: pool)
        #expect(first.count == 3)
        for group in first { #expect(group.map(\.tokens.count) == [5, 5]) }
        step.update(first, pool: pool)
        step.update(first, sharesPrompts: false, pool: pool)
        step.decode(pool: pool)
        try step.prepareToHalve()
        step.decode(halvesWeights: true, pool: pool)
        #expect(step.roll(pool: pool) != first)
        let count = OperationCount(step.shape)
        #expect(
            step.rolloutOperations == Double(3 * count.forward(prompt: 4, completions: [5, 5])))
        #expect(
            step.updateOperations(sharesPrompts: true)
                == Double(12 * count.forward(prompt: 4, completions: [5, 5])))
        #expect(
            step.updateOperations(sharesPrompts: false)
                == Double(24 * count.forward(prompt: 4, completions: [5])))
        #expect(step.decodingOperations == Double(count.forward(prompt: 1, completions: [6])))
    }

    @Test(
        "every figure is finite and positive, and progress is told to its end", arguments: [1, 2])
    func report(threads: Int) throws {
        let shape = try #require(BenchmarkShape("1,16,2,8"))
        var told: [(Int, Int)] = []
        let report = try Benchmark(
            BenchmarkPlan(
                shape: shape,
                workload: Workload(
                    prompts: 2, completions: 2, promptLength: 3, newTokens: 4, singleTokens: 5,
                    gradientShards: 2),
                threads: threads, reps: 2, warmUps: 1,
                memoryShape: BenchmarkShape("1,32,2,8"))
        ) { told.append(($0, $1)) }.run()
        let total = try #require(told.last?.1)
        #expect(told.map(\.0) == Array(1...total))
        #expect(told.allSatisfy { $0.1 == total })
        for figure in [
            report.rollout, report.update, report.updateUnshared, report.decoding,
            report.halvedDecoding,
        ] {
            for value in [
                figure.seconds, figure.cpuSeconds, figure.gflop, figure.tokensPerSecond,
                figure.tokensPerCPUSecond, figure.shareOfPeak, figure.wallShareOfPeak,
            ] { #expect(value.isFinite && value > 0) }
        }
        #expect(report.rollout.tokens == 16 && report.update.tokens == 28)
        #expect(report.updateUnshared.tokens == 28 && report.decoding.tokens == 5)
        #expect(report.halvedDecoding.tokens == 5)
        #expect(report.peakGFLOPS.isFinite && report.peakGFLOPS > 1)
        #expect((report.scaling != nil) == (threads > 1))
        if let scaling = report.scaling {
            #expect(scaling.speedup.isFinite && scaling.speedup > 0)
        }
        #expect(report.allocations.steps >= 20)
        #expect(report.allocations.heapGrowth.isFinite)
        #expect(report.allocations.kernels >= 0)
        #expect(report.memory.map(\.shape) == ["1,16,2,8", "1,32,2,8"])
        #expect(report.memory.allSatisfy { $0.peakResidentBytes > 1 << 20 })
        #expect(report.peakResidentBytes > 1 << 20)
    }
}
