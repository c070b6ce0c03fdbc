import Runs
import Tasks
import Testing

@Suite("Sign-fill countdown's verifier")
struct MathVerifierTests {
    private let math = MathCase()
    private let numbers: [Int32] = [3, 7, 9, 2, 5, 8]

    @Test("17 from 3 7 9 2 5 8 is solved by + + . + + .")
    func solved() {
        let answer = math.domain.assess(
            math.answer("++.++."), answering: math.instance(17, numbers))
        #expect(answer.isValid)
        #expect(answer.isSolved)
        #expect(answer.quality == 1)
        #expect(answer.tokens == math.answer("++.++."))
    }

    @Test(
        "quality falls with the distance: 1 off .8, 2 off 2/3, 4 off .5, 16 off .2",
        arguments: [(16, 0.8), (19, 2.0 / 3), (21, 0.5), (13, 0.5), (33, 0.2), (1, 0.2)])
    func graded(target: Int32, quality: Double) {
        let answer = math.domain.assess(
            math.answer("++.++."), answering: math.instance(target, numbers))
        #expect(answer.isValid)
        #expect(!answer.isSolved)
        #expect(abs(answer.quality - quality) < 1e-12)
    }

    @Test("a negative sum is a valid answer")
    func negative() {
        let answer = math.domain.assess(
            math.answer("------"), answering: math.instance(2, numbers))
        #expect(answer.isValid)
        #expect(abs(answer.quality - 1 / (1 + 36.0 / 4)) < 1e-12)
    }

    @Test(
        "an answer of another form is invalid and worth nothing",
        arguments: ["", "++.++", "++.++..", "......", "++.++*", "++.++_", "++.+++++++++++"])
    func otherForms(signs: String) {
        let answer = math.domain.assess(
            math.answer(signs), answering: math.instance(17, numbers))
        #expect(!answer.isValid)
        #expect(!answer.isSolved)
        #expect(answer.quality == 0)
    }

