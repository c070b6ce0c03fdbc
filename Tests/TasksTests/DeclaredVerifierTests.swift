import Runs
import Testing

@testable import Tasks

@Suite("The verifier of declared worlds")
struct DeclaredVerifierTests {
    private let tickets = DeclaredCase(.tickets)
    private let vehicle = DeclaredCase(.vehicle)
    /// t1 is bob's, t2 ann's; t0 is not there, t3 is closed.
    private let desk =
        "session=none t1:status=open,owner=bob?,priority=mid t2:status=open,owner=ann,priority=low "
        + "t3:status=closed,owner=joe,priority=low"
    /// One door of four is not locked.
    private let car =
        "engine=no brake=no gear=park fuel=half fl:locked=yes? fr:locked=no? rl:locked=yes "
        + "rr:locked=yes left:temp=cool right:temp=mild"

    @Test(
        "a desk of tickets: quality is the goals met over goals and unasked changes",
        arguments: [
            ("login bob close t1 login ann prio t2 high", 1.0),
            ("login ann prio t2 high login bob close t1", 1.0),
            ("close t1 prio t2 high", 0.0),
            // Only its holder may close a ticket.
            ("login ann prio t2 high close t1", 0.5),
            // Taken over to be worked on: its holder changed, unasked.
            ("login bob close t1 assign t2 bob prio t2 high", 2.0 / 3),
            // A wrong value where one is asked for is a goal not met, and no change unasked.
            ("login ann prio t2 mid", 0.0),
            ("login bob close t1 prio t1 high", 0.5),
            ("login bob prio t1 high close t1", 1.0 / 3),
            // A new ticket, unasked; its priority is a change where it is not what it was.
            ("login ann new t0 low prio t2 high", 1.0 / 3),
            ("login ann new t0 high prio t2 high", 0.25),
            // Who is logged in is free, and looking changes nothing.
            ("login joe", 0.0), ("login eve who t1 login bob close t1", 0.5),
        ] as [(String, Double)])
    func ticketQuality(words: String, quality: Double) throws {
        let instance = try tickets.instance("status t1 closed, priority t2 high | \(desk)")
        let answer = tickets.assess(words, instance)
        #expect(answer.isValid)
        #expect(answer.quality == quality)
        #expect(answer.isSolved == (quality == 1))
    }

    @Test("what is read counts when it was read, in its turn")
    func reads() throws {
        let instance = try tickets.instance("read priority t1, read owner t3 | \(desk)")
        #expect(tickets.assess("login bob get t1 who t3", instance).isSolved)
        #expect(tickets.assess("login ann get t1 who t3", instance).quality == 0.5)
        #expect(tickets.assess("get t1 who t3", instance).quality == 0)
    }

