import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("Panels")
struct PanelTests {
    // MARK: Buffer

    @Test(
        "the table sorts by each column, ties in order of ids",
        arguments: BufferPanel.Column.allCases)
    func sort(column: BufferPanel.Column) {
        var driver = Driver()
        driver.type("2")
        driver.state.buffer.column = column
        let ids = driver.state.sortedEntries.map(\.id)
        driver.type("S")
        #expect(Set(ids) == Set(driver.state.sortedEntries.map(\.id)))
        switch column {
        case .score:
            let scores = driver.state.sortedEntries.map(\.score)
            #expect(scores == scores.sorted())
        case .id: #expect(driver.state.sortedEntries.map(\.id) == ids.sorted(by: >))
        default: break
        }
        if column == .probability { #expect(ids == ids.sorted()) }
    }

    @Test("the selection stays on its entry when the buffer changes")
    func selection() {
        var driver = Driver()
        driver.type("2jjj")
        let entry = driver.state.selectedEntry?.id
        #expect(driver.state.buffer.table.selected == 3)
        driver.type("s")
        #expect(driver.state.selectedEntry?.id == entry)
        driver.type("G")
        #expect(driver.state.buffer.table.selected == driver.state.sortedEntries.count - 1)
    }

    @Test("Enter opens the chain of an entry, Esc comes back to the buffer")
    func openChain() {
        var driver = Driver()
        driver.type("2")
        while driver.state.selectedEntry?.latest == nil { driver.type("j") }
        let latest = driver.state.selectedEntry?.latest
        driver.press(.enter)
        #expect(driver.state.screen == .chain)
        #expect(driver.state.chainView?.episode == latest)
        driver.press(.escape)
        #expect(driver.state.screen == .buffer)
        driver.press(.escape)
        #expect(driver.state.screen == .overview)
    }

    @Test("a bare task has no chain, and says so")
    func bare() {
        var driver = Driver()
        driver.type("2")
        while driver.state.selectedEntry?.latest != nil { driver.type("j") }
        driver.press(.enter)
        #expect(driver.state.screen == .buffer)
        #expect(driver.state.notice?.value.text == "a bare task has no chain yet")
    }

    // MARK: Chain

    @Test("h and l walk the chain and stop at its ends")
    func revisions() {
        var driver = Driver()
        driver.type("5")
        #expect(driver.state.shownRevision?.depth == 5)
        driver.type("lhh")
        #expect(driver.state.shownRevision?.depth == 3)
        #expect(driver.state.revisionBefore?.depth == 2)
        driver.type("hhhhhhhh")
        #expect(driver.state.shownRevision?.depth == 0)
        #expect(driver.state.revisionBefore == nil)
    }

    @Test("episodes are walked within the list and on to the neighbouring steps")
    func episodes() {
        var driver = Driver()
        driver.type("5")
        #expect(driver.state.chainView?.episode.description == "412.0.0")
        driver.type("[")
        #expect(driver.state.chainView?.episode.description == "412.1.1")
        for _ in 0..<15 { driver.type("[") }
        #expect(driver.state.chainView?.episode.description == "411.0.0")
        driver.type("]")
        #expect(driver.state.chainView?.episode.description == "412.15.7")
        driver.type("]]]")
        #expect(driver.state.chainView?.episode.description == "412.12.4")
    }

    @Test("the list of episodes is walked, and leads on to the step before")
    func list() {
        var driver = Driver(columns: 200, rows: 50)
        driver.state.focus[.chain] = .episodes
        driver.type("5jjj")
        #expect(driver.state.chainView?.episode.description == "412.3.3")
        driver.type("k")
        #expect(driver.state.chainView?.episode.description == "412.2.2")
        driver.type("Gj")
        #expect(driver.state.chainView?.episode.description == "411.0.0")
        driver.type("k")
        #expect(driver.state.chainView?.episode.description == "412.15.7")
        click(&driver, .episodes, y: 4)
        #expect(driver.state.chainView?.episode.step == 412)
    }

    @Test("from another panel's chain the next episode is its neighbour")
    func neighbour() {
        var driver = Driver()
        driver.state.chooseEpisode(RevisionID(step: 200, group: 3, completion: 3))
        driver.type("5[")
        #expect(driver.state.chainView?.episode.description == "200.4.4")
    }

    @Test("newer episodes do not take away the chain being read")
    func pinned() {
        var driver = Driver()
        driver.type("5h")
        driver.run.newest = 420
        driver.send(.tick(driver.state.now + 5))
        driver.send(.snapshot(driver.run.snapshot(), committed: 420))
        #expect(driver.state.chainView?.episode.description == "412.0.0")
        #expect(driver.state.shownRevision?.depth == 4)
    }

    @Test("parent and child lead along the run's history")
    func family() {
        var driver = Driver()
        driver.type("5n")
        #expect(driver.state.notice?.value.text == "nothing was made from this revision yet")
        driver.type("p")
        #expect(driver.state.chainView?.episode.description == "403.4.4")
        driver.state.chooseEpisode(RevisionID(step: 100, group: 2, completion: 0))
        driver.send(.tick(driver.state.now + 1))
        driver.type("n")
        #expect(driver.state.chainView?.episode.description == "109.2.1")
    }

    @Test("Enter on a sibling opens its chain")
    func sibling() {
        var driver = Driver()
        driver.type("5jj")
        driver.press(.enter)
        #expect(driver.state.chainView?.episode.description == "412.0.2")
    }

    @Test("L leads from the chain being read to the newest")
    func newestChain() {
        var driver = Driver()
        driver.type("5[[")
        driver.run.newest = 420
        driver.send(.tick(driver.state.now + 5))
        driver.send(.snapshot(driver.run.snapshot(), committed: 420))
        driver.type("L")
        driver.send(.tick(driver.state.now + 5))
        #expect(driver.state.chainView?.episode.description == "420.0.0")
    }

    @Test("a text scrolls no further than its end, and back at once")
    func scrolling() {
        var driver = Driver(columns: 40, rows: 10)
        driver.type("5")
        driver.press(.tab)
        driver.type("vvjjjjjjjjjjjjjjj")
        let top = driver.state.chain.differenceTop
        #expect(driver.state.focusedPane == .difference)
        #expect(top == max(0, driver.state.differenceLines(width: 38).count - 6))
        driver.type("k")
        #expect(driver.state.chain.differenceTop == max(0, top - 1))
    }

    // MARK: Curves, depth, log

    @Test("smoothing stays within its weights, log y belongs to the metric")
    func curves() {
        var driver = Driver()
        driver.type("4aaaaaaaaaa")
        #expect(driver.state.curves.weight == 0.99)
        driver.type("AAAAAAAAAAAA")
        #expect(driver.state.curves.weight == 0)
        driver.type("yj")
        #expect(driver.state.curves.logarithmic == [.reward])
        #expect(driver.state.curves.metric == .solved)
    }

    @Test("every metric of the table has a place among the curves, once")
    func metrics() {
        #expect(CurvesPanel.metrics.count == Metric.allCases.count)
        #expect(Set(CurvesPanel.metrics) == Set(Metric.allCases))
    }

    @Test("earlier evaluations are reached and not passed")
    func evaluations() {
        var driver = Driver()
        driver.type("3[")
        #expect(driver.state.shownEvaluation?.step == 300)
        driver.type("[[[[[[")
        #expect(driver.state.shownEvaluation?.step == 0)
        driver.type("]")
        #expect(driver.state.shownEvaluation?.step == 100)
    }

    @Test("scrolling up the log holds it still; its beginning asks for more")
    func log() {
        var driver = Driver()
        driver.type("6k")
        #expect(!driver.state.log.isFollowing)
        driver.type("f")
        #expect(driver.state.log.isFollowing && driver.state.log.back == 0)
        driver.state.log.limit = 20
        driver.type("v")
        driver.submitted = []
        driver.type("g")
        let last = driver.submitted.last?.query
        #expect(last == .log(level: driver.state.log.level, before: nil, limit: 40))
    }

    // MARK: Mouse

    private func click(_ driver: inout Driver, _ pane: Pane, x: Int = 3, y: Int) {
        guard let rect = driver.state.layout.rect(of: pane) else {
            Issue.record("the pane \(pane) is not shown")
            return
        }
        driver.send(
            .mouse(DashboardMouse(kind: .click, row: rect.y + y, column: rect.x + x)))
    }

    @Test("a click focuses a pane and selects what is under it")
    func mouse() {
        var driver = Driver()
        click(&driver, .depthSummary, y: 2)
        #expect(driver.state.focusedPane == .depthSummary)
        driver.type("2")
        click(&driver, .bufferTable, y: 5)
        #expect(driver.state.buffer.table.selected == 3)
        let wheel = DashboardMouse(kind: .wheelDown, row: 10, column: 3)
        driver.send(.mouse(wheel))
        #expect(driver.state.buffer.table.selected == 6)
        driver.type("5")
        click(&driver, .revisions, x: 1 + ChainStrip.cell * 2, y: 2)
        #expect(driver.state.shownRevision?.depth == 2)
        click(&driver, .siblings, y: 4)
        #expect(driver.state.selectedSibling?.id.completion == 2)
        driver.type("4")
        click(&driver, .charts, x: 100, y: 30)
        #expect(driver.state.curves.metric == .rewardBase)
    }

    @Test("a click outside every pane, or under an overlay, does nothing")
    func idleClicks() {
        var driver = Driver()
        driver.type("X")
        driver.send(.mouse(DashboardMouse(kind: .doubleClick, row: 10, column: 10)))
        #expect(driver.state.overlays == [.confirmation(TrainerCommands.stopping)])
        #expect(driver.effects.isEmpty)
        driver.press(.escape)
        driver.send(.mouse(DashboardMouse(kind: .click, row: -4, column: 4000)))
        #expect(driver.effects.isEmpty)
    }
}
