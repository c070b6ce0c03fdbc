import Runs
import Testing

@testable import Tasks

@Suite("The verifier of the file system")
struct FileToolsVerifierTests {
    private let tools = FilesCase()
    /// Two goals, f0 to d0 and f1 to hold w2; f2 lies with f0, f3 is absent.
    private let task =
        "in f0 d0, has f1 w2; read f2 | d3 f0:d1=w1 f1:d2=w0? f2:d1=w5 f3:- f4:d3=w3"

    private func answer(_ words: String) throws -> Answer {
        tools.domain.assess(tools.answer(words), answering: try tools.instance(task))
    }

    @Test(
        "quality is the goals met over goals and unasked changes",
        arguments: [
            // Both goals; the order of the calls is free.
            ("cd d1 mv f0 d0 cd d2 write f1 w2", 1.0, true),
            ("cd d2 write f1 w2 cd d1 mv f0 d0", 1.0, true),
            // Reads and listings change nothing.
            ("find f1 cd d2 write f1 w2", 0.5, false),
            ("ls", 0.0, false),
            ("cd d0 cd d1 cd d2", 0.0, false),
            // One goal, one unasked move: 1 / (2 + 1).
            ("cd d1 mv f0 d0 mv f2 d3", 1.0 / 3, false),
            // No goal, one unasked content.
            ("write f4 w4", 0.0, false),
            // Written to what it held already: no change.
            ("write f4 w3 cd d1 mv f0 d0", 0.5, false),
            // A call that fails goes by without harm.
            ("mv f0 d0 cd d1 mv f0 d0 rm f3", 0.5, false),
            // Removed and made again where it was: its word is gone, unasked.
            ("rm f4 touch f4 cd d1 mv f0 d0", 1.0 / 3, false),
            // A new file is unasked too.
            ("touch f3 cd d1 mv f0 d0", 1.0 / 3, false),
        ] as [(String, Double, Bool)])
    func quality(words: String, quality: Double, isSolved: Bool) throws {
        let answer = try answer(words)
        #expect(answer.isValid)
        #expect(answer.quality == quality)
        #expect(answer.isSolved == isSolved)
    }

    @Test("each goal holds where it should")
    func goals() throws {
        let world = "| d0 f0:d1=w1 f1:d0=w0 f2:- f3:d2=w4 f4:d0=w3"
        for (goal, words, isSolved) in [
            ("gone f1", "rm f1", true), ("gone f0", "rm f0", false),
            ("gone f0", "cd d1 rm f0", true),
            ("new f2 d0", "touch f2", true), ("new f2 d3", "cd d3 touch f2", true),
            ("new f2 d3", "touch f2 mv f2 d3", true), ("new f2 d3", "touch f2", false),
            ("new f2 d0", "touch f2 write f2 w5", true),
            ("at d2", "cd d2", true), ("at d2", "cd d2 cd d1", false),
            ("read f4", "cat f4", true), ("read f0", "cat f0", false),
            ("read f0", "cd d1 cat f0", true), ("has f4 w1", "write f4 w1", true),
            ("has f4 w1, in f4 d2", "write f4 w1 mv f4 d2", true),
            ("has f4 w1, in f4 d2", "mv f4 d2 write f4 w1", false),
            ("has f4 w1, in f4 d2", "mv f4 d2 cd d2 write f4 w1", true),
        ] {
            let answer = tools.domain.assess(
                tools.answer(words), answering: try tools.instance("\(goal) \(world)"))
            #expect(answer.isSolved == isSolved, "\(goal) by \(words)")
            #expect(answer.isSolved == (answer.quality == 1))
        }
    }

    @Test(
        "what is no list of calls is invalid",
        arguments: [
            "", "cd", "cd f0", "mv f0", "mv d0 f0", "write f0 d0", "d1 cd", "ls ls ls ls ls ls",
            "_", "OK", "cd d1 <sep>", "<B> cd d1", "cd d1 <end> cd d2",
        ])
    func invalid(words: String) throws {
        let answer = try answer(words)
        #expect(!answer.isValid)
        #expect(answer.quality == 0)
        #expect(!answer.isSolved)
    }

