import Modeling
import Runs
import Tasks
import Testing

@testable import Training

/// Answers that are written down, by task and by the index of their draw.
private struct Script {
    /// Two numbers, so that an answer is two signs: for the task `5: 2 3` "++" solves, "-+" has
    /// quality 1/2, ".+" 2/3, and ".." is invalid.
    static let domain: MathDomain = {
        var settings = RunConfiguration().math
        settings.numbers = 2
        settings.largest = 9
        settings.target = 18
        return MathDomain(settings)
    }()

    static func tokens(_ signs: String) -> [Int32] {
        signs.map { sign in
            Int32(domain.vocabulary.firstIndex(of: String(sign)) ?? -1)
        } + [domain.endToken]
    }

    static func task(_ target: Int32, _ numbers: Int32...) -> DomainTask {
        DomainTask(values: [target] + numbers)
    }

    /// Evaluates with answers that are separated by spaces: the drafts, the steps, the independent
    /// drafts, each with its samples in succession.
    static func outcome(
        _ tasks: [DomainTask], k: Int, samples: Int = 1, measuresPassAt: Bool = true,
        _ answers: String...
    ) throws -> EvaluationOutcome {
        let answers = answers.map { $0.split(separator: " ").map { tokens(String($0)) } }
        let options = EvaluationOptions(
            k: k, samples: samples, temperature: 0.5, tasks: tasks, measuresPassAt: measuresPassAt)
        return try Evaluation(domain: domain, options: options, step: 7) { requests, _ in
            requests.map { request in
                let first = request.stream.firstCompletion
                return Array(answers[request.stream.group][first..<first + request.completions])
            }
        }.run { _ in }
    }
}

@Suite("Evaluation")
struct EvaluationTests {
    @Test("two chains and their drafts come to what a hand computes")
    func byHand() throws {
        let outcome = try Script.outcome(
            [Script.task(5, 2, 3), Script.task(1, 3, 2)], k: 3,
            // Wrong, right, right still for the step was invalid, wrong; then the drafts.
            "-+ ++ .. .+   .. -+ -+ ++",
            // Right, wrong, copied, right again.
            "+- .+ .+ +-   +- .+ .+ +-")
        let record = outcome.record
        #expect(record.step == 7 && record.count == 2 && record.samples == 1)
        #expect(record.domain == "math" && record.temperature == 0.5)
        #expect(record.k == [0, 1, 2, 3])
        #expect(record.solve == [0.5, 0.5, 0.5, 0.5])
        let last: Double = 1 / 1.5 + 1
        #expect(record.quality == [0.75, 0.9, 0.9, last / 2])
        #expect(record.corrections == .init(wrongToRight: 0, rightToWrong: 0, net: 0))
        #expect(record.wrongToRightAt == [0, 1, 1, 0])
        #expect(record.rightToWrongAt == [0, 1, 1, 0])
        #expect(record.distinct == 2.5)
        #expect(record.invalid == 1.0 / 8)
        // Three steps had a wrong answer before them, one repeated it.
        #expect(record.copied == 1.0 / 3)
        #expect(record.bestSoFarAt == [0.5, 1, 1, 1])
        #expect(record.bestSoFar == 1)
        #expect(record.bestQualityAt == [0.75, 1, 1, 1])
        #expect(record.passAtEach == [0.5, 0.5, 0.5, 1])
        #expect(record.passAt == 1)
        // Of the second task ".+" leads among three, and among four the first drawn of two pairs.
        #expect(record.majorityAt == [0.5, 0.5, 0, 0.5])
        #expect(record.bestOfAt == [0.5, 0.75, 0.75, 1])

        let chains = outcome.chains
        #expect(chains.samples == 1)
        #expect(chains.keys == [Script.domain.key(of: Script.task(1, 3, 2))] + [chains.keys[0]])
        #expect(chains.solved == [[false, true, true, false], [true, false, false, true]])
        let near = Float(1 / 1.5)
        #expect(chains.quality == [[0.5, 1, 1, near], [1, 0.8, 0.8, 1]])
        #expect(chains.passed == [[false, false, false, true], [true, true, true, true]])
        #expect(chains.majority == [[false, false, false, false], [true, true, false, true]])
    }

