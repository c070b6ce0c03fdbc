import Runs
import Testing

@testable import Dashboard

@Suite("The log")
struct LogTests {
    @Test("a search leaves all lines and walks from one that fits to the next")
    func search() throws {
        var driver = Driver()
        driver.type("6")
        let all = driver.state.logLines.count
        driver.type("sevaluation")
        driver.press(.enter)
        #expect(driver.state.logLines.count == all)
        let newest = try #require(driver.state.selectedLogLine)
        #expect(newest.entry.message.contains("evaluation"))
        driver.type("N")
        let older = try #require(driver.state.selectedLogLine)
        #expect(older.id < newest.id && older.entry.message.contains("evaluation"))
        driver.type("n")
        #expect(driver.state.selectedLogLine == newest)
        // Beyond the newest it goes on at the oldest.
        driver.type("n")
        #expect(try #require(driver.state.selectedLogLine).id < older.id)
        driver.press(.escape)
        #expect(driver.state.log.search.isEmpty && driver.state.screen == .logs)
    }

    @Test("Enter looks at the step of the selected line, y copies it")
    func look() throws {
        var driver = Driver()
        driver.type("6kkkk")
        let line = try #require(driver.state.selectedLogLine)
        driver.type("y")
        guard case .copy(let text) = driver.effects.last else {
            Issue.record("nothing was copied")
            return
        }
        #expect(text.contains(line.entry.message) && text.contains("\(line.entry.step)"))
        driver.press(.enter)
        #expect(driver.state.at == line.entry.step)
        #expect(driver.state.selectedLogLine == line)
    }

    @Test("lines held still stay in place when others are written", arguments: [false, true])
    func hold(isWrapping: Bool) throws {
        var driver = Driver(columns: 60, rows: 20)
        driver.type(isWrapping ? "6wkkkkkk" : "6kkkkkk")
        let shown = driver.state.shownLog(width: 58, height: 15).map {
            driver.state.logLines[$0.index].id
        }
        guard case .log(var lines) = driver.state.answer(.log) else {
            Issue.record("the log was not answered")
            return
        }
        let last = try #require(lines.last)
        lines += (1...5).map { LogLine(id: last.id + $0, entry: last.entry) }
        driver.isAnswering = false
        driver.submitted = []
        driver.state.log.level = .debug
        driver.send(.resize(columns: 60, rows: 20))
        let ticket = try #require(driver.submitted.last?.ticket)
        driver.send(.answer(ticket: ticket, .log(lines)))
        #expect(driver.state.logLines.count == lines.count)
        let after = driver.state.shownLog(width: 58, height: 15).map {
            driver.state.logLines[$0.index].id
        }
        #expect(after == shown)
    }

    @Test("every selected line is in sight, wrapped or not", arguments: [false, true])
    func sight(isWrapping: Bool) {
        var driver = Driver(columns: 40, rows: 12)
        driver.type(isWrapping ? "6w" : "6")
        let room = driver.state.visibleRows(of: .log)
        for key in String(repeating: "k", count: 40) + "g" + String(repeating: "j", count: 40) {
            driver.type(String(key))
            let rows = driver.state.shownLog(width: 38, height: room)
            #expect(rows.contains { $0.index == driver.state.logCursor })
        }
    }

    @Test("a press selects the line under the pointer")
    func click() {
        var driver = Driver()
        driver.type("6")
        driver.send(.mouse(DashboardMouse(kind: .click, row: 2, column: 20)))
        let rows = driver.state.shownLog(width: 118, height: 31)
        #expect(driver.state.logCursor == rows.first?.index)
    }

    @Test("the hint names the keys a word may become, or what is wrong with it")
    func hint() {
        #expect(RowFilter.hint("sc", for: BufferView.Row.self) == "score<number")
        #expect(RowFilter.hint("depth>2 !ki", for: BufferView.Row.self) == "kind:text")
        #expect(RowFilter.hint("depth>x", for: BufferView.Row.self).contains("expected a number"))
        #expect(RowFilter.hint("nokey>3", for: LogLine.self).contains("expected one of step level"))
        #expect(RowFilter.hint("", for: LogLine.self).hasSuffix("keys: step level"))
    }
}
