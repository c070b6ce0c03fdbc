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

    @Test("every origin is told apart, in the record, its head and the digest")
    func origins() throws {
        var run = SyntheticRun(groups: 2, completions: 4)
        let group = run.next().groups[0]
        let origins: [GroupOrigin] = [.tasks, .draft, .buffer(entry: 0), .buffer(entry: 300)]
        var digests: Set<[UInt8]> = []
        for origin in origins {
            let other = Group(
                step: group.step, index: group.index, instance: group.instance, mode: group.mode,
                origin: origin, completions: group.completions, learnability: group.learnability)
            let bytes = GroupCoding.encode(other)
            #expect(
                try GroupCoding.decode(bytes, step: group.step, index: group.index).origin
                    == origin)
            #expect(try GroupCoding.decodeHead(bytes).origin == origin)
            digests.insert(RunDigest.bytes(of: other))
        }
        #expect(digests.count == origins.count)
        // One below that of drafts, as a zigzag varint.
        var unknown = GroupCoding.encode(group)
        unknown[2] = 3
        #expect(throws: BlobError.self) { try GroupCoding.decodeHead(unknown) }
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
