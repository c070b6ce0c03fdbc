import Runs
import Testing

@testable import Dashboard

@Suite("Looking at past steps")
struct TimeTests {
    @Test("step keys walk, L returns to live")
    func walk() {
        var driver = Driver()
        driver.type("{{{")
        #expect(driver.state.at == 409)
        driver.type("}")
        #expect(driver.state.at == 410)
        driver.type("L")
        #expect(driver.state.at == nil)
        driver.type("L")
        #expect(driver.state.notice?.value.text == "this is the newest step")
    }

    @Test("the palette jumps to a step, and refuses one that is not recorded")
    func jump() {
        var driver = Driver()
        driver.type(":step 120")
        driver.press(.enter)
        #expect(driver.state.at == 120)
        driver.type(":9999")
        driver.press(.enter)
        #expect(driver.state.at == 120)
        guard case .palette(let palette) = driver.state.overlays.last else {
            Issue.record("the palette closed")
            return
        }
        #expect(palette.problem == "expected a step from 1 to 412, or live")
        driver.press(.control("u"))
        driver.type("live")
        driver.press(.enter)
        #expect(driver.state.at == nil)
    }

    @Test("every panel asks for the step looked at", arguments: DashboardScreen.allCases)
    func queries(screen: DashboardScreen) {
        var driver = Driver()
        driver.type("\(screen.key):77")
        driver.submitted = []
        driver.press(.enter)
        for (_, query) in driver.submitted {
            switch query {
            case .buffer(let step), .depths(let step, _), .tree(let step): #expect(step == 77)
            case .episodes(let step, _), .evaluations(let step): #expect(step == 77)
            case .series(_, let steps, _, _): #expect(steps?.upperBound == 77)
            case .chain(let id): #expect(id.step <= 77)
            case .depthGrid(let steps, _): #expect(steps?.upperBound == 77)
            case .chains(let filter, _): #expect((filter.steps?.upperBound ?? 99) <= 77)
            case .distinct(let step, _), .answerMap(_, let step): #expect(step == 77)
            case .searches(let step): #expect(step == 77)
            case .log, .marks: break
            default: Issue.record("unexpected \(query)")
            }
        }
        #expect(!driver.submitted.isEmpty)
    }

    @Test("the last step of a live run can be held while it trains on")
    func hold() {
        var driver = Driver()
        driver.type(":412")
        driver.press(.enter)
        #expect(driver.state.at == 412)
        driver.run.newest = 500
        driver.send(.snapshot(driver.run.snapshot(), committed: 500))
        #expect(driver.state.shownStep == 412)
    }

    @Test("the curves' cursor opens the run at its step")
    func cursor() {
        var driver = Driver()
        driver.type("4x")
        #expect(driver.state.notice?.value.text == "put the cursor on a step first: h, l")
        driver.type("hhhh")
        let cursor = driver.state.curves.cursor
        driver.type("x")
        #expect(driver.state.at == cursor)
    }

    @Test("a recorded run without snapshots shows its newest step's metrics")
    func recorded() {
        var driver = Driver(ability: .readOnly("finished"), role: .watches)
        driver.state.session?.snapshot = nil
        driver.send(.tick(driver.state.now + 1))
        #expect(driver.state.shownRow?[.reward] == driver.run.value(.reward, 412))
        driver.type("{")
        #expect(driver.state.shownRow?[.reward] == driver.run.value(.reward, 411))
    }

    @Test("an alarm raised later is not shown in the past")
    func alarms() {
        var driver = Driver(snapshot: FixtureRun().snapshot(alarms: [FixtureRun.alarm]))
        #expect(driver.state.shownAlarms.count == 1)
        driver.type(":397")
        driver.press(.enter)
        #expect(driver.state.shownAlarms.isEmpty)
    }
}