    @Test("corrections are those of the last k, per one sample of all tasks")
    func samples() throws {
        let outcome = try Script.outcome(
            [Script.task(5, 2, 3)], k: 1, samples: 4,
            "-+ ++ -+ ++   ++ .. ++ .+   -+ ++")
        let record = outcome.record
        #expect(record.count == 1 && record.samples == 4)
        #expect(record.solve == [0.5, 0.75])
        #expect(record.corrections == .init(wrongToRight: 0.5, rightToWrong: 0.25, net: 0.25))
        #expect(record.wrongToRightAt == [0, 0.5])
        #expect(record.rightToWrongAt == [0, 0.25])
        #expect(record.bestSoFarAt == [0.5, 1])
        #expect(record.passAtEach == [0, 1])
        #expect(
            outcome.chains.solved == [
                [false, true], [true, true], [false, true], [true, false],
            ])
        #expect(outcome.chains.keys.count == 1)
        #expect(outcome.chains.passed == [[false, true]])
    }

    @Test("without improve steps the draft is all there is, and one draft stands beside it")
    func noSteps() throws {
        let record = try Script.outcome([Script.task(5, 2, 3)], k: 0, "++ -+").record
        #expect(record.k == [0] && record.solve == [1] && record.quality == [1])
        #expect(record.corrections == .init(wrongToRight: 0, rightToWrong: 0, net: 0))
        #expect(record.wrongToRightAt == [0] && record.rightToWrongAt == [0])
        #expect(record.bestSoFarAt == [1] && record.bestQualityAt == [1])
        #expect(record.passAtEach == [0] && record.majorityAt == [0] && record.bestOfAt == [0.5])
        #expect(record.passAt == 0 && record.copied == 0)
    }

    @Test("a chain whose every answer is invalid is asked for a draft again and again")
    func invalid() throws {
        let outcome = try Script.outcome([Script.task(5, 2, 3)], k: 2, ".. +++ ..  .. + ..")
        let record = outcome.record
        #expect(record.solve == [0, 0, 0] && record.quality == [0, 0, 0])
        #expect(record.invalid == 1 && record.distinct == 0 && record.copied == 0)
        #expect(record.majorityAt == [0, 0, 0] && record.bestOfAt == [0, 0, 0])
        #expect(record.bestQualityAt == [0, 0, 0])
    }

    @Test("what was not measured has no value")
    func notMeasured() throws {
        let outcome = try Script.outcome(
            [Script.task(5, 2, 3)], k: 1, measuresPassAt: false, "++ ++")
        #expect(outcome.record.passAt == nil && outcome.record.passAtEach == nil)
        #expect(outcome.record.majorityAt == nil && outcome.record.bestOfAt == nil)
        #expect(outcome.record.bestSoFarAt == [1, 1])
        #expect(outcome.chains.passed.isEmpty && outcome.chains.majority.isEmpty)
    }

    @Test("no task at all gives shares of zero")
    func noTasks() throws {
        let outcome = try Script.outcome([], k: 1)
        #expect(outcome.record.solve == [0, 0] && outcome.record.passAtEach == [0, 0])
        #expect(outcome.record.invalid == 0 && outcome.record.distinct == 0)
        #expect(outcome.chains.keys.isEmpty && outcome.chains.solved.isEmpty)
    }

    @Test("the training tasks of a run that trains on few are those few")
    func fewTasks() throws {
        var configuration = RunConfiguration()
        configuration.apply(level: 1)
        let domain = try Domains.make(for: configuration)
        func tasks(_ options: EvaluationOptions) -> [DomainTask]? {
            CheckpointEvaluation.options(options, of: configuration, domain: domain).tasks
        }
        #expect(tasks(EvaluationOptions(split: .train)) == nil)
        configuration.trainTasks = 5
        let few = TrainingTasks(configuration, domain: domain).few
        #expect(few?.count == 5)
        #expect(tasks(EvaluationOptions(split: .train)) == few)
        #expect(
            tasks(EvaluationOptions(count: 2, split: .train)) == few.map { Array($0.prefix(2)) })
        #expect(tasks(EvaluationOptions(split: .heldOut)) == nil)
        let given = [DomainTask(values: [5, 1, 2, 3, 4, 5, 6])]
        #expect(tasks(EvaluationOptions(split: .train, tasks: given)) == given)
    }

    // MARK: Sampling

    /// Any answer, as a function of what a policy's is a function of.
    private static func answer(_ prompt: [Int32], _ task: Int, _ completion: Int) -> [Int32] {
        var seed: UInt64 = 0
        for token in prompt { seed = seed &* 31 &+ UInt64(token) }
        var generator = CounterGenerator(
            seed: seed, purpose: .evaluation, group: task, completion: completion)
        // Copies often, as a trained policy does.
        let place = Script.domain.longestPrompt - 6
        let draft = Array(prompt[place..<place + 2])
        guard Int.random(in: 0..<4, using: &generator) == 0 || draft[0] == draft[1] else {
            return draft + [Script.domain.endToken]
        }
        return Script.tokens(
            ["++", "-+", "+-", ".+", "+.", ".."].randomElement(using: &generator) ?? "")
    }

    private static func tasks(_ count: Int) -> [DomainTask] {
        (0..<count).map { index in
            var generator = CounterGenerator(seed: 5, purpose: .evaluationTasks, group: index)
            return Script.domain.drawTask(from: .train, using: &generator)
        }
    }

    /// Each step asked for by itself.
    private static func slowTwin(_ tasks: [DomainTask], k: Int, samples: Int) -> [[Bool]] {
        let domain = Script.domain
        return tasks.enumerated().flatMap { task, values in
            (0..<samples).map { sample in
                var instance = TaskInstance(task: values)
                return (0...k).map { round in
                    let prompt = domain.prompt(
                        for: instance, mode: instance.isBase ? .base : .improve)
                    let answer = domain.assess(
                        Self.answer(prompt, task, round * samples + sample), answering: instance)
                    if answer.isValid {
                        instance = domain.successors(of: answer, id: nil, answering: instance)[0]
                    }
                    return instance.latest?.isSolved ?? false
                }
            }
        }
    }

    @Test(
        "steps that are sampled together give the answers that each alone would have given",
        arguments: [(0, 1), (1, 1), (7, 1), (40, 1), (9, 3)])
    func ahead(k: Int, samples: Int) throws {
        let tasks = Self.tasks(60)
        var most = 0
        let evaluation = Evaluation(
            domain: Script.domain, options: EvaluationOptions(k: k, samples: samples, tasks: tasks),
            step: 0
        ) { requests, _ in
            requests.map { request in
                let stream = request.stream
                let isStep = stream.firstCompletion + request.completions <= (k + 1) * samples
                if isStep, stream.firstCompletion >= samples {
                    most = max(most, request.completions)
                }
                return (0..<request.completions).map {
                    Self.answer(request.prompt, stream.group, stream.firstCompletion + $0)
                }
            }
        }
        let outcome = try evaluation.run { _ in }
        #expect(outcome.chains.solved == Self.slowTwin(tasks, k: k, samples: samples))
        #expect(outcome.record.passAt == outcome.record.passAtEach?.last)
        #expect(outcome.record.bestSoFar == outcome.record.bestSoFarAt?.last)
        #expect(outcome.record.corrections.wrongToRight == outcome.record.wrongToRightAt?.last)
        // Or the test would show nothing.
        if k == 40 { #expect(most > 8) }
        if samples > 1 { #expect(most == 1) }
    }

    @Test("an interrupted round goes on where it was, and every round is announced")
    func interruptions() throws {
        func run(refusing: Bool) throws -> (EvaluationOutcome, [Int], Int) {
            let options = EvaluationOptions(k: 9, tasks: Self.tasks(30))
            var calls = 0
            let evaluation = Evaluation(domain: Script.domain, options: options, step: 0) {
                requests, _ in
                calls += 1
                return requests.enumerated().map { index, request in
                    if refusing, calls % 2 == 1, index % 3 == 1 { return nil }
                    return (0..<request.completions).map {
                        Self.answer(
                            request.prompt, request.stream.group,
                            request.stream.firstCompletion + $0)
                    }
                }
            }
            var told: [Int] = []
            let outcome = try evaluation.run { told.append($0) }
            return (outcome, told, evaluation.rounds)
        }
        let (straight, told, rounds) = try run(refusing: false)
        let (halting, toldAgain, _) = try run(refusing: true)
        #expect(straight == halting)
        #expect(told == Array(0..<rounds))
        #expect(toldAgain.count > told.count && toldAgain == toldAgain.sorted())
        #expect(Set(toldAgain) == Set(told))
    }

    @Test("what the report of progress throws ends the evaluation")
    func ends() throws {
        struct Enough: Error {}
        let options = EvaluationOptions(k: 9, tasks: Self.tasks(3))
        var rounds = 0
        let evaluation = Evaluation(domain: Script.domain, options: options, step: 0) {
            requests, _ in
            rounds += 1
            return requests.map { request in
                Array(repeating: Script.tokens("++"), count: request.completions)
            }
        }
        #expect(throws: Enough.self) {
            try evaluation.run { if $0 == 2 { throw Enough() } }
        }
        #expect(rounds == 2)
    }
}

