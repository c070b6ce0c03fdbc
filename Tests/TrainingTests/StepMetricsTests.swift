import Runs
import Tasks
import Testing

@testable import Training

@Suite("Metrics of a step")
struct StepMetricsTests {
    @Test("difficulty is told apart by where a task came from; distances are means of all pairs")
    func instances() throws {
        let domain = MathDomain(RunConfiguration().math)
        var generator = CounterGenerator(seed: 5, purpose: .evaluationTasks)
        let tasks = (0..<3).map { _ in domain.drawTask(from: .train, using: &generator) }
        // The signs' tokens by their texts.
        let plus = Int32(try #require(domain.vocabulary.firstIndex(of: "+")))
        let minus = Int32(try #require(domain.vocabulary.firstIndex(of: "-")))
        func completion(_ tokens: [Int32]) -> Completion {
            Completion(
                answer: Answer(tokens: tokens, quality: 0, isValid: true, isSolved: false),
                logProbabilities: [], reward: 0, advantage: 0, diversity: 0)
        }
        func group(_ index: Int, _ origin: GroupOrigin, _ completions: [Completion]) -> Group {
            Group(
                step: 1, index: index, instance: TaskInstance(task: tasks[index]), mode: .base,
                origin: origin, completions: completions, learnability: 0)
        }
        let groups = [
            // One sign differs, two, one: √2, 2, √2.
            group(0, .tasks, [[plus, plus], [plus, minus], [minus, plus]].map(completion)),
            group(1, .buffer(entry: 3), [[plus], [plus]].map(completion)),
            // Of one answer there is no pair.
            group(2, .buffer(entry: 4), [completion([plus])]),
        ]
        var row = MetricRow()
        StepMetrics.add(groups, of: domain, to: &row)
        let first = (2 * 2.0.squareRoot() + 2) / 3
        #expect(abs((row[.pairwiseDistance] ?? 0) - first / 2) < 1e-6)
        #expect(row[.difficultyBase] == domain.difficulty(of: tasks[0]))
        let drawn = (domain.difficulty(of: tasks[1]) + domain.difficulty(of: tasks[2])) / 2
        #expect(row[.difficultyDrawn] == drawn)
        var none = MetricRow()
        StepMetrics.add([], of: domain, to: &none)
        #expect(none[.pairwiseDistance] == nil && none[.difficultyBase] == nil)
    }
}
