import Foundation
import Runs
import Testing

@testable import Curriculum

/// What a random history does to the buffer, to its slow twin, and to a replay of its changes.
@Suite("The buffer's history")
struct BufferHistoryTests {
    /// One thing a run does to its buffer.
    private enum Event {
        case draw(Double)
        case offer(TaskInstance, Double)
    }

    private func events(_ count: Int, seed: UInt64) -> [(step: Int, event: Event)] {
        var generator = CounterGenerator(seed: seed, purpose: .selection)
        return (0..<count).map { number in
            let event: Event
            if generator.below(3) == 0 {
                event = .draw(Double(generator.uniform()))
            } else {
                let latest: Answer? =
                    generator.below(3) == 0
                    ? nil
                    : Answer(
                        tokens: [Int32(generator.below(4))], quality: 0.5, isValid: true,
                        isSolved: false)
                // Few tasks and few scores, so that equal histories and ties are common.
                let instance = TaskInstance(
                    task: DomainTask(values: [Int32(generator.below(12))]), turn: 0,
                    depth: generator.below(9), earlier: [], latest: latest)
                event = .offer(instance, [0, 0.1094, 0.1875, 0.2344, 0.25][generator.below(5)])
            }
            return (step: 1 + number / 10, event: event)
        }
    }

    private func perform(_ event: Event, at step: Int, on buffer: inout TaskBuffer)
        -> [BufferChange]
    {
        switch event {
        case .draw(let place):
            buffer.draw(at: place, step: step).map { buffer.recordDraw(of: $0.id) } ?? []
        case .offer(let instance, let score):
            buffer.offer(instance, score: score, step: step, as: .revision)
        }
    }

    @Test("the changes applied to any earlier state give the present one", arguments: [1, 2, 3])
    func replay(seed: UInt64) {
        var buffer = TaskBuffer(capacity: 20, sharpness: 10)
        var replayed: [BufferEntry] = []
        var keyframe: (entries: [BufferEntry], changes: [(Int, BufferChange)]) = ([], [])
        for (number, (step, event)) in events(1500, seed: seed).enumerated() {
            if number == 700 { keyframe = (buffer.entries, []) }
            for change in perform(event, at: step, on: &buffer) {
                replayed.apply(change, step: step)
                keyframe.changes.append((step, change))
            }
            #expect(replayed == buffer.entries)
        }
        #expect(buffer.count == 20)
        var entries = keyframe.entries
        for (step, change) in keyframe.changes { entries.apply(change, step: step) }
        #expect(entries == buffer.entries)
    }

    @Test("changes of entries that are not there leave a replay alone")
    func strangeChanges() {
        var entries = [
            BufferEntry(
                id: 4, instance: TaskInstance(task: DomainTask(values: [1])), score: 0.1,
                created: 1, sampled: 0, scored: 1)
        ]
        let before = entries
        for change: BufferChange in [
            .rescored(entry: 3, from: 0, to: 1), .drawn(entry: 5),
            .evicted(entry: -1, score: 0, by: 9), .refused(score: 0, lowest: 0.1, offer: .task),
        ] {
            entries.apply(change, step: 2)
        }
        #expect(entries == before)
    }

    @Test("the rules, written down slowly, give the same entries", arguments: [4, 5])
    func slowTwin(seed: UInt64) {
        var buffer = TaskBuffer(capacity: 7, sharpness: 10)
        var twin: [BufferEntry] = []
        var inserted = 0
        for (step, event) in events(2000, seed: seed) {
            _ = perform(event, at: step, on: &buffer)
            switch event {
            case .draw(let place):
                let weights = twin.map { exp(10 * $0.score) }
                var rest = place * weights.reduce(0, +)
                if let drawn = weights.firstIndex(where: {
                    rest -= $0
                    return rest < 0
                }) {
                    twin[drawn].sampled += 1
                }
            case .offer(let instance, let score):
                if let known = twin.firstIndex(where: { $0.instance.key == instance.key }) {
                    twin[known].score = score
                    twin[known].scored = step
                    break
                }
                if twin.count == 7 {
                    let ranked = twin.sorted { ($0.score, $0.id) < ($1.score, $1.id) }
                    guard score >= ranked[0].score else { break }
                    twin.removeAll { $0.id == ranked[0].id }
                }
                twin.append(
                    BufferEntry(
                        id: inserted, instance: instance, score: score, created: step, sampled: 0,
                        scored: step))
                inserted += 1
            }
            #expect(buffer.entries == twin)
        }
    }

    @Test("a buffer read back from its file goes on exactly as the one that was saved")
    func coding() throws {
        var buffer = TaskBuffer(capacity: 16, sharpness: 12.5)
        let history = events(800, seed: 6)
        for (step, event) in history.prefix(400) { _ = perform(event, at: step, on: &buffer) }
        var restored = try JSONDecoder().decode(
            TaskBuffer.self, from: JSONEncoder().encode(buffer))
        #expect(restored == buffer)
        for (step, event) in history.dropFirst(400) {
            let changes = perform(event, at: step, on: &buffer)
            #expect(perform(event, at: step, on: &restored) == changes)
        }
        #expect(restored == buffer)
    }

    @Test("a file whose entries do not fit together is refused")
    func corruptFiles() throws {
        var buffer = TaskBuffer(capacity: 4, sharpness: 10)
        for number in 0..<4 {
            _ = buffer.offer(
                TaskInstance(task: DomainTask(values: [Int32(number)])), score: 0.1, step: 1,
                as: .task)
        }
        let sound = try JSONEncoder().encode(buffer)
        func damaged(_ damage: (inout [String: Any]) -> Void) throws -> Data {
            var object = try #require(
                JSONSerialization.jsonObject(with: sound) as? [String: Any])
            damage(&object)
            return try JSONSerialization.data(withJSONObject: object)
        }
        func entries(_ object: [String: Any]) -> [Any] { object["entries"] as? [Any] ?? [] }
        #expect(throws: Never.self) {
            try JSONDecoder().decode(TaskBuffer.self, from: damaged { _ in })
        }
        for damage: (inout [String: Any]) -> Void in [
            { $0["capacity"] = 3 },
            { $0["capacity"] = 0 },
            { $0["next_id"] = 2 },
            { $0["entries"] = Array(entries($0).reversed()) },
            { $0["entries"] = entries($0) + entries($0).suffix(1) },
            { $0["entries"] = nil },
        ] {
            let file = try damaged(damage)
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(TaskBuffer.self, from: file)
            }
        }
        // The same history under two ids.
        let twice = String(decoding: sound, as: UTF8.self)
            .replacingOccurrences(of: #""values":[3]"#, with: #""values":[2]"#)
        #expect(twice != String(decoding: sound, as: UTF8.self))
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(TaskBuffer.self, from: Data(twice.utf8))
        }
    }

    @Test("a full buffer of 100,000 entries rescores each of them in place")
    func largeBuffer() {
        var buffer = TaskBuffer(capacity: 100_000, sharpness: 10)
        for number in 0..<100_000 {
            _ = buffer.offer(
                TaskInstance(task: DomainTask(values: [Int32(number)])),
                score: Double(number % 26) / 100, step: 1, as: .task)
        }
        for number in 0..<4000 {
            _ = buffer.offer(
                TaskInstance(task: DomainTask(values: [Int32(number)])), score: 0.25, step: 2,
                as: .task)
        }
        #expect(buffer.count == 100_000)
        #expect(buffer.entries[3999].score == 0.25)
        #expect(buffer.entries[3999].scored == 2)
    }
}