    @Test("an answer must end with the end token, once")
    func endToken() {
        let instance = math.instance(17, numbers)
        let right = math.answer("++.++.")
        #expect(!math.domain.assess(right.dropLast(), answering: instance).isValid)
        #expect(!math.domain.assess(right + [right[6]], answering: instance).isValid)
        #expect(!math.domain.assess([], answering: instance).isValid)
        #expect(!math.domain.assess([right[6]], answering: instance).isValid)
        #expect(
            !math.domain.assess(
                right.dropLast() + [math.token("+")], answering: instance
            ).isValid)
    }

    @Test("no tokens whatever trap, and only well-formed ones are valid", arguments: [1, 2, 3, 4])
    func garbage(seed: UInt64) {
        var generator = CounterGenerator(seed: seed, purpose: .evaluation)
        let signs = Set(["+", "-", "."].map { math.token($0) })
        let extremes: [Int32] = [.min, .max, -1, .min + 1, .max - 1, 0, 1 << 30]
        for round in 0..<4000 {
            let length = round % 50 == 0 ? 5000 : generator.below(12)
            let tokens = (0..<length).map { _ -> Int32 in
                switch generator.below(4) {
                case 0: extremes[generator.below(extremes.count)]
                case 1: Int32(generator.below(math.domain.vocabulary.count))
                default: math.answer("+-.")[generator.below(4)]
                }
            }
            let instance = math.instance(17, numbers)
            let answer = math.domain.assess(tokens, answering: instance)
            let isWellFormed =
                tokens.count == 7 && tokens.last == math.domain.endToken
                && tokens.dropLast().allSatisfy { signs.contains($0) }
                && tokens.dropLast().contains { $0 != math.token(".") }
            #expect(answer.isValid == isWellFormed)
            #expect(isWellFormed ? answer.quality > 0 : answer.quality == 0)
            #expect(answer.quality <= 1)
            #expect(answer.tokens == tokens)
            // Neither may anything that shows the answer trap.
            #expect(math.domain.embedding(of: answer, answering: instance).count == 24)
            #expect(!math.domain.text(of: tokens, answering: instance).contains("\n"))
            _ = math.domain.feedbackText(on: answer, answering: instance)
            let next = math.domain.successors(of: answer, id: nil, answering: instance)[0]
            let prompt = math.domain.prompt(for: next, mode: .improve)
            #expect(prompt.allSatisfy { math.domain.vocabulary.indices.contains(Int($0)) })
            #expect(prompt.count == math.domain.longestPrompt)
        }
    }

    @Test("no task whatever traps: a file may hold any numbers")
    func hostileTasks() {
        let math = MathCase(multiply: true)
        for values: [Int32] in [
            [], [5], [.min], [.max] + Array(repeating: .max, count: 6),
            [.min] + Array(repeating: .min, count: 6), [3, 1, 2],
            [3] + Array(repeating: 7, count: 90),
            [-4, 0, -9, 0, 0, 0, 0],
        ] {
            let instance = TaskInstance(task: DomainTask(values: values))
            for signs in ["+*****", "-*****", "++++++", "+*", ""] {
                let answer = math.domain.assess(math.answer(signs), answering: instance)
                #expect((0...1).contains(answer.quality))
                let next = math.domain.successors(of: answer, id: nil, answering: instance)[0]
                for prompt in [
                    math.domain.prompt(for: instance, mode: .base),
                    math.domain.prompt(for: next, mode: .diverge),
                ] {
                    #expect(
                        prompt.allSatisfy { math.domain.vocabulary.indices.contains(Int($0)) })
                }
                _ = math.domain.promptText(for: next, mode: .improve)
            }
            _ = math.domain.split(of: instance.task)
            _ = math.domain.difficulty(of: instance.task)
        }
    }

    // MARK: Multiplication

    @Test(
        "* multiplies into the term before",
        arguments: [
            ("+*-...", 3 * 7 - 9), ("-*+...", -3 * 7 + 9), ("+-*+..", 3 - 7 * 9 + 2),
            ("+.*...", 3 * 9), ("+**...", 3 * 7 * 9), (".+*...", 7 * 9), ("+*.*.-", 3 * 7 * 2 - 8),
        ])
    func products(signs: String, value: Int) {
        let math = MathCase(multiply: true)
        let instance = math.instance(40, numbers)
        let answer = math.domain.assess(math.answer(signs), answering: instance)
        #expect(answer.isValid)
        #expect(abs(answer.quality - 1 / (1 + Double(abs(40 - value)) / 4)) < 1e-12)
    }

    @Test(
        "* has no term before it at the front, also after numbers left out",
        arguments: ["*+", ".*"])
    func noTermBefore(start: String) {
        let math = MathCase(multiply: true)
        for rest in ["....", "+-.+"] {
            let answer = math.domain.assess(
                math.answer(start + rest), answering: math.instance(40, numbers))
            #expect(!answer.isValid)
        }
    }

    @Test("every row of five signs has the value its slow twin gives it", arguments: [false, true])
    func againstSlowTwin(multiply: Bool) {
        let math = MathCase(numbers: 5, largest: 12, multiply: multiply)
        var generator = CounterGenerator(seed: 7, purpose: .evaluationTasks)
        for signs in allRows(5, of: multiply ? "+-.*" : "+-.") {
            let numbers = (0..<5).map { _ in Int32(1 + generator.below(12)) }
            let instance = math.instance(Int32(1 + generator.below(40)), numbers)
            let answer = math.domain.assess(math.answer(signs), answering: instance)
            let value = slowValue(signs, numbers)
            #expect(answer.isValid == (value != nil))
            guard let value else { continue }
            let error = abs(Int(instance.task.values[0]) - value)
            #expect(abs(answer.quality - 1 / (1 + Double(error) / 4)) < 1e-12)
            #expect(answer.isSolved == (error == 0))
        }
    }

    @Test("products too large for any target stay finite and far off")
    func hugeProducts() {
        let math = MathCase(numbers: 16, largest: 99, target: 99, multiply: true)
        let numbers = [Int32](repeating: 99, count: 16)
        let answer = math.domain.assess(
            math.answer("+" + String(repeating: "*", count: 15)),
            answering: math.instance(1, numbers))
        #expect(answer.isValid)
        #expect(answer.quality > 0)
        #expect(answer.quality < 1e-6)
    }

    // MARK: What goes with a verdict

    @Test("embeddings are one-hot, so that answers lie as far apart as they differ")
    func embeddings() {
        let instance = math.instance(17, numbers)
        func embedding(_ signs: String) -> [Float] {
            math.domain.embedding(
                of: math.domain.assess(math.answer(signs), answering: instance),
                answering: instance)
        }
        func squaredDistance(_ left: String, _ right: String) -> Float {
            zip(embedding(left), embedding(right)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
        #expect(embedding("++.++.").reduce(0, +) == 6)
        #expect(squaredDistance("++.++.", "++.++.") == 0)
        #expect(squaredDistance("++.++.", "-+.++.") == 2)
        #expect(squaredDistance("++.++.", "-.+..+") == 12)
        #expect(embedding("++.").count == embedding("++.++.").count)
    }

    @Test("a valid answer opens its own revision, one deeper, and nothing else")
    func successors() {
        let base = math.instance(17, numbers)
        let draft = math.domain.assess(math.answer("++.++-"), answering: base)
        let id = RevisionID(step: 4, group: 3, completion: 2)
        let next = math.domain.successors(of: draft, id: id, answering: base)
        #expect(
            next == [
                TaskInstance(
                    task: base.task, turn: 0, depth: 1, earlier: [], latest: draft, parent: id)
            ])
        let deeper = math.domain.successors(of: draft, id: nil, answering: next[0])
        #expect(deeper.map(\.depth) == [2])
        #expect(deeper.map(\.latest) == [draft])
        #expect(math.domain.turns(of: base.task) == 1)
        #expect(math.domain.cost(of: draft, answering: base) == 1)
        #expect(math.domain.scaffold == nil)
    }

    @Test("difficulty is the search in bits: as many as answers tried by chance have")
    func difficulty() {
        let instance = math.instance(17, numbers)
        let rows = allRows(6, of: "+-.")
        let solving = rows.count { slowValue($0, numbers) == 17 }
        let share = Double(solving) / Double(rows.count)
        // Two to the minus difficulty is the share.
        var power = 1.0
        let difficulty = math.domain.difficulty(of: instance.task)
        for _ in 0..<Int(difficulty) { power /= 2 }
        #expect(power >= share)
        #expect(power / 2 <= share)
        #expect(
            math.domain.difficulty(of: DomainTask(values: [40, 1, 1, 1, 1, 1, 1])) == .infinity)
    }
}
