import Runs
import Testing

@testable import Tasks

@Suite("The file system's tasks")
struct FileToolsTaskTests {
    private static func domain(_ level: Int) -> FileToolsDomain {
        var configuration = RunConfiguration()
        configuration.apply(domain: "tools")
        configuration.apply(level: level)
        return FileToolsDomain(configuration.tools)
    }

    @Test("no combination of goals and files is in two splits, in many draws")
    func disjoint() {
        let domain = Self.domain(1)
        var keys: [TaskSplit: Set<[Int]>] = [:]
        for split in domain.splits {
            var generator = CounterGenerator(seed: 3, purpose: .evaluationTasks)
            for _ in 0..<4000 {
                let task = domain.drawTask(from: split, using: &generator)
                #expect(domain.split(of: task) == split)
                for goals in FileTask(task, settings: domain.settings).turns {
                    // Sorted pairs as numbers: no order is left.
                    keys[split, default: []].insert(
                        goals.map { $0.kind.rawValue * 10 + $0.first }.sorted())
                }
            }
        }
        for split in domain.splits {
            #expect(keys[split, default: []].count > 10)
            for other in domain.splits where other != split {
                #expect(keys[split, default: []].isDisjoint(with: keys[other, default: []]))
            }
        }
    }

    @Test("the key of a task is of its goals alone, and tells splits apart")
    func keys() throws {
        let tools = FilesCase()
        let one = try tools.domain.parse(
            task: "in f0 d0, has f1 w2 | d3 f0:d1=w1 f1:d2=w0? f2:d1=w5 f3:- f4:d3=w3")
        let same = try tools.domain.parse(
            task: "has f1 w5, in f0 d2 | d1 f0:d0=w0 f1:d2=w4 f2:- f3:- f4:d3=w3?")
        let other = try tools.domain.parse(
            task: "in f0 d0, has f2 w2 | d3 f0:d1=w1 f1:d2=w0? f2:d1=w5 f3:- f4:d3=w3")
        #expect(tools.domain.key(of: one) == tools.domain.key(of: same))
        #expect(tools.domain.key(of: one) != tools.domain.key(of: other))
        #expect(tools.domain.split(of: one) == tools.domain.split(of: same))
    }

    @Test(
        "the reference solves every turn, within the calls; doing nothing solves none",
        arguments: [1, 2, 3])
    func reference(level: Int) {
        let domain = Self.domain(level)
        var generator = CounterGenerator(seed: 4, purpose: .evaluationTasks)
        for round in 0..<300 {
            let split = domain.splits[round % domain.splits.count]
            let task = domain.drawTask(from: split, using: &generator)
            #expect(domain.turns(of: task) == domain.settings.turns)
            var instance = TaskInstance(task: task)
            while true {
                let turn = domain.turn(of: instance)
                #expect((1...domain.settings.goals).contains(turn.goals.count))
                let reference = turn.reference
                #expect((1...domain.settings.calls).contains(reference.count))
                let answer = domain.assess(
                    domain.tokens(reference), answering: instance)
                #expect(answer.isSolved)
                #expect(answer.quality == 1)
                let idle = domain.assess(
                    domain.tokens([FileCall(.ls)]), answering: instance)
                #expect(idle.isValid)
                #expect(idle.quality == 0)
                let next = domain.successors(of: answer, id: nil, answering: instance)
                #expect(next[0].depth == instance.depth + 1)
                guard next.count > 1 else { break }
                instance = next[1]
            }
            #expect(instance.turn == domain.settings.turns - 1)
        }
    }

    @Test("every order and every route of the planner solves a drawn turn")
    func routes() {
        let domain = Self.domain(2)
        var draws = SmallDraws(CounterGenerator(seed: 5, purpose: .evaluationTasks))
        var others = 0
        for _ in 0..<300 {
            guard let task = domain.draw(from: .train, attempts: 1 << 20, &draws) else {
                Issue.record("no task")
                return
            }
            let turn = FileTurn(goals: task.turns[0], world: task.world, view: task.view)
            let planner = FilePlanner(
                goals: turn.goals, places: turn.world.places, directory: turn.world.directory)
            #expect(turn.verdict(planner.shortest(&draws)).isSolved)
            #expect(planner.shortest(&draws).count == turn.reference.count)
            if let other = planner.shortest(except: turn.reference) {
                others += 1
                #expect(other != turn.reference)
                #expect(turn.verdict(other).isSolved)
            }
        }
        #expect(others > 30)
    }

