import Runs
import Testing

@testable import Tasks

@Suite("Tasks, prompts and teacher of declared worlds")
struct DeclaredTaskTests {
    @Test("a base prompt shows goals and what is seen; a revision's also the draft's results")
    func prompts() throws {
        let tickets = DeclaredCase(.tickets)
        let task =
            "status t1 closed, read owner t2 | session=ann t1:status=open,owner=bob?,priority=mid "
            + "t2:status=open,owner=ann,priority=low"
        let seen =
            "ann absent open open absent none ? ann none low mid low low"
        let blanks = Array(repeating: "_ _ _ _", count: 5).joined(separator: " ")
        #expect(
            tickets.words(tickets.domain.prompt(for: try tickets.instance(task), mode: .base))
                == "<B> status t1 closed read owner t2 \(seen) \(blanks) <sep>")
        let revision = try tickets.instance(task, draft: "close t1 who t1 prio t1 low")
        #expect(
            tickets.words(tickets.domain.prompt(for: revision, mode: .improve))
                == "<I> status t1 closed read owner t2 \(seen) close t1 _ EOWNER who t1 _ bob "
                + "prio t1 low EOWNER _ _ _ _ _ _ _ _ <sep>")
        #expect(
            tickets.domain.promptText(for: revision, mode: .improve)
                == "improve status t1 closed, read owner t2 | session=ann "
                + "t0:status=absent,owner=none,priority=low t1:status=open,owner=?,priority=mid "
                + "t2:status=open,owner=ann,priority=low t3:status=absent,owner=none,priority=low "
                + "| close(t1) who(t1) prio(t1,low): EOWNER, bob, EOWNER")
    }

    @Test("worlds that differ unseen look alike: the verdict is in no prompt")
    func noOracle() throws {
        let tickets = DeclaredCase(.tickets)
        // Neither ann nor bob holds t1, and the draft can't tell who does.
        let words = try ["eve", "joe"].map { owner in
            let instance = try tickets.instance(
                "status t1 closed | session=ann t1:status=open,owner=\(owner)?,priority=mid",
                draft: "close t1 login bob close t1")
            return tickets.words(tickets.domain.prompt(for: instance, mode: .improve))
        }
        #expect(words[0] == words[1])
    }

    @Test(
        "no combination of what is asked with what is in two splits, in many draws",
        arguments: DeclaredCase.builtIn)
    func disjoint(world: ToolWorldName) {
        let domain = DeclaredCase(world).domain
        var keys: [TaskSplit: Set<[UInt8]>] = [:]
        for split in domain.splits {
            var generator = CounterGenerator(seed: 3, purpose: .evaluationTasks)
            for _ in 0..<60 {
                let task = domain.drawTask(from: split, using: &generator)
                #expect(domain.split(of: task) == split)
                for goals in domain.decoded(task).turns {
                    keys[split, default: []].insert(domain.pairs(goals))
                }
            }
        }
        for split in domain.splits {
            #expect(keys[split, default: []].count > 4)
            for other in domain.splits where other != split {
                #expect(keys[split, default: []].isDisjoint(with: keys[other, default: []]))
            }
        }
    }

    @Test(
        "the reference solves every turn, within the calls; doing nothing solves none",
        arguments: DeclaredCase.builtIn, [1, 2, 3])
    func reference(world: ToolWorldName, level: Int) throws {
        let domain = DeclaredCase(world, level: level).domain
        var generator = CounterGenerator(seed: 4, purpose: .evaluationTasks)
        for round in 0..<30 {
            let task = domain.drawTask(
                from: domain.splits[round % domain.splits.count], using: &generator)
            #expect(try domain.parse(task: domain.text(of: task)) == task)
            var instance = TaskInstance(task: task)
            while true {
                let turn = domain.turn(of: instance)
                let reference = turn.reference
                #expect((1...domain.settings.calls).contains(reference.count))
                let answer = domain.assess(domain.tokens(reference), answering: instance)
                #expect(answer.isSolved)
                #expect(answer.quality == 1)
                // A call that changes nothing, unless it reads what is asked for.
                let asksFor = turn.goals.contains { goal in
                    goal.value == nil && domain.world.rules[domain.idle].gives == goal.cell
                }
                if !asksFor { #expect(turn.verdict([domain.idle]).met == 0) }
                #expect(turn.verdict([]).met == 0)
                let next = domain.successors(of: answer, id: nil, answering: instance)
                guard next.count > 1 else { break }
                instance = next[1]
            }
            #expect(instance.turn == domain.settings.turns - 1)
        }
    }

    @Test(
        "the shortest list is the shortest there is, by a search over all lists of two calls",
        arguments: DeclaredCase.builtIn)
    func shortest(world: ToolWorldName) throws {
        let tools = DeclaredCase(world)
        var draws = SmallDraws(tools.stream(5))
        let calls = tools.domain.world.rules.indices
        for _ in 0..<20 {
            let turn = try tools.drawn(.train, &draws)
            let one = calls.contains { turn.verdict([$0]).isSolved }
            let two =
                one
                || calls.contains { first in
                    calls.contains { turn.verdict([first, $0]).isSolved }
                }
            #expect((turn.reference.count == 1) == one)
            #expect((turn.reference.count <= 2) == two)
            #expect(turn.planner.mayReach(from: turn.state))
            // Any of the shortest lists is as short.
            let other = turn.planner.plan(from: turn.state, &draws)
            #expect(other.isExact)
            #expect(other.calls.count == turn.reference.count)
            #expect(turn.verdict(other.calls).isSolved)
        }
    }

    @Test(
        "what a person asks for may need a detour, and what can't be done is done as far as it can")
    func detour() throws {
        let tools = DeclaredCase(
            """
            {"sort": "side", "names": ["left", "right"]}
            {"state": "switch", "values": "side"}
            {"state": "lamp"}
            {"tool": "turn", "takes": ["s: side"], "sets": ["switch = s"]}
            {"tool": "light", "needs": ["switch = right else EOFF"], "sets": ["lamp = yes"]}
            """)
        let turn = tools.domain.turn(of: try tools.instance("lamp yes | switch=left lamp=no"))
        let words = turn.reference.map { tools.domain.text(of: $0) }
        #expect(words == ["turn(right)", "light()", "turn(left)"])
        #expect(turn.verdict(turn.reference).isSolved)
        // Its own calls can't; those that set the switch back can.
        #expect(!turn.planner.mayReach(from: turn.state))
        let never = tools.domain.turn(
            of: try tools.instance("lamp no, switch right | switch=left lamp=yes"))
        #expect(never.verdict(never.reference).met == 1)
    }

    @Test(
        "rows of the teacher have the prompt's form, and good ones are better than bad ones",
        arguments: DeclaredCase.builtIn)
    func teacher(world: ToolWorldName) {
        let tools = DeclaredCase(world)
        for row in 0..<100 {
            var (one, other) = (tools.stream(row), tools.stream(row))
            let made = tools.domain.teacherRow(goodShare: 0.5, using: &one)
            #expect(made == tools.domain.teacherRow(goodShare: 0.5, using: &other))
            #expect(made.prompt.count == tools.domain.longestPrompt)
            #expect(made.answer.count <= tools.domain.longestAnswer)
            #expect(tools.domain.calls(made.answer) != nil)
        }
        var teacher = ToolTeacher(domain: tools.domain, draws: SmallDraws(tools.stream(1)))
        var (good, bad) = (0.0, 0.0)
        for _ in 0..<200 {
            guard let turn = try? tools.drawn(.train, &teacher.draws) else { continue }
            let plan = teacher.plan(turn, turn.view)
            good += turn.verdict(plan).quality
            bad += turn.verdict(teacher.spoilt(plan, by: [1, 2, 2, 3])).quality
        }
        #expect(good > bad + 30)
    }

    @Test(
        "an honest first plan solves some, and revisions on what was seen soon nearly all",
        arguments: DeclaredCase.builtIn)
    func ceilings(world: ToolWorldName) throws {
        let tools = DeclaredCase(world)
        var teacher = ToolTeacher(domain: tools.domain, draws: SmallDraws(tools.stream(1)))
        let count = 200
        var solved = [0, 0, 0, 0, 0, 0]
        for _ in 0..<count {
            let turn = try tools.drawn(.train, &teacher.draws)
            var draft = teacher.plan(turn, turn.view)
            for step in solved.indices {
                let isSolved = turn.verdict(draft).isSolved
                solved[step] += isSolved ? 1 : 0
                if !isSolved { draft = teacher.plan(turn, turn.belief(after: draft)) }
            }
        }
        #expect((70...150).contains(solved[0]), "\(solved)")
        #expect(solved[1] > solved[0] + 20)
        #expect(solved[5] > 180, "\(solved)")
    }

    @Test("beliefs of random drafts are never wrong", arguments: DeclaredCase.builtIn)
    func soundBeliefs(world: ToolWorldName) throws {
        let tools = DeclaredCase(world) { $0.hidden = 0.7 }
        var draws = SmallDraws(tools.stream(2))
        let cells = tools.domain.world.cells.indices
        var learnt = 0
        for _ in 0..<500 {
            let task = tools.domain.drawWorld(&draws)
            var turn = task.start
            let draft = (0..<5).map { _ in tools.domain.drawCall(&draws) }
            let belief = turn.belief(after: draft)
            learnt += (belief.known & ~turn.view.known).nonzeroBitCount
            for cell in cells {
                if belief.knows(cell) {
                    #expect(belief.state[cell] == turn.state[cell])
                } else {
                    let candidates = belief.candidates(cell, in: tools.domain.world)
                    #expect(candidates >> UInt64(turn.state[cell]) & 1 == 1)
                }
            }
            turn.pass(draft)
            for cell in cells where turn.view.knows(cell) {
                #expect(turn.view.state[cell] == turn.state[cell])
            }
        }
        #expect(learnt > 150)
    }

    @Test("what results prove: who it is, who it is not, and which of several it must be")
    func belief() throws {
        let tickets = DeclaredCase(.tickets)
        let turn = tickets.domain.turn(
            of: try tickets.instance(
                "status t1 closed | session=ann t1:status=open,owner=bob?,priority=mid"))
        let owner = try #require(tickets.domain.goal(["owner", "t1", "bob"])).cell
        func belief(_ words: String) -> DeclaredView {
            turn.belief(after: tickets.domain.calls(tickets.answer(words)) ?? [])
        }
        // It has a holder, who is not ann.
        #expect(belief("close t1").candidates(owner, in: turn.world).nonzeroBitCount == 3)
        #expect(belief("who t1").knows(owner))
        #expect(belief("close t1 login eve close t1 login joe close t1").knows(owner))
        #expect(belief("login bob close t1").knows(owner))
        // Whatever it was before it was assigned.
        #expect(!belief("assign t1 joe who t1").knows(owner))
        let vehicle = DeclaredCase(.vehicle)
        let car = vehicle.domain.turn(
            of: try vehicle.instance(
                "engine yes | brake=yes fuel=half fl:locked=no? fr:locked=yes rl:locked=yes rr:locked=yes"
            ))
        // Only one of the doors can be it.
        let start = car.belief(after: vehicle.domain.calls(vehicle.answer("start")) ?? [])
        let door = try #require(vehicle.domain.goal(["locked", "fl", "no"])).cell
        #expect(start.knows(door))
        #expect(vehicle.domain.world.names[Int(start.state[door])] == "no")
    }
}
