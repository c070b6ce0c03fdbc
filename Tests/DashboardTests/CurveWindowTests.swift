import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("Curves: windows, cursors, other runs")
struct CurveWindowTests {
    @Test("zooming keeps the step it is about in its place")
    func zoom() {
        var panel = CurvesPanel()
        panel.zoom(by: 0.5, about: 300, in: 1...400)
        let window = panel.window
        #expect(window?.count == 200)
        // 300 was at 299/399 of the whole and is there in the window.
        let share = window.map { Double(300 - $0.lowerBound) / Double($0.count - 1) } ?? 0
        #expect(abs(share - 299.0 / 399) < 0.01)
        panel.zoom(by: 2, about: 300, in: 1...400)
        #expect(panel.window == nil)
    }

    @Test("no zoom or pan leaves the recorded steps or shows too few", arguments: 0..<200)
    func bounds(seed: Int) {
        var generator = CounterGenerator(seed: UInt64(seed), purpose: .play)
        var panel = CurvesPanel()
        let all = 1...(2 + generator.below(5000))
        for _ in 0..<40 {
            if generator.below(2) == 0 {
                panel.zoom(
                    by: [0.5, 0.7, 1 / 0.7, 2][generator.below(4)],
                    about: 1 + generator.below(all.count), in: all)
            } else {
                panel.pan(by: generator.below(2) == 0 ? -0.25 : 0.25, in: all)
            }
            guard let window = panel.window else { continue }
            #expect(all.contains(window.lowerBound) && all.contains(window.upperBound))
            #expect(window.count >= StepWindow.least)
        }
    }

    @Test("a drag over a chart zooms to its steps, a click puts the cursor there")
    func drag() throws {
        var driver = Driver()
        driver.type("4")
        driver.press(.enter)
        driver.send(.mouse(DashboardMouse(kind: .click, row: 10, column: 40)))
        let from = try #require(driver.state.curves.cursor)
        driver.send(.mouse(DashboardMouse(kind: .drag, row: 12, column: 70)))
        driver.send(.mouse(DashboardMouse(kind: .release, row: 12, column: 80)))
        let window = try #require(driver.state.curves.window)
        #expect(window.lowerBound == from)
        #expect(window.upperBound > from + 100)
        // All charts ask for these steps alone.
        let asked = driver.submitted.last { if case .series = $0.query { true } else { false } }
        guard case .series(_, let steps, _, _) = asked?.query else {
            Issue.record("no curve was asked for")
            return
        }
        #expect(steps == window)
        driver.type("0")
        #expect(driver.state.curves.window == nil)
        #expect(driver.state.curves.cursor == nil)
    }

    @Test("a window never shows steps after the one looked at")
    func past() {
        var driver = Driver()
        driver.type("4++")
        driver.submitted = []
        driver.type(":50")
        driver.press(.enter)
        for (_, query) in driver.submitted {
            if case .series(_, let steps, _, _) = query { #expect((steps?.upperBound ?? 99) <= 50) }
        }
        #expect(driver.state.curveSteps.upperBound <= 50)
    }

    @Test("marked runs are asked for, drawn over this one, and taken off again")
    func overlay() {
        var driver = Driver()
        driver.type("8m")
        #expect(driver.state.compare.marked == ["/sample-runs/sample-exit"])
        driver.type("jm")
        #expect(driver.state.comparedRuns.count == 2)
        let text = Dashboard.view(driver.state).text
        #expect(text.contains("sample-grpo"))
        #expect(text.contains("beta"))
        #expect(text.contains("*0.01"))
        driver.type("0")
        #expect(driver.state.comparedRuns.isEmpty)
    }
}

@Suite("The scrubber")
struct ScrubberUseTests {
    @Test("a press and a drag on it look at steps; its end is live again")
    func scrub() {
        var driver = Driver()
        let row = driver.state.rows - 2
        driver.send(.mouse(DashboardMouse(kind: .click, row: row, column: 40)))
        let first = driver.state.at
        #expect(first != nil)
        driver.send(.mouse(DashboardMouse(kind: .drag, row: 3, column: 60)))
        #expect((driver.state.at ?? 0) > (first ?? 999))
        driver.send(.mouse(DashboardMouse(kind: .drag, row: 3, column: 119)))
        #expect(driver.state.at == nil)
        driver.send(.mouse(DashboardMouse(kind: .release, row: 3, column: 119)))
        driver.send(.mouse(DashboardMouse(kind: .drag, row: row, column: 20)))
        #expect(driver.state.at == nil)
    }

    @Test("marks lead to their steps, and alarms of the past show as they were")
    func marks() {
        var driver = Driver()
        driver.type("<")
        #expect(driver.state.at == 398)
        #expect(driver.state.shownAlarms.map(\.kind) == [.copiedDrafts])
        driver.type("<")
        #expect(driver.state.at == 200)
        #expect(driver.state.shownAlarms.isEmpty)
        driver.type("<")
        #expect(driver.state.at == 120)
        driver.type("<")
        #expect(driver.state.notice?.value.text == "no mark before this step")
    }
}
