import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("The screen of searches")
struct SearchScreenTests {
    private func driver() -> Driver {
        var driver = Driver()
        driver.type("V")
        return driver
    }

    @Test("the best answer is selected at first, with its private score")
    func best() throws {
        let driver = driver()
        let shown = try #require(driver.state.shownSearch)
        #expect(shown.selected == shown.best && shown.best != nil)
        let text = Dashboard.view(driver.state).text
        #expect(text.contains("the best by quality"))
        #expect(text.contains("0.900, gold, above the median"))
    }

    @Test("folding hides revisions, keeps the selection in sight, and the best comes back with b")
    func fold() throws {
        var driver = driver()
        driver.press(.tab)
        #expect(driver.state.focusedPane == .searchTree)
        driver.press(.home)
        #expect(driver.state.search.place == 0)
        let all = try #require(driver.state.shownSearch).rows.count
        #expect(all == 12)
        // The second draft was mended.
        driver.type("j")
        #expect(driver.state.search.place == 1)
        driver.type("h")
        let folded = try #require(driver.state.shownSearch)
        #expect(folded.rows.count < all)
        #expect(folded.row(folded: driver.state.search.folded) != nil)
        driver.type("l")
        #expect(try #require(driver.state.shownSearch).rows.count == all)
        let parent = try #require(driver.state.search.place)
        driver.type("l")
        let child = try #require(driver.state.search.place)
        #expect(try #require(driver.state.shownSearch).outline.parent(of: child) == parent)
        driver.type("h")
        driver.type("hb")
        #expect(driver.state.search.folded.isEmpty)
        let shown = try #require(driver.state.shownSearch)
        #expect(shown.selected == shown.best)
    }

    @Test("another task shows another search, and the step looked at its own")
    func tasks() throws {
        var driver = driver()
        let first = try #require(driver.state.shownSearch).search.taskText
        driver.type("n")
        #expect(try #require(driver.state.shownSearch).search.taskText != first)
        driver.type("NN")
        #expect(try #require(driver.state.shownSearch).search.taskText == first)
        driver.type("j")
        #expect(driver.state.search.tasks.selected == 1)
        #expect(driver.state.searchView?.step == 400)
        driver.type(":250")
        driver.press(.enter)
        #expect(driver.state.searchView?.step == 200)
        #expect(driver.submitted.contains { $0.query == .searches(upTo: 250) })
        #expect(driver.state.search.tasks.selected == 1)
    }

    @Test("an answer is copied as text, and a failed one says so")
    func answers() throws {
        var driver = driver()
        driver.press(.tab)
        let shown = try #require(driver.state.shownSearch)
        driver.type("y")
        #expect(driver.effects.contains(.copy(text: shown.text(try #require(shown.best)))))
        let failed = try #require(
            shown.search.tree.nodes.indices.first { !shown.node($0).answer.isValid })
        driver.state.search.place = failed
        let lines = driver.state.searchNodeLines(width: 60).map(\.plain)
        #expect(lines.contains { $0.contains("failed: it has none") })
        #expect(lines.contains { $0.contains("E_COLS: 112 columns") })
        // The best is told beside it.
        #expect(lines.contains { $0.hasPrefix("private") })
    }

    @Test("a click selects a task or an answer, and one on a mark folds")
    func click() throws {
        var driver = driver()
        driver.send(.mouse(DashboardMouse(kind: .click, row: 4, column: 5)))
        #expect(driver.state.search.tasks.selected == 1)
        driver.send(.mouse(DashboardMouse(kind: .release, row: 4, column: 5)))
        let rect = try #require(driver.state.layout.rect(of: .searchTree))
        driver.send(
            .mouse(DashboardMouse(kind: .click, row: rect.y + 4, column: rect.x + 20)))
        let shown = try #require(driver.state.shownSearch)
        #expect(driver.state.search.place == shown.rows[2].id)
    }

    @Test("a run without searches says why there are none")
    func none() {
        let grid = Dashboard.render(
            screen: .search, of: FixtureRun.description, ability: .readOnly("finished"),
            snapshot: nil, committed: 412, columns: 120, rows: 36, now: 0,
            answer: { query in
                if case .searches = query { return .searches(SearchView(step: nil, trees: [])) }
                return FixtureRun().answer(query)
            })
        #expect(grid.text.contains("no searches are recorded"))
    }
}
