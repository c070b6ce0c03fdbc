import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("What is worked out of answers is kept")
struct KeptTests {
    /// The screen drawn with nothing kept.
    private func drawnAnew(_ state: DashboardState) -> Grid {
        var state = state
        state.tree.grown = Kept()
        state.tree.shown = Kept()
        state.buffer.sorted = Kept()
        state.curves.charts = Kept()
        return Dashboard.view(state)
    }

    @Test(
        "a screen is the same whether what it shows was kept or not",
        arguments: ["2", "4", "7", "8mjm4"])
    func same(screen: String) {
        var driver = Driver(columns: 200, rows: 50)
        let keys: [Character] = Array("jkGghhl+-]#ysSaA[0m" + "p=ZbjJ{}L")
        driver.type(screen)
        for key in keys + ["\n", "j", "h", "\t", "j"] + keys {
            switch key {
            case "\n": driver.press(.enter)
            case "\t": driver.press(.tab)
            default: driver.type(String(key))
            }
            if driver.state.overlays.isEmpty {
                #expect(Dashboard.view(driver.state) == drawnAnew(driver.state), "after \(key)")
            } else {
                driver.press(.escape)
            }
            driver.run.newest += 1
            driver.send(.tick(driver.state.now + 0.2))
            driver.send(.snapshot(driver.run.snapshot(), committed: driver.run.newest))
        }
    }

    @Test("a cursor, a selection and a step without an answer lay out no chart again")
    func charts() throws {
        var driver = Driver(columns: 200, rows: 50)
        driver.type("4")
        func makings() -> Int { driver.state.curves.charts.makings }
        func isKept() throws -> Bool {
            driver.state.curves.charts.value(for: try #require(driver.state.chartsKey)) != nil
        }
        let first = makings()
        driver.type("hhljk#")
        driver.press(.tab)
        driver.isAnswering = false
        for _ in 0..<4 {
            driver.run.newest += 1
            driver.send(.tick(driver.state.now + 0.01))
            driver.send(.snapshot(driver.run.snapshot(), committed: driver.run.newest))
        }
        #expect(makings() == first)
        #expect(try isKept())
        for (index, key) in "y+]0".enumerated() {
            driver.type(String(key))
            #expect(makings() == first + index + 1, "\(key)")
            #expect(try isKept(), "\(key)")
        }
        driver.press(.enter)
        #expect(makings() == first + 5)
        #expect(try isKept())
        driver.type("1")
        driver.isAnswering = true
        driver.type("4")
        #expect(try isKept())
    }

    @Test("charts end at the last step the answer can know of, and grow with the next one")
    func end() {
        var driver = Driver()
        driver.type("4")
        let before = driver.state.chartSteps.upperBound
        #expect(before == driver.run.newest)
        driver.isAnswering = false
        driver.run.newest += 8
        driver.send(.snapshot(driver.run.snapshot(), committed: driver.run.newest))
        #expect(driver.state.chartSteps.upperBound == before)
        #expect(driver.state.allSteps.upperBound == before + 8)
        driver.isAnswering = true
        driver.send(.tick(driver.state.now + 2))
        #expect(driver.state.chartSteps.upperBound == before + 8)
        driver.type(":50")
        driver.press(.enter)
        #expect(driver.state.chartSteps == 1...50)
    }
}
