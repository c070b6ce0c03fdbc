import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("Jumps from chain to chain")
struct ChainJumpTests {
    private static func chains(_ driver: Driver) -> [ChainFilter] {
        driver.submitted.compactMap {
            if case .chains(let filter, _) = $0.query { filter } else { nil }
        }
    }

    private static func episode(_ step: Int, _ group: Int, _ completion: Int) -> EpisodeSummary {
        EpisodeSummary(
            id: RevisionID(step: step, group: group, completion: completion),
            task: TaskID(bits: 1), taskText: "t", depth: 1, mode: .improve, quality: 0.5)
    }

    @Test("each jump asks for the chains it means, and the title says why one is there")
    func jumps() throws {
        let goals: [(String, ChainFilter.Order, ChainFilter.Change?, String)] = [
            ("b", .best, nil, "best of its task"), ("w", .worst, nil, "worst of its task"),
            ("B", .best, nil, "best of the run"),
            ("r", .oldest, .rightToWrong, "next right to wrong"),
            ("R", .newest, .rightToWrong, "previous right to wrong"),
            ("o", .oldest, .wrongToRight, "next wrong to right"),
            ("O", .newest, .wrongToRight, "previous wrong to right"),
        ]
        for (key, order, change, reason) in goals {
            var driver = Driver()
            driver.state.chooseEpisode(RevisionID(step: 200, group: 4, completion: 4))
            driver.type("5\(key)")
            let filter = try #require(Self.chains(driver).last)
            #expect(filter.order == order && filter.change == change)
            #expect((filter.task == nil) == (key != "b" && key != "w"))
            #expect(driver.state.chain.jump == nil)
            #expect(driver.state.chain.reason == reason, "\(key)")
            #expect(
                driver.state.chainView?.episode != RevisionID(step: 200, group: 4, completion: 4))
            #expect(Dashboard.view(driver.state).text.contains("Chain  \(reason)  episode"))
        }
    }

    @Test("next and previous pass over what lies on the other side of the chain looked at")
    func sides() {
        let from = RevisionID(step: 5, group: 2, completion: 3)
        func target(_ goal: ChainJump.Goal, _ found: [EpisodeSummary]) -> String? {
            ChainJump(goal: goal, from: from, task: TaskID(bits: 1), last: 9, number: 1)
                .target(in: found)?.description
        }
        let rising = [
            Self.episode(5, 1, 7), Self.episode(5, 2, 3), Self.episode(5, 2, 4),
            Self.episode(6, 0, 0),
        ]
        #expect(target(.nextRightToWrong, rising) == "5.2.4")
        #expect(target(.previousRightToWrong, rising.reversed()) == "5.1.7")
        #expect(target(.nextWrongToRight, [Self.episode(5, 0, 0)]) == nil)
        #expect(target(.best, rising) == "5.1.7")
    }

    @Test("no chain later than the step looked at is an answer")
    func past() {
        var driver = Driver()
        driver.type("5")
        driver.state.look(at: 100)
        driver.send(.tick(driver.state.now + 2))
        for key in ["b", "w", "B", "r", "R"] {
            driver.type(key)
            driver.send(.tick(driver.state.now + 2))
        }
        #expect(Self.chains(driver).allSatisfy { ($0.steps?.upperBound ?? .max) <= 100 })
        #expect(Self.chains(driver).count == 5)
    }

    @Test("a jump that leads nowhere says so and stays")
    func nowhere() {
        var driver = Driver()
        driver.type("5")
        let before = driver.state.chainView?.episode
        driver.isAnswering = false
        driver.type("r")
        while let (ticket, _) = driver.submitted.popLast() {
            driver.send(.answer(ticket: ticket, .chains([])))
        }
        #expect(driver.state.notice?.value.text == "no next right to wrong up to step 412")
        driver.type("b")
        while let (ticket, _) = driver.submitted.popLast() {
            driver.send(.answer(ticket: ticket, .failed("disk I/O error")))
        }
        #expect(driver.state.notice?.value.text == "disk I/O error")
        #expect(driver.state.chain.jump == nil)
        #expect(driver.state.chainView?.episode == before)
    }

    @Test("the same jump asked twice is asked of the store twice")
    func twice() {
        var driver = Driver()
        driver.state.chooseEpisode(RevisionID(step: 200, group: 4, completion: 4))
        driver.type("5B")
        driver.press(.backspace)
        driver.type("B")
        #expect(Self.chains(driver).count == 2)
        #expect(driver.state.chain.reason == "best of the run")
    }

    @Test("one goes back through the chains that jumps left, revision and reason included")
    func back() {
        var driver = Driver()
        driver.type("5")
        driver.press(.backspace)
        #expect(driver.state.notice?.value.text == "no jump was made")
        driver.type("phh")
        #expect(driver.state.chain.reason == "parent of 412.0.0")
        let shown = driver.state.shownRevision?.id
        driver.type("p")
        #expect(driver.state.chain.visited.count == 2)
        driver.press(.backspace)
        #expect(driver.state.chain.reason == "parent of 412.0.0")
        #expect(driver.state.shownRevision?.id == shown)
        driver.press(.backspace)
        #expect(driver.state.chainView?.episode.description == "412.0.0")
        #expect(driver.state.chain.reason == nil)
    }

    @Test("children are walked one after the other")
    func children() {
        var panel = ChainPanel()
        let from = RevisionID(step: 1, group: 0, completion: 0)
        panel.choose(from)
        panel.child = 1
        panel.jump(to: RevisionID(step: 2, group: 0, completion: 0), because: "child 1 of 2")
        #expect(panel.child == 0)
        panel.goBack()
        #expect(panel.child == 1 && panel.episode == from)
    }

    @Test("no walk fills memory with the chains it left")
    func bounded() {
        var panel = ChainPanel()
        for step in 1...500 {
            panel.jump(to: RevisionID(step: step, group: 0, completion: 0), because: "jump")
        }
        #expect(panel.visited.count == ChainPanel.mostVisited)
        #expect(panel.visited.last?.episode.step == 499)
    }

    // MARK: Comparing

    @Test("any two revisions are compared once one is marked")
    func marks() {
        var driver = Driver()
        driver.type("5hhhhmlll")
        #expect(driver.state.shownRevision?.depth == 4)
        #expect(driver.state.comparedRevision?.depth == 1)
        #expect(Dashboard.view(driver.state).text.contains("d1 marked → d4"))
        driver.type("hhh")
        #expect(driver.state.comparedRevision?.depth == 0)
        driver.type("m")
        driver.type("ll")
        #expect(driver.state.comparedRevision?.depth == 2)
    }

    @Test("a mark belongs to its chain")
    func otherChain() {
        var driver = Driver()
        driver.type("5m[")
        #expect(driver.state.chain.marked == nil)
    }

    @Test("side by side is passed over where the window has no room for it")
    func modes() {
        var driver = Driver()
        driver.type("5")
        var modes: [ChainPanel.Mode] = []
        for _ in 0..<4 {
            driver.type("v")
            modes.append(driver.state.chain.mode)
        }
        #expect(modes == [.sideBySide, .flow, .texts, .inline])
        driver.send(.resize(columns: 99, rows: 36))
        driver.type("v")
        #expect(driver.state.chain.mode == .flow)
    }

    @Test("the next changed place of a long text is scrolled to")
    func changes() {
        var driver = Driver()
        driver.isAnswering = false
        driver.state.chooseEpisode(RevisionID(step: 401, group: 0, completion: 0))
        driver.type("5")
        let same = (0..<40).map { "line \($0)" }
        func revision(_ depth: Int, _ lines: [String]) -> ChainView.Revision {
            ChainView.Revision(
                id: RevisionID(step: 400 + depth, group: 0, completion: 0), depth: depth, turn: 0,
                mode: .improve, prompt: "p", text: lines.joined(separator: "\n"), quality: 0.5,
                reward: 0.5, advantage: 0, isValid: true, isSolved: false, learnability: 0.1,
                siblings: [])
        }
        var changed = same
        changed[3] = "other"
        changed[20] = "another"
        let view = ChainView(
            episode: RevisionID(step: 401, group: 0, completion: 0), task: TaskID(bits: 1),
            taskText: "t", step: 401, strategy: "exit",
            revisions: [revision(0, same), revision(1, changed)], children: [], isTruncated: false)
        while let (ticket, query) = driver.submitted.popLast() {
            if case .chain = query {
                driver.send(.answer(ticket: ticket, .chain(view)))
            } else {
                driver.send(.answer(ticket: ticket, driver.run.answer(query)))
            }
        }
        driver.type("ee")
        #expect(driver.state.chain.differenceTop == 21)
        driver.type("E")
        #expect(driver.state.chain.differenceTop == 3)
    }

    // MARK: Siblings

    @Test("the siblings are sorted by each column in turn, numbers that are none at the end")
    func sorting() {
        func sibling(_ index: Int, _ quality: Double, _ isValid: Bool) -> ChainView.Sibling {
            ChainView.Sibling(
                id: RevisionID(step: 1, group: 0, completion: index),
                text: String("dcab".dropFirst(index).prefix(1)), quality: quality, reward: 0,
                advantage: 0, diversity: 0, isValid: isValid)
        }
        let group = [
            sibling(0, 0.5, true), sibling(1, .nan, false), sibling(2, 0.9, true),
            sibling(3, 0.1, false),
        ]
        func places(_ column: SiblingOrder.Column, reversed: Bool = false) -> [Int] {
            SiblingOrder(column: column, isReversed: reversed).places(in: group)
        }
        #expect(places(.number) == [0, 1, 2, 3])
        #expect(places(.quality) == [2, 0, 3, 1])
        #expect(places(.quality, reversed: true) == [3, 0, 2, 1])
        #expect(places(.valid) == [0, 2, 1, 3])
        #expect(places(.text) == [2, 3, 1, 0])
    }

    @Test("the selection follows the order of the table, and Enter opens what it is on")
    func selection() {
        var driver = Driver()
        driver.type("5s")
        #expect(driver.state.chain.siblingOrder.column == .quality)
        driver.type("g")
        #expect(driver.state.selectedSibling?.quality == 1)
        driver.type("j")
        #expect(driver.state.selectedSibling?.id.completion == 7)
        driver.press(.enter)
        #expect(driver.state.chainView?.episode.description == "412.0.7")
        #expect(driver.state.chain.reason == "sibling 7 of 412.0.0")
    }

    @Test("a press on a heading sorts by it, a second one the other way")
    func headings() throws {
        var driver = Driver()
        driver.type("5")
        let rect = try #require(driver.state.layout.rect(of: .siblings))
        func press(_ driver: inout Driver, x: Int) {
            let mouse = DashboardMouse(kind: .click, row: rect.y + 1, column: rect.x + x)
            driver.send(.mouse(mouse))
        }
        press(&driver, x: 18)
        #expect(driver.state.chain.siblingOrder == SiblingOrder(column: .reward))
        press(&driver, x: 18)
        #expect(driver.state.chain.siblingOrder == SiblingOrder(column: .reward, isReversed: true))
        press(&driver, x: 8)
        #expect(driver.state.chain.siblingOrder == SiblingOrder(column: .quality))
    }

    @Test("a chain of the list is no jump")
    func listed() {
        var driver = Driver(columns: 200, rows: 50)
        driver.type("5")
        let rect = driver.state.layout.rect(of: .episodes)
        driver.send(
            .mouse(DashboardMouse(kind: .click, row: (rect?.y ?? 0) + 5, column: rect?.x ?? 0)))
        #expect(driver.state.chainView?.episode.description == "412.3.3")
        #expect(driver.state.chain.visited.isEmpty && driver.state.chain.reason == nil)
    }

    @Test("the order is kept for the next time, and nonsense is passed over")
    func saved() {
        var panel = ChainPanel()
        panel.siblingOrder = SiblingOrder(column: .diversity, isReversed: true)
        var other = ChainPanel()
        other.restore(panel.saved)
        #expect(other.siblingOrder == panel.siblingOrder)
        other.restore(["siblings": "x", "reversed": "x", "view": "x"])
        #expect(other.siblingOrder == panel.siblingOrder)
    }
}
