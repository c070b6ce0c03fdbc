import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("The buffer's table")
struct BufferTableTests {
    @Test("a filter is at work while it is typed, and Esc takes it off")
    func filter() {
        var driver = Driver()
        driver.type("2/depth>2 score>.2")
        #expect(driver.state.sortedEntries.allSatisfy { $0.depth > 2 && $0.score > 0.2 })
        #expect(!driver.state.sortedEntries.isEmpty)
        driver.press(.enter)
        #expect(Dashboard.view(driver.state).text.contains("/depth>2 score>.2"))
        driver.press(.escape)
        #expect(driver.state.sortedEntries.count == 256)
        #expect(driver.state.screen == .buffer)
    }

    @Test("a pinned row stays on top whatever the order and the filter")
    func pin() throws {
        var driver = Driver()
        driver.type("2jjjp")
        let pinned = try #require(driver.state.buffer.pinned.first)
        #expect(driver.state.sortedEntries.first?.id == pinned)
        driver.type("sS/depth>99")
        driver.press(.enter)
        #expect(driver.state.sortedEntries.map(\.id) == [pinned])
        driver.press(.escape)
        driver.type("gp")
        #expect(driver.state.buffer.pinned.isEmpty)
    }

    @Test("marked rows are copied together, else the selected one")
    func copy() throws {
        var driver = Driver()
        driver.type("2y")
        driver.type("mjjm")
        driver.type("y")
        let texts = driver.effects.compactMap { effect -> String? in
            if case .copy(let text) = effect { return text }
            return nil
        }
        #expect(texts.map { $0.split(separator: "\n").count } == [2, 3])
        let ids = driver.state.buffer.marked
        for id in ids { #expect(texts[1].contains("\n\(id)\t")) }
    }

    @Test("a click on a heading sorts by it, a second one the other way")
    func heading() {
        var driver = Driver()
        driver.type("2")
        let row = 2
        driver.send(.mouse(DashboardMouse(kind: .click, row: row, column: 18)))
        #expect(driver.state.buffer.column == .depth)
        #expect(!driver.state.buffer.isReversed)
        driver.send(.mouse(DashboardMouse(kind: .release, row: row, column: 18)))
        driver.send(.mouse(DashboardMouse(kind: .click, row: row, column: 18)))
        #expect(driver.state.buffer.isReversed)
    }

    @Test("moving does not sort the rows again; an order, a filter, a pin and an answer do")
    func kept() throws {
        var driver = Driver()
        driver.type("2")
        func makings() -> Int { driver.state.buffer.sorted.makings }
        let first = makings()
        driver.type("jjkGgmb")
        driver.press(.tab)
        driver.type("j")
        driver.send(.tick(driver.state.now + 0.1))
        #expect(makings() == first)
        driver.press(.tab, .tab, .tab)
        for (index, key) in "sSp".enumerated() {
            driver.type(String(key))
            #expect(makings() == first + index + 1)
        }
        driver.type("/d")
        #expect(makings() == first + 4)
        driver.press(.escape)
        let before = makings()
        driver.run.newest += 1
        driver.send(.tick(driver.state.now + 2))
        driver.send(.snapshot(driver.run.snapshot(), committed: driver.run.newest))
        #expect(makings() == before + 1)
        let order = try #require(driver.state.bufferOrder)
        let rows = try #require(driver.state.bufferView?.rows)
        #expect(driver.state.buffer.sorted.value(for: order) == order.sorted(rows))
    }

    @Test("the log's filter hides other lines and highlights its words")
    func log() {
        var driver = Driver()
        driver.type("6/evaluation")
        driver.press(.enter)
        #expect(driver.state.logLines.allSatisfy { $0.entry.message.contains("evaluation") })
        #expect(!driver.state.logLines.isEmpty)
        driver.type("/level:error step>100")
        driver.press(.control("u"))
        driver.type("level:error step>100")
        driver.press(.enter)
        #expect(
            driver.state.logLines.allSatisfy { $0.entry.level == .error && $0.entry.step > 100 })
    }

    @Test("the focused pane is copied as text without its frame")
    func pane() {
        var driver = Driver()
        driver.type("5")
        driver.press(.tab)
        driver.type("Y")
        guard case .copy(let text) = driver.effects.last else {
            Issue.record("nothing was copied")
            return
        }
        #expect(!text.isEmpty)
        #expect(!text.contains("│") && !text.contains("┌"))
    }
}
