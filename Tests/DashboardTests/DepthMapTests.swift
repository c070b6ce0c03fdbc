import Runs
import Testing

@testable import Dashboard

@Suite("The map of depth by time")
struct DepthMapTests {
    @Test("the cursor moves over cells, and the chains behind its cell are asked for")
    func cursor() throws {
        var driver = Driver()
        driver.type("3")
        let first = try #require(driver.state.mapCell)
        #expect(first.row == 0)
        driver.type("jjhhh")
        let cell = try #require(driver.state.mapCell)
        #expect(cell.row == 2)
        #expect(cell.steps.upperBound < first.steps.lowerBound)
        let asked = driver.submitted.last { if case .chains = $0.query { true } else { false } }
        guard case .chains(let filter, _) = asked?.query else {
            Issue.record("no chain was asked for")
            return
        }
        #expect(filter.steps == cell.steps)
        #expect(filter.depth == 2)
    }

    @Test("Enter lists the chains and then opens one; Esc comes back to the map")
    func open() throws {
        var driver = Driver()
        driver.type("3jj")
        driver.press(.enter)
        #expect(driver.state.focusedPane == .cellChains)
        let chain = try #require(driver.state.cellChains.first)
        driver.press(.enter)
        #expect(driver.state.screen == .chain)
        #expect(driver.state.chain.episode == chain.id)
        driver.press(.escape)
        #expect(driver.state.screen == .depth)
    }

    @Test("x looks at the cell's step, and the order of the chains can be chosen")
    func look() throws {
        var driver = Driver()
        driver.type("3hhhhhhhh")
        let cell = try #require(driver.state.mapCell)
        driver.type("oo")
        #expect(driver.state.depth.order == .newest)
        driver.type("x")
        #expect(driver.state.at == cell.steps.upperBound)
    }

    @Test("zooming shows fewer steps about the cursor, and 0 all of them")
    func zoom() throws {
        var driver = Driver()
        driver.type("3hhhhhhhhhhhhhhhhhhhhi")
        let window = try #require(driver.state.depth.mapSteps)
        let cell = try #require(driver.state.mapCell)
        #expect(window.contains(cell.steps.lowerBound))
        #expect(window.count < 300)
        driver.type("0")
        #expect(driver.state.depth.mapSteps == nil)
    }

    @Test("a click puts the cursor on a cell")
    func click() throws {
        var driver = Driver()
        driver.type("3")
        driver.send(.mouse(DashboardMouse(kind: .click, row: 4, column: 20)))
        let cell = try #require(driver.state.mapCell)
        #expect(cell.row == 2)
        #expect(cell.steps.upperBound < 200)
    }
}
