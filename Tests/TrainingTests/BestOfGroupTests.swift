import Runs
import Testing

@testable import Training

@Suite("Best of a group", .timeLimit(.minutes(30)))
struct BestOfGroupTests {
    /// The mean over all subsets of the others, each listed.
    private func listed(_ rewards: [Double], size: Int) -> [Double] {
        rewards.indices.map { own in
            var (sum, subsets) = (0.0, 0.0)
            for mask in 0..<1 << rewards.count
            where mask.nonzeroBitCount == size - 1 && mask >> own & 1 == 0 {
                let others = rewards.indices.filter { mask >> $0 & 1 == 1 }.map { rewards[$0] }
                sum += max(0, rewards[own] - (others.max() ?? 0))
                subsets += 1
            }
            return Double(size) * sum / subsets
        }
    }

    @Test("cases by hand")
    func byHand() {
        func expect(_ rewards: [Double], _ size: Int, _ expected: [Double]) {
            let found = BestOfGroup.contributions(rewards, size: size)
            #expect(found.count == expected.count)
            for (one, other) in zip(found, expected) { #expect(abs(one - other) < 1e-12) }
        }
        // Of pairs: .5 adds .5 beside 0 and nothing beside 1; 1 adds 1 or .5.
        expect([0, 0.5, 1], 2, [0, 0.5, 1.5])
        // Of all three only the best adds something, its lead.
        expect([0, 0.5, 1], 3, [0, 0, 1.5])
        expect([1, 0, 0.5], 3, [1.5, 0, 0])
        // One right answer of four is needed by every subset it is in.
        expect([0, 1, 0, 0], 4, [0, 4, 0, 0])
        expect([0, 1, 0, 0], 2, [0, 2, 0, 0])
        // Of two right ones either can be spared, unless the other is not in the subset.
        expect([1, 0, 1, 0], 4, [0, 0, 0, 0])
        expect([1, 0, 1, 0], 2, [4.0 / 3, 0, 4.0 / 3, 0])
        expect([1, 0, 1, 0], 3, [1, 0, 1, 0])
    }

    @Test("sorting gives what listing every subset gives")
    func twin() {
        var generator = CounterGenerator(seed: 5, purpose: .bootstrap)
        for _ in 0..<60 {
            let count = 2 + generator.below(8)
            // Few values, so that ties are common.
            let rewards = (0..<count).map { _ in Double(generator.below(6)) / 5 }
            for size in 2...count {
                let found = BestOfGroup.contributions(rewards, size: size)
                for (one, other) in zip(found, listed(rewards, size: size)) {
                    #expect(abs(one - other) < 1e-12)
                }
                for (index, value) in found.enumerated() {
                    #expect(value >= 0)
                    for other in rewards.indices where rewards[other] == rewards[index] {
                        #expect(found[other] == value)
                    }
                }
            }
        }
    }

    /// All rows of `length` answers out of `count`.
    private func rows(_ count: Int, length: Int) -> [[Int]] {
        length == 0
            ? [[]]
            : rows(count, length: length - 1).flatMap { row in (0..<count).map { row + [$0] } }
    }

    @Test(
        "over all groups there can be, the estimate is the gradient of the expected best of k",
        arguments: [1, 2, 3, 4])
    func unbiased(size: Int) {
        // A policy of four answers by softmax, and groups of four of it.
        let chances = [0.5, 0.25, 0.15, 0.1]
        let rewards = [0.4, 0, 0.8, 0.4]
        let group = 4
        func probability(_ row: [Int]) -> Double { row.reduce(1) { $0 * chances[$1] } }
        // By logit: d log p(a) / d z = [a is this one] - p.
        func slope(_ answer: Int, _ logit: Int) -> Double {
            (answer == logit ? 1 : 0) - chances[logit]
        }
        for logit in chances.indices {
            var exact = 0.0
            for row in rows(chances.count, length: size) {
                let best = row.map { rewards[$0] }.max() ?? 0
                exact += probability(row) * best * row.reduce(0) { $0 + slope($1, logit) }
            }
            var estimate = 0.0
            for row in rows(chances.count, length: group) {
                let advantages = GroupAdvantages.advantages(
                    row.map { rewards[$0] }, bestOf: size, scaled: false)
                let sum = zip(row, advantages).reduce(0) { $0 + $1.1 * slope($1.0, logit) }
                estimate += probability(row) * sum / Double(group)
            }
            // The mean that plain rewards are compared with holds each answer's own share.
            let share = size == 1 ? Double(group - 1) / Double(group) : 1
            #expect(abs(estimate - share * exact) < 1e-12)
            #expect(abs(exact) > 1e-3)
        }
    }

    @Test("of one it is the mean, to the bit, whatever is divided by")
    func one() {
        let rewards = [0.1, 0.7, 0.3, 0.3]
        for scaled in [true, false] {
            for floor in [0, 0.5] {
                #expect(
                    GroupAdvantages.advantages(rewards, bestOf: 1, scaled: scaled, floor: floor)
                        == GroupAdvantages.advantages(rewards, scaled: scaled, floor: floor))
            }
        }
    }

    @Test("what is added is divided by the rewards' deviation, or the floor")
    func scaled() {
        func advantages(_ rewards: [Double], _ floor: Double) -> [Double] {
            GroupAdvantages.advantages(rewards, bestOf: 2, scaled: true, floor: floor)
        }
        // Deviation .5, lead 1.
        #expect(abs(advantages([0, 1], 0)[1] - 4) < 1e-6)
        #expect(abs(advantages([0, 1], 2)[1] - 1) < 1e-6)
        #expect(advantages([0, 1], 0)[0] == 0)
        #expect(advantages([0.3, 0.3], 0) == [0, 0])
    }

    @Test("without a number the best is that of the whole group")
    func wholeGroup() {
        var configuration = RunConfiguration()
        configuration.scaleRewards = false
        configuration.groupObjective = .best
        #expect(configuration.advantages(of: [0, 0.5, 1]) == [0, 0, 1.5])
        configuration.groupObjectiveSize = 2
        #expect(configuration.advantages(of: [0, 0.5, 1]) == [0, 0.5, 1.5])
        configuration.groupObjective = .mean
        #expect(configuration.advantages(of: [0, 0.5, 1]) == [-0.5, 0, 0.5])
    }

    @Test(
        "every strategy trains for it; of one it is the same run, bit for bit",
        arguments: Strategy.allCases)
    func runs(strategy: Strategy) throws {
        var configuration = TrainerTests.tiny(strategy)
        configuration.promptsPerStep = strategy.unrollsChains ? 8 : 6
        let mean = try TrainerTests.Trajectory(TrainerTests.run(configuration))
        configuration.groupObjective = .best
        configuration.groupObjectiveSize = 1
        #expect(try TrainerTests.Trajectory(TrainerTests.run(configuration)) == mean)
        configuration.groupObjectiveSize = 0
        let best = try TrainerTests.run(configuration)
        let completions = best.steps.flatMap(\.groups).flatMap(\.completions)
        #expect(completions.allSatisfy { $0.advantage >= 0 })
        #expect(completions.contains { $0.advantage > 0 })
        #expect(
            try TrainerTests.Trajectory(best).files[CheckpointName.model]
                != mean.files[CheckpointName.model])
    }
}
