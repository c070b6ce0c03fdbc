import Foundation
import Runs
import Testing

@testable import Curriculum

@Suite("The task buffer")
struct TaskBufferTests {
    private func instance(_ number: Int, answer: [Int32]? = nil) -> TaskInstance {
        let latest = answer.map { Answer(tokens: $0, quality: 0, isValid: true, isSolved: false) }
        return TaskInstance(
            task: DomainTask(values: [Int32(number)]), turn: 0, depth: latest == nil ? 0 : 1,
            earlier: [], latest: latest)
    }

    private func buffer(
        capacity: Int = 8, sharpness: Double = 10, scores: [Double]
    ) -> TaskBuffer {
        var buffer = TaskBuffer(capacity: capacity, sharpness: sharpness)
        for (number, score) in scores.enumerated() {
            _ = buffer.offer(instance(number), score: score, step: 1, as: .task)
        }
        return buffer
    }

    // MARK: Draws

    @Test("scores 0 and .25 at sharpness 10 are drawn with .0759 and .9241")
    func softmax() {
        let probabilities = buffer(scores: [0, 0.25]).probabilities(at: 2)
        #expect(abs(probabilities[0] - 0.0759) < 5e-5)
        #expect(abs(probabilities[1] - 0.9241) < 5e-5)
    }

    @Test("probabilities add up to 1 at any sharpness", arguments: [0, 1, 10, 1000, 1e6])
    func normalised(sharpness: Double) {
        let buffer = buffer(sharpness: sharpness, scores: [0, 0.1094, 0.25, 0.25, 0.2344])
        let probabilities = buffer.probabilities(at: 2)
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
        #expect(probabilities.allSatisfy { $0 >= 0 && $0.isFinite })
        #expect(probabilities[2] == probabilities[3])
        if sharpness == 0 { #expect(probabilities.allSatisfy { $0 == 0.2 }) }
    }

    @Test("a place of the cumulative distribution belongs to one entry")
    func places() throws {
        let buffer = buffer(scores: [0, 0.25])
        let first = try #require(buffer.probabilities(at: 2).first)
        #expect(buffer.draw(at: 0, step: 2)?.id == 0)
        #expect(buffer.draw(at: first.nextDown, step: 2)?.id == 0)
        #expect(buffer.draw(at: first, step: 2)?.id == 1)
        #expect(buffer.draw(at: 1.0.nextDown, step: 2)?.id == 1)
    }

    @Test("draws are as frequent as their probabilities say")
    func frequencies() throws {
        let buffer = buffer(scores: [0, 0.1, 0.2, 0.25])
        var generator = CounterGenerator(seed: 1, purpose: .selection)
        var counts = [0, 0, 0, 0]
        let draws = 20_000
        for _ in 0..<draws {
            counts[try #require(buffer.draw(at: Double(generator.uniform()), step: 2)).id] += 1
        }
        for (count, probability) in zip(counts, buffer.probabilities(at: 2)) {
            let deviation = (probability * (1 - probability) / Double(draws)).squareRoot()
            #expect(abs(Double(count) / Double(draws) - probability) < 4 * deviation)
        }
    }

    @Test("an entry without a chance is not drawn even where rounding ends the sum below 1")
    func lastEntryWithoutChance() {
        // Weights of the first three round so that their sum may fall short; the last has none.
        let buffer = buffer(sharpness: 1e6, scores: [0.25, 0.25, 0.25, 0])
        #expect(buffer.probabilities(at: 2)[3] == 0)
        #expect(buffer.draw(at: 1.0.nextDown, step: 2)?.id != 3)
        #expect(buffer.draw(at: 1, step: 2)?.id == 2)
    }

    @Test("an empty buffer draws nothing")
    func empty() {
        let buffer = TaskBuffer(capacity: 1, sharpness: 10)
        #expect(buffer.draw(at: 0.5, step: 2) == nil)
        #expect(buffer.probabilities(at: 2).isEmpty)
        #expect(buffer.effectiveSize(at: 2) == 0)
    }

    @Test("the effective size is n where all are alike, and 1 where one takes all")
    func effectiveSize() {
        #expect(abs(buffer(scores: [0.1, 0.1, 0.1, 0.1]).effectiveSize(at: 2) - 4) < 1e-12)
        #expect(abs(buffer(sharpness: 1e6, scores: [0, 0.25]).effectiveSize(at: 2) - 1) < 1e-12)
    }

    @Test("a draw is counted and reported; one of an entry that is gone is neither")
    func drawsAreCounted() {
        var buffer = buffer(scores: [0.1, 0.2])
        #expect(buffer.recordDraw(of: 1) == [.drawn(entry: 1)])
        #expect(buffer.recordDraw(of: 1) == [.drawn(entry: 1)])
        #expect(buffer.entry(1)?.sampled == 2)
        #expect(buffer.entry(0)?.sampled == 0)
        #expect(buffer.recordDraw(of: 7).isEmpty)
    }

    // MARK: Admission

    @Test("a full buffer whose lowest is .1094 takes .1094 and refuses 0")
    func fullBuffer() {
        var buffer = buffer(capacity: 3, scores: [0.1094, 0.25, 0.1875])
        let refused = buffer.offer(instance(10), score: 0, step: 2, as: .revision)
        #expect(refused == [.refused(score: 0, lowest: 0.1094, offer: .revision)])
        #expect(buffer.entries.map(\.id) == [0, 1, 2])

        let changes = buffer.offer(instance(11), score: 0.1094, step: 3, as: .revision)
        let entry = BufferEntry(
            id: 3, instance: instance(11), score: 0.1094, created: 3, sampled: 0, scored: 3)
        #expect(
            changes == [
                .evicted(entry: 0, score: 0.1094, by: 3), .inserted(entry, offer: .revision),
            ])
        #expect(buffer.entries.map(\.id) == [1, 2, 3])
    }

    @Test("while there is room even a score of 0 enters")
    func room() {
        var buffer = buffer(capacity: 2, scores: [0.25])
        let changes = buffer.offer(instance(1), score: 0, step: 1, as: .task)
        #expect(buffer.count == 2)
        #expect(changes.count == 1)
    }

    @Test("among the lowest the oldest goes")
    func ties() {
        var buffer = buffer(capacity: 4, scores: [0.2, 0.1, 0.1, 0.1])
        _ = buffer.offer(instance(10), score: 0.15, step: 2, as: .revision)
        #expect(buffer.entries.map(\.id) == [0, 2, 3, 4])
        _ = buffer.offer(instance(11), score: 0.15, step: 2, as: .revision)
        #expect(buffer.entries.map(\.id) == [0, 3, 4, 5])
    }

    @Test("the refused and the evicted may come back as new entries")
    func comingBack() {
        var buffer = buffer(capacity: 1, scores: [0.1])
        _ = buffer.offer(instance(1), score: 0.2, step: 2, as: .task)
        let changes = buffer.offer(instance(0), score: 0.25, step: 3, as: .task)
        #expect(buffer.entries.map(\.id) == [2])
        #expect(changes.first == .evicted(entry: 1, score: 0.2, by: 2))
    }

    @Test("a parent is rescored in place and keeps its id, age and count of draws")
    func rescored() {
        var buffer = buffer(scores: [0.25, 0.1])
        _ = buffer.recordDraw(of: 0)
        let changes = buffer.offer(instance(0), score: 0, step: 9, as: .task)
        #expect(changes == [.rescored(entry: 0, from: 0.25, to: 0)])
        #expect(
            buffer.entry(0)
                == BufferEntry(
                    id: 0, instance: instance(0), score: 0, created: 1, sampled: 1, scored: 9))
        #expect(buffer.count == 2)
    }

