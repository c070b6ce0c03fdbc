import Runs
import Tasks

/// A made domain for searches: guess a digit from 0 to 9; `x` is no digit.
///
/// A prompt is the mode, the task's number, and the latest answer. Private is how far off a guess is.
struct RiddleDomain: Domain {
    /// Whether a failed answer can be mended.
    var mends = true
    /// Whether anything is kept private.
    var keepsPrivate = true
    var scaffold: SearchScaffold? = SearchScaffold(
        drafts: 5, debugProbability: 0.5, debugDepth: 3)

    static let failed: Int32 = 10
    static let base: Int32 = 12
    static let improve: Int32 = 13
    static let blank: Int32 = 14

    let name = "riddle"
    let vocabulary = (0...9).map(String.init) + ["x", "<end>", "<B>", "<I>", "_"]
    let endToken: Int32 = 11
    let longestPrompt = 4
    let longestAnswer = 2

    static func task(_ digit: Int32, number: Int32 = 0) -> DomainTask {
        DomainTask(values: [digit, number])
    }

    func drawTask(from split: TaskSplit, using generator: inout CounterGenerator) -> DomainTask {
        Self.task(Int32(generator.below(10)), number: Int32(generator.below(10)))
    }

    func parse(task text: String) throws(TaskSyntaxError) -> DomainTask {
        guard let digit = Int32(text), (0...9).contains(digit) else {
            throw TaskSyntaxError(text, accepted: "expected a digit")
        }
        return Self.task(digit)
    }

    func drawStart(of task: DomainTask, using generator: inout CounterGenerator) -> TaskInstance {
        TaskInstance(task: task)
    }

    func split(of task: DomainTask) -> TaskSplit { .heldOut }

    func turns(of task: DomainTask) -> Int { 1 }

    func prompt(for instance: TaskInstance, mode: RevisionMode) -> [Int32] {
        [
            instance.isBase ? Self.base : Self.improve, instance.task.values[1],
            instance.latest?.tokens.first ?? Self.blank,
        ]
    }

    func assess(_ tokens: [Int32], answering instance: TaskInstance) -> Answer {
        guard tokens.count == 2, (0...9).contains(tokens[0]), tokens[1] == endToken else {
            return Answer(tokens: tokens, quality: 0, isValid: false, isSolved: false)
        }
        let off = abs(tokens[0] - instance.task.values[0])
        return Answer(
            tokens: tokens, quality: Double(10 - off) / 10, isValid: true, isSolved: off == 0)
    }

    func successors(
        of answer: Answer, id: RevisionID?, answering instance: TaskInstance
    ) -> [TaskInstance] {
        guard answer.isValid || mends else { return [] }
        return [
            TaskInstance(
                task: instance.task, turn: 0, depth: instance.depth + 1, earlier: [],
                latest: answer, parent: id)
        ]
    }

    func cost(of answer: Answer, answering instance: TaskInstance) -> Int { 1 }

    func difficulty(of task: DomainTask) -> Double { 0 }

    func teacherRow(goodShare: Double, using generator: inout CounterGenerator) -> TeacherRow {
        let task = drawTask(from: .train, using: &generator)
        return TeacherRow(
            prompt: prompt(for: TaskInstance(task: task), mode: .base),
            answer: [task.values[0], endToken])
    }

    func privateScore(of answer: Answer, answering instance: TaskInstance) -> PrivateScore? {
        guard keepsPrivate else { return nil }
        guard answer.isValid else {
            // Whatever a domain says of a failed answer, it is worth nothing.
            return PrivateScore(score: 9, medal: .gold, isAboveMedian: true)
        }
        let off = abs(answer.tokens[0] - instance.task.values[0])
        return PrivateScore(
            score: 1 - Double(off) / 5,
            medal: off == 0 ? .gold : off == 1 ? .silver : off == 2 ? .bronze : nil,
            isAboveMedian: off <= 3)
    }

    func baselines(executions: Int, seed: UInt64) -> [SearchBaseline] {
        [
            SearchBaseline(name: "in turn") { [endToken] _ in
                // More than asked for: an evaluation takes no more than it may.
                (0...9).map { [Int32($0), endToken] }
            },
            SearchBaseline(name: "nothing") { _ in [] },
        ]
    }

    func text(of task: DomainTask) -> String { "\(task.values[0])" }

    func text(of tokens: [Int32], answering instance: TaskInstance) -> String {
        tokens.map { vocabulary.indices.contains(Int($0)) ? vocabulary[Int($0)] : "?" }
            .joined(separator: " ")
    }

    func promptText(for instance: TaskInstance, mode: RevisionMode) -> String {
        text(of: prompt(for: instance, mode: mode), answering: instance)
    }

    func feedbackText(on answer: Answer, answering instance: TaskInstance) -> String? {
        guard answer.isValid else { return "no digit" }
        let digit = instance.task.values[0]
        return answer.tokens[0] == digit
            ? "right" : answer.tokens[0] < digit ? "too low" : "too high"
    }

    func embedding(of answer: Answer, answering instance: TaskInstance) -> [Float] { [] }
}