    @Test("each call fails as its first need that does not hold says")
    func errors() throws {
        let instance = try tickets.instance(
            "status t1 closed | session=none t1:status=open t2:status=open,owner=ann "
                + "t3:status=closed,owner=ann")
        func results(_ words: String) -> String? {
            tickets.domain.feedbackText(on: tickets.assess(words, instance), answering: instance)
        }
        #expect(
            results("close t1 login ann close t1 close t0 get t2")
                == "EAUTH, OK, EOPEN, ECLOSED, low")
        #expect(
            results("login bob close t2 new t2 low who t0 prio t3 mid")
                == "OK, EOWNER, EEXIST, none, ECLOSED")
    }

    @Test(
        "a car: it starts with its doors locked and the brake pressed, and heats when it runs",
        arguments: [
            ("lock fr press yes start heat left warm", 1.0, "OK, OK, OK, OK"),
            ("press yes lock fr start heat left warm", 1.0, "OK, OK, OK, OK"),
            ("press yes start heat left warm", 0.0, "OK, EDOOR, EENGINE"),
            ("lock fr start press yes start", 0.5, "OK, EBRAKE, OK, OK"),
            ("lock fl look fr", 0.0, "ELOCKED, no"),
            ("gauge unlock fr unlock rl", 0.0, "half, EOPEN, OK"),
            // Filled, unasked: one goal of two and a change.
            ("fill full lock fr press yes start", 1.0 / 3, "OK, OK, OK, OK"),
            ("lock fr press yes start shift drive stop", 1.0 / 3, "OK, OK, OK, OK, EGEAR"),
        ] as [(String, Double, String)])
    func carQuality(words: String, quality: Double, results: String) throws {
        let instance = try vehicle.instance("engine yes, temp left warm | \(car)")
        let answer = vehicle.assess(words, instance)
        #expect(answer.quality == quality)
        #expect(answer.isSolved == (quality == 1))
        #expect(vehicle.domain.feedbackText(on: answer, answering: instance) == results)
    }

    @Test("an empty tank, and a car that runs")
    func carErrors() throws {
        let instance = try vehicle.instance(
            "engine yes | brake=yes fl:locked=yes fr:locked=yes rl:locked=yes rr:locked=yes")
        let answer = vehicle.assess("start fill half start start fill full", instance)
        #expect(
            vehicle.domain.feedbackText(on: answer, answering: instance)
                == "EFUEL, OK, OK, ERUNS, ERUNS")
        #expect(answer.quality == 0.5)
    }

    @Test(
        "what is no list of calls is invalid",
        arguments: [
            "", "login", "login t1", "prio t1", "prio high t1", "new t0 ann", "bob login", "_",
            "OK", "login ann <sep>", "<B> login ann", "login none", "read owner t1",
            "who t1 who t1 who t1 who t1 who t1 who t1", "who t1 <end> who t2",
        ])
    func invalid(words: String) throws {
        let answer = tickets.assess(words, try tickets.instance("status t1 closed | \(desk)"))
        #expect(!answer.isValid)
        #expect(answer.quality == 0)
        #expect(!answer.isSolved)
    }

    @Test("the same program twice gives the same bits, and a revision starts from the same world")
    func rolledBack() throws {
        let task = "status t1 closed | \(desk)"
        let revised = try tickets.instance(task, draft: "login bob prio t1 high close t1")
        #expect(tickets.assess("login bob close t1", revised).isSolved)
        #expect(
            tickets.assess("login bob close t1", revised)
                == tickets.assess("login bob close t1", try tickets.instance(task)))
    }

    @Test("the next turn starts from what the answer left")
    func nextTurn() throws {
        let start = try tickets.instance("priority t1 high; status t1 closed | \(desk)")
        let answer = tickets.assess("login bob prio t1 high", start)
        let next = tickets.domain.successors(of: answer, id: nil, answering: start)[1]
        #expect(next.turn == 1)
        // bob is still logged in.
        #expect(tickets.assess("close t1", next).isSolved)
        let none = Answer(tokens: [3, 4], quality: 0, isValid: false, isSolved: false)
        let other = TaskInstance(task: start.task, turn: 1, depth: 0, earlier: [none])
        #expect(!tickets.assess("close t1", other).isSolved)
        #expect(tickets.assess("login bob close t1", other).isSolved)
    }

    @Test(
        "garbage from a model is judged, shown and embedded, whatever it is",
        arguments: DeclaredCase.builtIn)
    func garbage(world: ToolWorldName) throws {
        let tools = DeclaredCase(world)
        var generator = tools.stream(1)
        let instance = TaskInstance(
            task: tools.domain.drawTask(from: .train, using: &generator))
        let count = tools.domain.vocabulary.count
        let none = Answer(tokens: [], quality: 0, isValid: false, isSolved: false)
        let length = tools.domain.embedding(of: none, answering: instance).count
        for round in 0..<600 {
            let tokens = (0..<generator.below(20)).map { _ -> Int32 in
                round % 3 == 0
                    ? Int32(truncatingIfNeeded: generator.next()) : Int32(generator.below(count))
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
            #expect(tools.domain.embedding(of: answer, answering: instance).count == length)
            _ = tools.domain.feedbackText(on: answer, answering: next)
        }
    }

    @Test("a task from a file may hold anything", arguments: DeclaredCase.builtIn)
    func garbageTasks(world: ToolWorldName) {
        let tools = DeclaredCase(world)
        var generator = tools.stream(2)
        for _ in 0..<150 {
            let values = (0..<generator.below(70)).map { _ in
                generator.below(4) == 0
                    ? Int32(truncatingIfNeeded: generator.next()) : Int32(generator.below(12)) - 1
            }
            let task = DomainTask(values: values)
            for turn in [0, 1, 7, 1 << 30] {
                let instance = TaskInstance(task: task, turn: turn, depth: 0, earlier: [])
                #expect(
                    tools.domain.prompt(for: instance, mode: .base).count
                        == tools.domain.longestPrompt)
                _ = tools.domain.assess(tools.answer("who t1"), answering: instance)
            }
            _ = tools.domain.text(of: task)
            _ = tools.domain.split(of: task)
            _ = tools.domain.key(of: task)
            #expect(tools.domain.difficulty(of: task).isFinite)
            #expect(tools.domain.turns(of: task) >= 1)
            var starts = generator
            _ = tools.domain.drawStart(of: task, using: &starts)
        }
    }
}