    @Test("a full buffer rescores below its lowest without refusing")
    func rescoredWhenFull() {
        var buffer = buffer(capacity: 2, scores: [0.25, 0.2])
        _ = buffer.offer(instance(0), score: 0, step: 2, as: .task)
        #expect(buffer.entries.map(\.score) == [0, 0.2])
    }

    @Test("a base task and the revisions that grow from it are entries of their own")
    func baseTask() {
        var buffer = TaskBuffer(capacity: 8, sharpness: 10)
        _ = buffer.offer(instance(0), score: 0.2, step: 1, as: .task)
        _ = buffer.offer(instance(0, answer: [1, 9]), score: 0.2, step: 1, as: .revision)
        _ = buffer.offer(instance(0, answer: [2, 9]), score: 0.2, step: 1, as: .revision)
        #expect(buffer.count == 3)
        #expect(buffer.entries.map(\.instance.isBase) == [true, false, false])
    }

    @Test("the same history by another route is the same entry, whatever its depth and parent")
    func identity() {
        var buffer = TaskBuffer(capacity: 8, sharpness: 10)
        let first = instance(0, answer: [1, 9])
        let again = TaskInstance(
            task: first.task, turn: 0, depth: 5, earlier: [], latest: first.latest,
            parent: RevisionID(step: 3, group: 2, completion: 1))
        _ = buffer.offer(first, score: 0.2, step: 1, as: .revision)
        #expect(
            buffer.offer(again, score: 0.1, step: 3, as: .revision)
                == [.rescored(entry: 0, from: 0.2, to: 0.1)])
        #expect(buffer.entries.map(\.instance.depth) == [1])
    }

    @Test("another turn, or another answer to an earlier one, is another entry")
    func turns() {
        var buffer = TaskBuffer(capacity: 8, sharpness: 10)
        let answers = [[1, 9], [2, 9]].map {
            Answer(tokens: $0, quality: 1, isValid: true, isSolved: true)
        }
        let task = DomainTask(values: [1])
        for earlier in [[], [answers[0]], [answers[1]]] {
            let instance = TaskInstance(
                task: task, turn: earlier.count, depth: 0, earlier: earlier)
            _ = buffer.offer(instance, score: 0.2, step: 1, as: .prefix)
        }
        #expect(buffer.count == 3)
    }

    @Test(
        "a score that is not finite counts as 0",
        arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(score: Double) {
        var buffer = buffer(scores: [0.2])
        _ = buffer.offer(instance(1), score: score, step: 1, as: .task)
        _ = buffer.offer(instance(0), score: score, step: 2, as: .task)
        #expect(buffer.entries.map(\.score) == [0, 0])
        #expect(buffer.probabilities(at: 2) == [0.5, 0.5])
    }

    @Test("a buffer without room is a programmer's error")
    func noCapacity() async {
        await #expect(processExitsWith: .failure) {
            _ = TaskBuffer(capacity: 0, sharpness: 10)
        }
    }
}
