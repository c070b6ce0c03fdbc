import Runs
import Testing

@testable import Tasks

@Suite("The mle domain")
struct PipelineDomainTests {
    private let domain: PipelineDomain

    init() {
        var settings = PipelineDomainSettings()
        settings.tables = 4
        settings.diagnostics = 2
        domain = PipelineDomain(settings)
    }

    private func words(_ tokens: [Int32]) -> String {
        tokens.map { domain.vocabulary[Int($0)] }.joined(separator: " ")
    }

    private func answer(_ words: String) throws -> [Int32] {
        try words.split(separator: " ").map { word in
            Int32(try #require(domain.vocabulary.firstIndex { $0 == word }, "\(word)"))
        } + [domain.endToken]
    }

    private func instance(_ task: String, draft: String? = nil) throws -> TaskInstance {
        let base = TaskInstance(task: try domain.parse(task: task))
        guard let draft else { return base }
        let answer = domain.assess(try answer(draft), answering: base)
        return try #require(domain.successors(of: answer, id: nil, answering: base).first)
    }

    @Test("A base prompt shows the card, but for the lines it hides")
    func base() throws {
        let instance = try instance("iris 0 hiding rows majority")
        let prompt = domain.prompt(for: instance, mode: .base)
        #expect(prompt.count == domain.longestPrompt)
        let shown = words(prompt)
        #expect(shown.hasPrefix("<B> ? cols"))
        #expect(shown.hasSuffix(" ? _ _ _ _ _ _ _ _ _ _ _ <sep>"))
        #expect(shown.contains(" classes>2 "))
        #expect(
            domain.promptText(for: instance, mode: .base).hasPrefix("solve iris 0 | rows ?, cols"))
    }

    @Test("A revision's prompt shows the program, what it came to, and the diagnostics")
    func improve() throws {
        let draft = "mean std raw ridge h2 g0"
        let instance = try instance("iris 0", draft: draft)
        let shown = words(domain.prompt(for: instance, mode: .improve)).split(separator: " ")
        #expect(shown.count == domain.longestPrompt)
        #expect(shown[0] == "<I>")
        #expect(shown[7...12].joined(separator: " ") == draft)
        // The draft is the first diagnostic: its accuracy is shown twice, in the same steps.
        #expect(shown[13].hasPrefix("s") && shown[13] == shown[16])
        #expect(shown[15] == "_")
        let latest = try #require(instance.latest)
        let feedback = try #require(domain.feedbackText(on: latest, answering: instance))
        let parts = feedback.split(separator: ";")
        #expect(parts.count == 2 && parts[0].hasPrefix("validated 0."))
        #expect(parts[1].hasPrefix(" ridge 0.") && parts[1].contains(", 5-NN 0."))
        #expect(feedback.contains(parts[0].split(separator: " ")[1].dropLast()))
    }

    @Test("A refused program is invalid, and its error is what a revision sees")
    func refused() throws {
        // Thirty columns and more make some five hundred products.
        let draft = "mean std poly2 nb h0 g0"
        let instance = try instance("cancer 1", draft: draft)
        let latest = try #require(instance.latest)
        #expect(!latest.isValid && latest.quality == 0 && !latest.isSolved)
        let shown = words(domain.prompt(for: instance, mode: .improve))
        #expect(shown.contains("\(draft) _ _ E_COLS _ _ <sep>"))
        let feedback = try #require(domain.feedbackText(on: latest, answering: instance))
        #expect(feedback.hasPrefix("E_COLS, "))
        #expect(domain.cost(of: latest, answering: instance) == 0)
        #expect(domain.privateScore(of: latest, answering: instance)?.score == 0)
    }

    @Test("Quality orders programs as their accuracies do, and every valid one has some")
    func quality() throws {
        let instance = try instance("lin 2")
        let table = PipelineTask(instance.task).table
        let answers = Leaderboard.programs.map { program -> (Int, Answer) in
            let answer = domain.assess(
                domain.tokens.tokens(program) + [domain.endToken], answering: instance)
            guard case .ran(let right, _) = domain.memo.result(of: program, on: table) else {
                #expect(!answer.isValid)
                return (0, answer)
            }
            #expect(answer.isValid && answer.quality >= 0.05 && answer.quality < 1)
            return (right, answer)
        }.sorted { $0.0 < $1.0 }
        for (less, more) in zip(answers, answers.dropFirst()) {
            #expect(less.1.quality <= more.1.quality)
        }
        let best = try #require(answers.last?.1)
        // 0.05 + 0.95 / 1.15, whatever the table.
        #expect(abs(best.quality - (0.05 + 0.95 / 1.15)) < 1e-12)
        // What cross-validates the best is not the worst in private.
        let score = try #require(domain.privateScore(of: best, answering: instance))
        #expect(score.score > 0.5 && score.isAboveMedian)
    }