    @Test("an answer without the end token is invalid")
    func noEnd() throws {
        let instance = try tools.instance(task)
        #expect(!tools.domain.assess(tools.tokens("cd d1"), answering: instance).isValid)
        #expect(!tools.domain.assess([], answering: instance).isValid)
    }

    @Test("garbage from a model is judged, shown and embedded, whatever it is")
    func garbage() throws {
        var generator = tools.stream(1)
        let instance = try tools.instance(task)
        let count = Int32(tools.domain.vocabulary.count)
        for round in 0..<3000 {
            let tokens = (0..<generator.below(20)).map { _ -> Int32 in
                round % 3 == 0
                    ? Int32(truncatingIfNeeded: generator.next())
                    : Int32(generator.below(Int(count)))
            }
            let answer = tools.domain.assess(tokens, answering: instance)
            #expect((0...1).contains(answer.quality))
            #expect(answer.isValid || answer.quality == 0)
            let next = TaskInstance(
                task: instance.task, turn: 0, depth: 1, earlier: [], latest: answer)
            #expect(
                tools.domain.prompt(for: next, mode: .improve).count
                    == tools.domain.longestPrompt)
            #expect(tools.domain.text(of: tokens, answering: instance).utf8.count < 400)
            #expect(
                tools.domain.embedding(of: answer, answering: instance).count
                    == tools.domain.embedding(
                        of: Answer(tokens: [], quality: 0, isValid: false, isSolved: false),
                        answering: instance
                    ).count)
            _ = tools.domain.feedbackText(on: answer, answering: next)
        }
    }

    @Test("a task from a file may hold anything")
    func garbageTasks() {
        var generator = tools.stream(2)
        for _ in 0..<2000 {
            let values = (0..<generator.below(60)).map { _ in
                generator.below(4) == 0
                    ? Int32(truncatingIfNeeded: generator.next()) : Int32(generator.below(9)) - 1
            }
            let task = DomainTask(values: values)
            for turn in [0, 1, 7, 1 << 30] {
                let instance = TaskInstance(task: task, turn: turn, depth: 0, earlier: [])
                #expect(
                    tools.domain.prompt(for: instance, mode: .base).count
                        == tools.domain.longestPrompt)
                _ = tools.domain.assess(tools.answer("rm f4 ls"), answering: instance)
            }
            _ = tools.domain.text(of: task)
            _ = tools.domain.split(of: task)
            #expect(tools.domain.difficulty(of: task).isFinite)
            #expect(tools.domain.turns(of: task) >= 1)
            var starts = generator
            _ = tools.domain.drawStart(of: task, using: &starts)
        }
    }

    @Test("the same program twice gives the same bits, and a revision starts from the same world")
    func rolledBack() throws {
        let draft = "cd d1 rm f0 find f1"
        let first = try tools.instance(task, draft: draft)
        let answer = tools.answer("cd d1 mv f0 d0 cd d2 write f1 w2")
        // The draft removed f0; the revision finds it again.
        #expect(tools.domain.assess(answer, answering: first).isSolved)
        #expect(
            tools.domain.assess(answer, answering: first)
                == tools.domain.assess(answer, answering: try tools.instance(task)))
    }

    @Test("the next turn starts from the world the answer left, and reads count in their turn only")
    func nextTurn() throws {
        let start = try tools.instance(task)
        let next = tools.next(start, after: "cd d1 cat f2 mv f2 d0")
        #expect(next.turn == 1)
        #expect(next.depth == 0)
        #expect(!tools.domain.assess(tools.answer("cat f2"), answering: next).isSolved)
        #expect(tools.domain.assess(tools.answer("cd d0 cat f2"), answering: next).isSolved)
        // What is asked is to read it; moving it back is a change of its own.
        let back = tools.domain.assess(tools.answer("cd d0 cat f2 mv f2 d1"), answering: next)
        #expect(back.quality == 0.5)
    }

    @Test("an earlier answer that is no list of calls did nothing")
    func invalidEarlier() throws {
        let task = try tools.domain.parse(task: task)
        let none = Answer(tokens: [3, 4], quality: 0, isValid: false, isSolved: false)
        let next = TaskInstance(task: task, turn: 1, depth: 0, earlier: [none])
        #expect(tools.domain.assess(tools.answer("cd d1 cat f2"), answering: next).isSolved)
    }
}
