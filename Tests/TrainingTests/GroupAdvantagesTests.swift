import Runs
import Testing

@testable import Training

@Suite("Group advantages")
struct GroupAdvantagesTests {
    @Test(
        "learnability of 0/1 rewards is p(1 - p), population variance",
        arguments: [(0, 0), (1, 0.109375), (2, 0.1875), (3, 0.234375), (4, 0.25), (8, 0)])
    func learnability(right: Int, expected: Double) {
        let rewards = (0..<8).map { $0 < right ? 1.0 : 0.0 }
        #expect(GroupAdvantages.learnability(rewards) == expected)
    }

    @Test("equal rewards that are no binary fractions have exactly no variance and no advantage")
    func equalRewards() {
        let rewards = [Double](repeating: 0.1, count: 7)
        #expect(GroupAdvantages.learnability(rewards) == 0)
        #expect(GroupAdvantages.advantages(rewards, scaled: true) == [0, 0, 0, 0, 0, 0, 0])
    }

    @Test("advantages are centred and of unit deviation; unscaled ones only centred")
    func advantages() {
        let scaled = GroupAdvantages.advantages([1, 0, 0, 1], scaled: true)
        for (value, expected) in zip(scaled, [1.0, -1, -1, 1]) {
            #expect(abs(value - expected) < 1e-7)
        }
        #expect(GroupAdvantages.advantages([1, 0, 0, 1], scaled: false) == [0.5, -0.5, -0.5, 0.5])
    }

    @Test("a floor bounds what small differences are blown up to, and leaves larger ones alone")
    func floor() {
        // Deviations of .01 and .5.
        let (noise, signal) = ([0.5, 0.52], [0.0, 1.0])
        func advantages(_ rewards: [Double], _ floor: Double) -> [Double] {
            GroupAdvantages.advantages(rewards, scaled: true, floor: floor)
        }
        for (value, expected) in zip(advantages(noise, 0.1), [-0.1, 0.1]) {
            #expect(abs(value - expected) < 1e-7)
        }
        for (value, expected) in zip(advantages(noise, 0), [-1.0, 1]) {
            #expect(abs(value - expected) < 1e-5)
        }
        #expect(advantages(signal, 0.1) == advantages(signal, 0))
        #expect(advantages(signal, 0) == GroupAdvantages.advantages(signal, scaled: true))
        #expect(advantages([0.3, 0.3], 0.1) == [0, 0])
        // What is not divided has no floor.
        #expect(
            GroupAdvantages.advantages(noise, scaled: false, floor: 0.1)
                == GroupAdvantages.advantages(noise, scaled: false))
        var configuration = RunConfiguration()
        #expect(configuration.advantages(of: noise) == advantages(noise, 0))
        configuration.scaleRewardsFloor = 0.1
        #expect(configuration.advantages(of: noise) == advantages(noise, 0.1))
    }

    @Test("Eq. 6 divides by the range and subtracts no minimum")
    func range() {
        #expect(
            DiversityBonus.scaled([1, 2, 3], form: .range, cap: 4) == [0.5, 1, 1.5])
    }

    @Test("where distances are all alike the bonus changes nothing")
    func guardedRange() {
        for form in DiversityForm.allCases {
            let d = DiversityBonus.scaled([2, 2, 2], form: form, cap: 4)
            #expect(
                DiversityBonus.applied(to: [1, -1, 0.5], diversity: d, form: form)
                    == [1, -1, 0.5])
        }
    }

    @Test("the range form is capped where distances nearly agree")
    func cap() {
        #expect(DiversityBonus.scaled([10, 10.1], form: .range, cap: 4) == [4, 4])
    }

    @Test("the positive form leaves negative advantages alone")
    func positive() {
        let d = DiversityBonus.scaled([1, 2, 3], form: .positive, cap: 4)
        #expect(d == [0, 0.5, 1])
        #expect(
            DiversityBonus.applied(to: [1, -1, 2], diversity: d, form: .positive) == [1, -1, 4])
        #expect(
            DiversityBonus.applied(to: [1, -1, 2], diversity: d, form: .range) == [0, -0.5, 2])
    }

    @Test("the min-max form leaves the most central answer without weight, and shrinks no sign")
    func minmax() {
        let d = DiversityBonus.scaled([1, 2, 3], form: .minmax, cap: 4)
        #expect(d == [0, 0.5, 1])
        #expect(
            DiversityBonus.applied(to: [1, -1, 2], diversity: d, form: .minmax) == [0, -0.5, 2])
    }

    @Test("distances are to the centroid")
    func distances() {
        #expect(DiversityBonus.distances([[0, 0], [2, 0]]) == [1, 1])
        #expect(DiversityBonus.distances([[1, 1], [1, 1], [1, 1]]) == [0, 0, 0])
    }
}

