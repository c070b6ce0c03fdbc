import Runs
import Testing

@testable import Dashboard

@Suite("Asking the store")
struct QueryTests {
    @Test("nothing is asked again while nothing changed")
    func idle() {
        var driver = Driver()
        driver.submitted = []
        let revision = driver.state.revision
        let snapshot = driver.run.snapshot()
        for second in 1...4 {
            driver.send(.tick(driver.state.now + Double(second)))
            driver.send(.snapshot(snapshot, committed: 412))
            driver.send(.committed(412))
        }
        #expect(driver.submitted.isEmpty)
        #expect(driver.state.revision == revision)
    }

    @Test("a new step refreshes the shown panels, not faster than the refresh interval")
    func refresh() {
        var driver = Driver()
        driver.submitted = []
        let start = driver.state.now
        for step in 413...420 {
            driver.run.newest = step
            driver.send(.tick(start + Double(step - 412) * 0.01))
            driver.send(
                .snapshot(
                    driver.run.snapshot(at: start + Double(step - 412) * 0.01), committed: step))
        }
        #expect(driver.submitted.isEmpty)
        let due = driver.state.nextTick
        #expect(due == start + QueryBoard.Slot.depths.refreshSeconds)
        driver.send(.tick(start + 1.1))
        let slots = driver.submitted.map(\.query)
        #expect(slots.contains(.buffer(step: nil)))
        #expect(Set(slots).count == slots.count)
    }

    @Test("what reading costs puts off what is shown anew, never what a person asks for")
    func allowance() {
        var driver = Driver()
        let start = driver.state.now
        driver.send(.reading(0))
        // Ten times what may be saved up.
        driver.send(.reading(10 * ReadingAllowance.most))
        driver.run.newest = 413
        driver.submitted = []
        let late = start + ReadingAllowance.longest
        for tenth in 11..<40 {
            driver.send(.tick(start + Double(tenth) / 10))
            driver.send(.snapshot(driver.run.snapshot(), committed: 413))
        }
        #expect(driver.submitted.isEmpty)
        #expect(driver.state.nextTick.map { abs($0 - late) < 0.01 } == true)
        driver.type("4")
        #expect(!driver.submitted.isEmpty)
        driver.submitted = []
        driver.type("1")
        driver.send(.tick(late + 0.01))
        #expect(driver.submitted.map(\.query).contains(.buffer(step: nil)))
    }

    @Test("reading takes its share of a processor's time, whatever a query costs")
    func share() {
        for cost in [0.0001, 0.001, 0.01] {
            var allowance = ReadingAllowance()
            var spent = 0.0
            for tick in 0..<10_000 {
                let now = Double(tick) / 100
                guard allowance.due(at: now) <= now else { continue }
                spent += cost
                allowance.spend(total: spent, at: now)
            }
            let fair = 100 * ReadingAllowance.share
            #expect(spent >= 0.9 * fair && spent <= fair + ReadingAllowance.most + cost)
        }
    }

    @Test("a first answer is awaited, one that brings what is shown up to date is not")
    func awaiting() throws {
        var driver = Driver()
        #expect(!driver.state.isAwaitingFirstAnswer)
        driver.isAnswering = false
        driver.type("2")
        // The overview has asked for the buffer already.
        #expect(!driver.state.isAwaitingFirstAnswer)
        driver.submitted = []
        driver.type("4")
        #expect(driver.state.isAwaitingFirstAnswer)
        for (ticket, query) in driver.submitted {
            driver.send(.answer(ticket: ticket, driver.run.answer(query)))
        }
        #expect(!driver.state.isAwaitingFirstAnswer)
        driver.run.newest += 1
        driver.submitted = []
        driver.send(.tick(driver.state.now + 2))
        driver.send(.snapshot(driver.run.snapshot(), committed: driver.run.newest))
        #expect(!driver.submitted.isEmpty)
        #expect(!driver.state.isAwaitingFirstAnswer)
        driver.type("{")
        #expect(driver.state.isAwaitingFirstAnswer)
        driver.type("1")
        driver.type("4")
        driver.type("L")
        #expect(!driver.state.isAwaitingFirstAnswer)
    }

    @Test("at most a few queries are under way, and one that no panel wants is cancelled")
    func discipline() {
        var driver = Driver()
        driver.isAnswering = false
        driver.type("{")
        #expect(driver.state.board.inFlight == QueryBoard.mostInFlight)
        for screen in DashboardScreen.allCases {
            driver.type("\(screen.key)}{{")
            #expect(driver.state.board.inFlight <= QueryBoard.mostInFlight)
        }
        let open = Set(driver.submitted.map(\.ticket)).subtracting(driver.cancelled)
        // Those answered at the beginning are neither open nor cancelled.
        #expect(open.count >= driver.state.board.inFlight)
        #expect(!driver.cancelled.isEmpty)
    }

    @Test("an answer that comes after its cancellation is dropped")
    func late() {
        var driver = Driver()
        driver.isAnswering = false
        driver.type("2{")
        let ticket = driver.submitted.last { $0.query == .buffer(step: 411) }?.ticket
        driver.type("{")
        driver.send(.answer(ticket: ticket ?? 0, driver.run.answer(.buffer(step: 411))))
        #expect(ticket != nil)
        #expect(driver.state.bufferView?.step == 412)
    }

    @Test("a fast run can't starve a slow query")
    func starvation() {
        var driver = Driver()
        driver.isAnswering = false
        driver.submitted = []
        for step in 413...440 {
            let time = driver.state.now + 1.3
            driver.send(.tick(time))
            driver.send(.snapshot(driver.run.snapshot(at: time), committed: step))
        }
        #expect(driver.cancelled.isEmpty)
        #expect(driver.submitted.count == driver.state.board.inFlight)
    }
}
