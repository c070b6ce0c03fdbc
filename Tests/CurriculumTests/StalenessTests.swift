import Foundation
import Runs
import Testing

@testable import Curriculum

@Suite("Draws by staleness")
struct StalenessTests {
    private func entry(_ id: Int, score: Double, scored: Int) -> BufferEntry {
        BufferEntry(
            id: id, instance: TaskInstance(task: DomainTask(values: [Int32(id)])), score: score,
            created: 1, sampled: 0, scored: scored)
    }

    private func buffer(
        capacity: Int = 8, staleness: Double, _ offers: [(score: Double, step: Int)]
    ) -> TaskBuffer {
        var buffer = TaskBuffer(capacity: capacity, sharpness: 10, staleness: staleness)
        for (number, (score, step)) in offers.enumerated() {
            _ = buffer.offer(
                TaskInstance(task: DomainTask(values: [Int32(number)])), score: score, step: step,
                as: .task)
        }
        return buffer
    }

    @Test(
        "scores 0 and ln(3)/10 of steps 4 and 9, drawn at step 10 with rho .2, have .3714 and .6286"
    )
    func byHand() {
        let entries = [entry(0, score: 0, scored: 4), entry(1, score: log(3) / 10, scored: 9)]
        // By score 1/4 and 3/4, by age 6/7 and 1/7.
        let probabilities = entries.drawProbabilities(sharpness: 10, staleness: 0.2, at: 10)
        #expect(abs(probabilities[0] - (0.8 * 0.25 + 0.2 * 6 / 7)) < 1e-12)
        #expect(abs(probabilities[1] - (0.8 * 0.75 + 0.2 * 1 / 7)) < 1e-12)
        // With rho 1 scores have no say at all.
        let ages = entries.drawProbabilities(sharpness: 10, staleness: 1, at: 10)
        #expect(ages == [6.0 / 7, 1.0 / 7])
    }

    @Test("rho 0 is the softmax, to the bit, at any step", arguments: [-5, 0, 10, 1 << 40])
    func none(step: Int) {
        let entries = [0.2344, 0.1, 0.25, 0].enumerated().map {
            entry($0.offset, score: $0.element, scored: 3 * $0.offset)
        }
        let weights = entries.map { exp(10 * ($0.score - 0.25)) }
        let total = weights.reduce(0, +)
        #expect(
            entries.drawProbabilities(sharpness: 10, staleness: 0, at: step)
                == weights.map { $0 / total })
    }

    @Test("an entry that is drawn and scored is fresh; the others grow older, and come up")
    func renewal() throws {
        var buffer = buffer(staleness: 0.5, [(0.25, 1), (0, 1), (0, 1)])
        #expect(buffer.probabilities(at: 11)[1] > 0.5 / 3)
        var drawn: Set<Int> = []
        var generator = CounterGenerator(seed: 1, purpose: .selection)
        for step in 11..<60 {
            let before = buffer.probabilities(at: step)
            let entry = try #require(
                buffer.draw(at: Double(generator.uniform()), step: step))
            drawn.insert(entry.id)
            _ = buffer.recordDraw(of: entry.id)
            _ = buffer.offer(entry.instance, score: entry.score, step: step, as: .task)
            let after = buffer.probabilities(at: step + 1)
            #expect(after[entry.id] < before[entry.id])
        }
        #expect(drawn == [0, 1, 2])
    }

    @Test("a high score that is no longer true holds its place for good, but not with staleness")
    func frozen() {
        // Six entries once scored .25, that teach nothing any more, and two that do a little. New
        // ones come with a score between, as long as no room is made for them.
        func stale(_ staleness: Double) -> Int {
            var buffer = buffer(
                staleness: staleness, (0..<8).map { ($0 < 2 ? 0.24 : 0.25, 1) })
            buffer.sharpness = 2000
            var generator = CounterGenerator(seed: 3, purpose: .selection)
            // The two newest are drawn first, and then all the time.
            _ = buffer.offer(
                TaskInstance(task: DomainTask(values: [100])), score: 0.26, step: 1, as: .task)
            for step in 2..<200 {
                guard let entry = buffer.draw(at: Double(generator.uniform()), step: step)
                else { continue }
                let isOld = entry.created == 1 && entry.score == 0.25
                _ = buffer.offer(
                    entry.instance, score: isOld ? 0 : entry.score, step: step, as: .task)
                _ = buffer.offer(
                    TaskInstance(task: DomainTask(values: [Int32(1000 + step)])), score: 0.2,
                    step: step, as: .revision)
            }
            return buffer.entries.count { $0.created == 1 && $0.score == 0.25 }
        }
        #expect(stale(0) == 6)
        #expect(stale(0.2) == 0)
    }

    @Test("who is evicted goes by score, and among the lowest by age, whatever the staleness")
    func eviction() {
        for staleness in [0, 0.3, 1] {
            var buffer = buffer(
                capacity: 3, staleness: staleness, [(0.1, 1), (0.1, 2), (0.2, 3)])
            // The oldest of the lowest is scored anew, and is the oldest still.
            _ = buffer.offer(
                TaskInstance(task: DomainTask(values: [0])), score: 0.1, step: 9, as: .task)
            let changes = buffer.offer(
                TaskInstance(task: DomainTask(values: [7])), score: 0.1, step: 10, as: .revision)
            #expect(changes.first == .evicted(entry: 0, score: 0.1, by: 3))
        }
    }

    @Test("numbers that no run has leave the chances whole")
    func hostile() {
        let entries = [
            entry(0, score: 0.1, scored: .min), entry(1, score: .nan, scored: 0),
            entry(2, score: 0.2, scored: .max), entry(3, score: .infinity, scored: 5),
        ]
        for step in [Int.min, 0, 7, .max] {
            let chances = entries.drawProbabilities(sharpness: 10, staleness: 0.5, at: step)
            #expect(abs(chances.reduce(0, +) - 1) < 1e-12)
            #expect(chances.allSatisfy { $0.isFinite && $0 >= 0 })
            #expect(chances[1] == 0 && chances[3] == 0)
        }
        // All scored in the very step: there is no staleness to go by.
        let fresh = [entry(0, score: 0.1, scored: 7), entry(1, score: 0.1, scored: 7)]
        #expect(fresh.drawProbabilities(sharpness: 10, staleness: 1, at: 7) == [0.5, 0.5])
    }

    @Test("a buffer keeps its staleness in its file; one without has the bytes of before")
    func coding() throws {
        let stale = buffer(staleness: 0.25, [(0.1, 1), (0.2, 4)])
        let restored = try JSONDecoder().decode(
            TaskBuffer.self, from: JSONEncoder().encode(stale))
        #expect(restored == stale)
        #expect(restored.probabilities(at: 9) == stale.probabilities(at: 9))
        let plain = try JSONEncoder().encode(buffer(staleness: 0, [(0.1, 1)]))
        let object = try #require(JSONSerialization.jsonObject(with: plain) as? [String: Any])
        #expect(object.keys.sorted() == ["capacity", "entries", "next_id", "sharpness"])
    }
}