@Suite("Rewards")
struct RewardTests {
    private func answer(_ quality: Double) -> Answer {
        Answer(tokens: [1], quality: quality, isValid: true, isSolved: quality == 1)
    }

    @Test("relative gain: .6 to .8 earns .5, a loss earns 0")
    func gain() {
        #expect(
            abs(RewardForm.gain.reward(of: answer(0.8), after: answer(0.6)) - 0.5) < 1e-12)
        #expect(RewardForm.gain.reward(of: answer(0.5), after: answer(0.6)) == 0)
        #expect(RewardForm.gain.reward(of: answer(0.6), after: answer(0.6)) == 0)
    }

    @Test("relative gain from a solved revision: 1 for keeping it, 0 for breaking it")
    func gainFromSolved() {
        #expect(RewardForm.gain.reward(of: answer(1), after: answer(1)) == 1)
        #expect(RewardForm.gain.reward(of: answer(0.8), after: answer(1)) == 0)
    }

    @Test("signed gain: a copy is in the middle, harm below it, and nothing is below invalid")
    func signed() {
        let cases: [(previous: Double, quality: Double, expected: Double)] = [
            // From .6: gains over what is left, .4.
            (0.6, 0.8, 0.75), (0.6, 0.6, 0.5), (0.6, 0.4, 0.25), (0.6, 1, 1), (0.6, 0.1, 0),
            // From .9 and from solved: over a quarter, not over what is left.
            (0.9, 1, 0.7), (0.9, 0.8, 0.3), (0.9, 0.5, 0),
            (1, 1, 0.5), (1, 0.875, 0.25), (1, 0.75, 0), (1, 0, 0),
            // From a poor one no loss is the whole of what could be gained.
            (0.25, 0.25, 0.5), (0.25, 0, 1.0 / 3), (0, 0, 0.5), (0, 1, 1),
        ]
        for (previous, quality, expected) in cases {
            let reward = RewardForm.signed.reward(of: answer(quality), after: answer(previous))
            #expect(abs(reward - expected) < 1e-12, "\(previous) to \(quality)")
        }
    }

    @Test("an invalid answer earns no more than any valid one, whatever quality it claims")
    func signedInvalid() {
        let form = RewardForm.signed
        for previous in stride(from: 0, through: 1, by: 0.05) {
            let start = answer(previous)
            let invalid = Answer(tokens: [], quality: 0.9, isValid: false, isSolved: false)
            let lowest = form.reward(of: invalid, after: start)
            #expect((0...1).contains(lowest))
            var last = lowest
            for quality in stride(from: 0, through: 1, by: 0.01) {
                let reward = form.reward(of: answer(quality), after: start)
                #expect(reward >= last)
                last = reward
            }
            #expect(last <= 1)
        }
        #expect(form.reward(of: answer(0.3), after: nil) == 0.3)
    }

    @Test("exact rewards look at the new answer only")
    func exact() {
        #expect(RewardForm.exact.reward(of: answer(0.8), after: answer(1)) == 0)
        #expect(RewardForm.exact.reward(of: answer(1), after: answer(1)) == 1)
        #expect(RewardForm.exact.reward(of: answer(1), after: answer(0.2)) == 1)
    }

    @Test("the paper's preset rewards every step by correctness, the default improve steps by gain")
    func presets() {
        let paper = RunConfiguration(preset: .paper)
        for mode in RevisionMode.allCases { #expect(paper.rewardForm(for: mode) == .exact) }
        let standard = RunConfiguration()
        #expect(standard.rewardForm(for: .base) == .quality)
        #expect(standard.rewardForm(for: .improve) == .gain)
        #expect(standard.rewardForm(for: .diverge) == .quality)
    }

    @Test("the learning rate falls in a line to its share at the last step")
    func learningRate() {
        var configuration = RunConfiguration()
        configuration.steps = 11
        configuration.learningRate = 1
        configuration.learningRateFinal = 0.1
        #expect(configuration.learningRate(at: 1) == 1)
        #expect(abs(configuration.learningRate(at: 6) - 0.55) < 1e-12)
        #expect(abs(configuration.learningRate(at: 11) - 0.1) < 1e-12)
    }
}
