import Runs
import Testing

@testable import RunStore

@Suite("Group coding")
struct GroupCodingTests {
    @Test("what is recovered is equal, rounded where the format rounds")
    func roundTrip() throws {
        var run = SyntheticRun(groups: 16, completions: 8)
        for _ in 0..<20 {
            for group in run.next().groups {
                let bytes = GroupCoding.encode(group)
                let back = try GroupCoding.decode(bytes, step: group.step, index: group.index)
                #expect(back == rounded(group))
                #expect(GroupCoding.encode(back) == bytes)
            }
        }
    }

    private func rounded(_ group: Group) -> Group {
        func half(_ value: Double) -> Double { Double(Float16(Float(value))) }
        return Group(
            step: group.step, index: group.index, instance: group.instance, mode: group.mode,
            origin: group.origin,
            completions: group.completions.map { completion in
                Completion(
                    answer: completion.answer,
                    logProbabilities: completion.logProbabilities.map { Float(Float16($0)) },
                    reward: completion.reward, advantage: half(completion.advantage),
                    diversity: half(completion.diversity))
            },
            learnability: group.learnability)
    }
}