@Suite("Independent drafts")
struct DraftTallyTests {
    /// An answer for each letter: capitals solve, a dot is invalid.
    private func tally(_ letters: String) -> DraftTally {
        var tally = DraftTally()
        for letter in letters {
            let isValid = letter != "."
            tally.take(
                Answer(
                    tokens: letter.unicodeScalars.map { Int32($0.value) },
                    quality: letter.isUppercase ? 1 : isValid ? 0.5 : 0, isValid: isValid,
                    isSolved: letter.isUppercase))
        }
        return tally
    }

    @Test(
        "the most frequent valid draft wins, of equally frequent ones the one drawn first",
        arguments: [
            ("", ""), ("A", "1"), ("a", "0"), (".", "0"), ("aA", "00"), ("Aa", "11"),
            ("aAA", "001"), ("Aaa", "110"), ("..A", "001"), ("...Aa", "00011"),
            // Two answers that solve are two answers: they share no votes.
            ("aABa", "0000"), ("ABab", "1111"),
            // b overtakes a, then A, which was drawn before both, ties with b.
            ("AabbA", "11101"), ("abAbAA", "000001"), ("aAbAba", "000110"),
        ])
    func majority(letters: String, expected: String) {
        #expect(tally(letters).majority == expected.map { $0 == "1" })
    }

    @Test("any of the first n, and the best of them")
    func choosing() {
        let tally = tally("..a.bA.a")
        #expect(tally.passed == "00000111".map { $0 == "1" })
        #expect(tally.best == [0, 0, 0.5, 0.5, 0.5, 1, 1, 1])
    }
}