    @Test("Garbage is an invalid answer with nothing to go on from")
    func garbage() throws {
        let instance = try instance("xor 1")
        for tokens: [Int32] in [
            [], [domain.endToken], [.min, .max], [Int32](repeating: 7, count: 100_000),
        ] {
            let answer = domain.assess(tokens, answering: instance)
            #expect(!answer.isValid && answer.quality == 0)
            #expect(domain.successors(of: answer, id: nil, answering: instance).isEmpty)
            #expect(domain.feedbackText(on: answer, answering: instance) == "no program")
            #expect(domain.embedding(of: answer, answering: instance).allSatisfy { $0 == 0 })
            _ = domain.text(of: tokens, answering: instance)
        }
        for values: [Int32] in [[], [-1], [99, 3, 3], [.max, .max, .max], [2, -5, 64]] {
            let odd = TaskInstance(task: DomainTask(values: values))
            #expect(domain.prompt(for: odd, mode: .base).count == domain.longestPrompt)
            #expect(try domain.parse(task: domain.text(of: odd.task)) != DomainTask(values: [1]))
        }
    }

    @Test("A task reads back as it is written", arguments: TaskSplit.allCases)
    func parsing(split: TaskSplit) throws {
        for draw in 0..<50 {
            var generator = CounterGenerator(seed: 4, purpose: .evaluationTasks, group: draw)
            let task = domain.drawTask(from: split, using: &generator)
            #expect(domain.split(of: task) == split)
            #expect(try domain.parse(task: domain.text(of: task)) == task)
        }
        for text in [
            "", "xor", "xor -1", "xor 16777216", "nothing 3", "xor 3 hiding", "xor 3 hiding x",
            "xor 3 showing rows", "xor 3 rows", String(repeating: "xor ", count: 100_000),
        ] {
            #expect(throws: TaskSyntaxError.self) { try domain.parse(task: text) }
        }
    }

    @Test("The teacher's rows are well formed, and its good ones better than its bad ones")
    func teacher() throws {
        var sums = [Int32: [Double]]()
        var modes = [Int32: Int]()
        for (place, share) in [0.0, 1.0].enumerated() {
            for draw in 0..<300 {
                var generator = CounterGenerator(seed: 1, purpose: .warmStart, group: draw)
                let row = domain.teacherRow(goodShare: share, using: &generator)
                var again = CounterGenerator(seed: 1, purpose: .warmStart, group: draw)
                #expect(row == domain.teacherRow(goodShare: share, using: &again))
                #expect(row.prompt.count == domain.longestPrompt)
                #expect(domain.tokens.pipeline(row.answer) != nil)
                modes[row.prompt[0], default: 0] += 1
                // The table is the draw's first.
                var first = CounterGenerator(seed: 1, purpose: .warmStart, group: draw)
                let task = domain.drawTask(from: .train, using: &first)
                let answer = domain.assess(row.answer, answering: TaskInstance(task: task))
                sums[row.prompt[0], default: [0, 0]][place] += answer.quality
            }
        }
        #expect((190...290).contains(modes[domain.tokens.base, default: 0]))
        #expect((190...290).contains(modes[domain.tokens.improve, default: 0]))
        #expect((80...160).contains(modes[domain.tokens.diverge, default: 0]))
        for (mode, sums) in sums { #expect(sums[1] > 1.2 * sums[0], "mode \(mode)") }
    }

    @Test("Work done ahead changes no verdict")
    func work() throws {
        let (ahead, plain) = (PipelineMemo(), PipelineMemo())
        var settings = PipelineDomainSettings()
        settings.tables = 2
        let (quick, slow) = (
            PipelineDomain(settings, memo: ahead), PipelineDomain(settings, memo: plain)
        )
        let instances = try ["ring 1", "spread 4"].map {
            TaskInstance(task: try quick.parse(task: $0))
        }
        let answers = instances.flatMap { instance in
            Diagnostics.programs.map { (quick.tokens.tokens($0) + [quick.endToken], instance) }
        }
        let units = quick.work(ahead: answers)
        #expect(units.count > 10)
        units.reversed().forEach { $0() }
        #expect(quick.work(ahead: answers).isEmpty)
        for (tokens, instance) in answers {
            #expect(
                quick.assess(tokens, answering: instance)
                    == slow.assess(tokens, answering: instance))
        }
    }

    @Test("Baselines execute as many programs as asked for, each once")
    func baselines() throws {
        let task = try instance("wave 2").task
        let baselines = domain.baselines(executions: 17, seed: 1)
        #expect(baselines.map(\.name) == ["random", "best fixed", "portfolio"])
        #expect(baselines.map { $0.answers(task).count } == [17, 1, 17])
        for baseline in baselines {
            let answers = baseline.answers(task)
            #expect(Set(answers).count == answers.count)
            #expect(answers.allSatisfy { domain.tokens.pipeline($0) != nil })
            #expect(baseline.answers(task) == answers)
        }
        #expect(baselines[2].answers(task)[0] == baselines[1].answers(task)[0])
        let other = domain.baselines(executions: 17, seed: 2)
        #expect(other[0].answers(task) != baselines[0].answers(task))
    }
}