    @Test("the shortest list is the shortest there is, by a search over all lists of two calls")
    func shortest() {
        // Few enough to try every list: a slow twin of the planner.
        let tools = FilesCase {
            $0.files = 2
            $0.goals = 1
            $0.calls = 2
        }
        let domain = tools.domain
        var calls: [FileCall] = []
        for kind in FileCall.Kind.allCases {
            for first in 0..<(kind.first.map { domain.words.count($0) } ?? 1) {
                for second in 0..<(kind.second.map { domain.words.count($0) } ?? 1) {
                    calls.append(FileCall(kind, first, second))
                }
            }
        }
        var generator = tools.stream(5)
        for _ in 0..<60 {
            let task = domain.drawTask(from: .train, using: &generator)
            let turn = domain.turn(of: TaskInstance(task: task))
            let one = calls.contains { turn.verdict([$0]).isSolved }
            #expect((turn.reference.count == 1) == one)
        }
    }

    @Test("the planner does what can be done for goals that an earlier turn made hard")
    func hardGoals() throws {
        let tools = FilesCase()
        for (goal, isSolved) in [
            ("in f0 d2", true), ("new f1 d3", true), ("has f0 w1", false), ("gone f0", true),
        ] {
            // f0 is absent and f1 there: what no draw would ask.
            let instance = try tools.instance("\(goal), at d1 | d0 f0:- f1:d2=w3 f2:- f3:- f4:-")
            let turn = tools.domain.turn(of: instance)
            #expect(turn.verdict(turn.reference).isSolved == isSolved, "\(goal)")
            #expect(turn.verdict(turn.reference).met == 2)
        }
    }

    @Test("the same draws give the same tasks")
    func deterministic() {
        let domain = Self.domain(1)
        var one = CounterGenerator(seed: 6, purpose: .evaluationTasks)
        var other = CounterGenerator(seed: 6, purpose: .evaluationTasks)
        for _ in 0..<50 {
            #expect(
                domain.drawStart(from: .train, using: &one)
                    == domain.drawStart(from: .train, using: &other))
        }
    }

    @Test("training begins at any turn after solved ones, or at the first where asked")
    func starts() {
        let any = FilesCase()
        var turns: [Int: Int] = [:]
        var generator = any.stream(7)
        for _ in 0..<300 {
            let start = any.domain.drawStart(from: .train, using: &generator)
            turns[start.turn, default: 0] += 1
            #expect(start.earlier.count == start.turn)
            #expect(start.earlier.allSatisfy { $0.isSolved && $0.quality == 1 })
            #expect(start.isBase)
        }
        for turn in 0..<3 { #expect(turns[turn, default: 0] > 60) }
        let first = FilesCase { $0.start = .first }
        for _ in 0..<20 {
            #expect(first.domain.drawStart(from: .train, using: &generator).turn == 0)
        }
    }

    @Test(
        "half of the existing files are hidden at level 1, and about a tenth of goal sets held out")
    func shares() {
        let domain = Self.domain(1)
        var generator = CounterGenerator(seed: 8, purpose: .evaluationTasks)
        var (hidden, existing, calls, turns) = (0, 0, 0, 0)
        for _ in 0..<1000 {
            let task = FileTask(
                domain.drawTask(from: .train, using: &generator), settings: domain.settings)
            hidden += task.hidden.nonzeroBitCount
            existing += (0..<5).count { task.world.exists($0) }
            var turn = FileTurn(goals: [], world: task.world, view: task.view)
            for goals in task.turns {
                turn.goals = goals
                calls += turn.reference.count
                turns += 1
                turn.pass(turn.reference)
            }
        }
        #expect((0.47...0.53).contains(Double(hidden) / Double(existing)))
        // The prototype's references are 2.5 calls long.
        #expect((2.2...2.8).contains(Double(calls) / Double(turns)))
    }

    @Test("settings at their corners are refused or draw from every split")
    func corners() {
        for (files, goals, calls, hidden) in [
            (2, 1, 2, 0.0), (2, 1, 2, 1.0), (8, 3, 8, 1.0), (8, 1, 2, 0.5), (2, 3, 8, 0.5),
            (3, 2, 2, 0.5),
        ] {
            var configuration = RunConfiguration()
            configuration.apply(domain: "tools")
            configuration.tools.files = files
            configuration.tools.goals = goals
            configuration.tools.calls = calls
            configuration.tools.hidden = hidden
            guard let domain = try? Domains.make(for: configuration) else { continue }
            for split in domain.splits {
                var generator = CounterGenerator(seed: 2, purpose: .evaluationTasks)
                let task = domain.drawTask(from: split, using: &generator)
                #expect(domain.split(of: task) == split)
            }
        }
    }
}
