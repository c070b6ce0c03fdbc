import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("The curriculum as a tree")
struct TreeTests {
    @Test("folding hides what grew from a row, and the selection stays in sight")
    func fold() throws {
        var driver = Driver()
        driver.type("7")
        let all = try #require(driver.state.shownTree).rows.count
        driver.type("h")
        #expect(try #require(driver.state.shownTree).rows.count < all)
        driver.type("l")
        #expect(try #require(driver.state.shownTree).rows.count == all)
        driver.type("ll")
        guard case .node = driver.state.tree.selected else {
            Issue.record("no entry is selected")
            return
        }
        driver.type("-")
        let folded = try #require(driver.state.shownTree)
        #expect(folded.rows.count == folded.grown.tasks.count)
        #expect(folded.row(of: driver.state.tree.selected) != nil)
        driver.type("+")
        #expect(try #require(driver.state.shownTree).rows.count == all)
    }

    @Test("a filter is at work while it is typed, is taken back by Esc, and kept by Enter")
    func filter() throws {
        var driver = Driver()
        driver.type("7/mode:diverge")
        let shown = try #require(driver.state.shownTree)
        #expect(shown.matches > 0 && shown.matches < shown.grown.count)
        #expect(shown.rows.contains { if case .task = $0.id { true } else { false } })
        driver.press(.escape)
        #expect(driver.state.tree.filter.isEmpty)
        driver.type("/state:evicted depth>1")
        driver.press(.enter)
        #expect(driver.state.tree.filter.text == "state:evicted depth>1")
        #expect(Dashboard.view(driver.state).text.contains("/state:evicted"))
        driver.type("/ dpth>1")
        driver.press(.enter)
        guard case .prompt(let prompt) = driver.state.overlays.last else {
            Issue.record("the prompt closed")
            return
        }
        #expect(prompt.problem?.contains("'dpth' is no key") == true)
        driver.press(.escape)
        driver.press(.escape)
        #expect(driver.state.tree.filter.isEmpty)
    }

    @Test("Enter opens the chain of the selected revision")
    func open() throws {
        var driver = Driver()
        driver.type("7jj")
        let node = try #require(driver.state.selectedNode?.node)
        driver.press(.enter)
        #expect(driver.state.screen == .chain)
        #expect(driver.state.chain.episode == node.revision)
        driver.press(.escape)
        #expect(driver.state.screen == .tree)
    }

    @Test("a click selects a row, and a click on its mark folds it")
    func click() throws {
        var driver = Driver()
        driver.type("7")
        let all = try #require(driver.state.shownTree).rows.count
        driver.send(.mouse(DashboardMouse(kind: .click, row: 5, column: 20)))
        #expect(driver.state.shownTree?.row(of: driver.state.tree.selected) == 2)
        driver.send(.mouse(DashboardMouse(kind: .release, row: 5, column: 20)))
        driver.send(.mouse(DashboardMouse(kind: .click, row: 3, column: 1)))
        #expect(try #require(driver.state.shownTree).rows.count < all)
    }

    @Test("a tree of twenty thousand entries is drawn")
    func huge() throws {
        let nodes = (0..<20_000).map { index in
            CurriculumTree.Node(
                id: index, parent: index == 0 ? nil : index / 2, task: TaskID(bits: 1), turn: 0,
                depth: index == 0 ? 0 : 3, mode: .improve, quality: 0.5, text: "+1 -2",
                revision: nil, score: Double(index % 100) / 400, created: 1, sampled: 1,
                standing: .held(probability: 0.1))
        }
        let tree = CurriculumTree(
            step: 9,
            branches: [CurriculumTree.Branch(task: TaskID(bits: 1), text: "3: 1 2", nodes: nodes)],
            changes: [])
        var driver = Driver()
        driver.isAnswering = false
        driver.type("7")
        let ticket = try #require(
            driver.submitted.last { if case .tree = $0.query { true } else { false } }?.ticket)
        driver.send(.answer(ticket: ticket, .tree(tree)))
        driver.type("G")
        #expect(try #require(driver.state.shownTree).rows.count == 20_001)
        // The last child of each from the first on: 1, 3, 7 and so on.
        #expect(driver.state.selectedNode?.node.id == 16_383)
        let text = Dashboard.view(driver.state).text
        #expect(text.contains("20000 entries of 1 tasks") && text.contains("Entry #16383"))
    }

    /// How often the tree was ordered, and how often its rows were made.
    private func makings(_ driver: Driver) -> [Int] {
        [driver.state.tree.grown.makings, driver.state.tree.shown.makings]
    }

    @Test("moving makes no part of the tree again, a fold only its rows, an order all of it")
    func kept() throws {
        var driver = Driver()
        driver.type("7")
        let first = makings(driver)
        driver.type("jjkGg")
        driver.send(.tick(driver.state.now + 0.1))
        driver.press(.tab)
        driver.type("j")
        #expect(makings(driver) == first)
        driver.press(.tab, .tab)
        driver.type("h")
        #expect(makings(driver) == [first[0], first[1] + 1])
        driver.type("/mode")
        driver.press(.escape)
        #expect(driver.state.tree.grown.makings == first[0])
        driver.type("s")
        #expect(driver.state.tree.grown.makings == first[0] + 1)
    }

    @Test("what is drawn is what was kept, after every key and every answer")
    func current() throws {
        var driver = Driver()
        func check(_ event: String) throws {
            let key = try #require(driver.state.shownKey)
            let kept = try #require(driver.state.tree.shown.value(for: key))
            let tree = try #require(driver.state.curriculumTree)
            let made = ShownTree(
                GrownTree(tree, driver.state.tree.order),
                filter: driver.state.tree.filter, folded: driver.state.tree.folded)
            #expect(kept.rows == made.rows && kept.matches == made.matches, "\(event)")
        }
        driver.type("7")
        for key in "hlj-+sss/mode:diverge" {
            driver.type(String(key))
            try check(String(key))
        }
        driver.press(.enter)
        try check("Enter")
        driver.press(.escape)
        try check("Esc")
        let answer = driver.state.shownKey?.grown.answer
        driver.run.newest += 1
        driver.send(.tick(driver.state.now + 2))
        driver.send(.snapshot(driver.run.snapshot(), committed: driver.run.newest))
        try check("a step")
        #expect(driver.state.shownKey?.grown.answer != answer)
        driver.type("{")
        try check("the step before")
    }
}
