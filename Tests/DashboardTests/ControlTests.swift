import Runs
import Testing

@testable import Dashboard

@Suite("Controlling the trainer")
struct ControlTests {
    @Test("Space pauses a running trainer and resumes a held one")
    func space() {
        var driver = Driver()
        driver.type(" ")
        #expect(driver.effects == [.command(.pause)])
        for control in [RunControl.pausing, .paused(.requested)] {
            driver.effects = []
            driver.send(.snapshot(driver.run.snapshot(control: control), committed: 412))
            driver.type(" ")
            #expect(driver.effects == [.command(.resume)])
        }
    }

    @Test("one step, n steps, and a checkpoint")
    func steps() {
        var driver = Driver()
        driver.type(".C>25")
        driver.press(.enter)
        #expect(
            driver.effects == [.command(.step(1)), .command(.checkpoint), .command(.step(25))])
        #expect(driver.state.overlays.isEmpty)
    }

    @Test("a refused number of steps says what is accepted and stays open")
    func refused() {
        var driver = Driver()
        driver.type(">many")
        driver.press(.enter)
        #expect(driver.effects.isEmpty)
        guard case .prompt(let prompt) = driver.state.overlays.last else {
            Issue.record("the prompt closed")
            return
        }
        #expect(prompt.problem?.contains("whole number") == true)
        driver.press(.escape)
        #expect(driver.state.overlays.isEmpty)
    }

    @Test("stop asks first")
    func stop() {
        var driver = Driver()
        driver.type("Xn")
        #expect(driver.effects.isEmpty)
        driver.type("Xy")
        #expect(driver.effects == [.command(.stop)])
        #expect(driver.state.overlays.isEmpty)
    }

    @Test("a read-only run refuses commands and says why")
    func readOnly() {
        var driver = Driver(ability: .readOnly("recorded"), role: .watches)
        for key in [" ", ".", ">", "C", "X"] {
            driver.type(key)
            #expect(driver.effects.isEmpty)
            #expect(driver.state.notice?.value.text == "read only: recorded")
            #expect(driver.state.overlays.isEmpty)
        }
    }

    @Test("a finished or stopping run refuses commands")
    func ended() {
        var driver = Driver(snapshot: FixtureRun().snapshot(end: .finished))
        driver.type(" ")
        #expect(driver.effects.isEmpty)
        #expect(driver.state.notice?.value.text == "the run is finished")
        driver = Driver(snapshot: FixtureRun().snapshot(control: .stopping))
        driver.type("X")
        #expect(driver.state.notice?.value.text == "the run is stopping")
    }

    @Test(
        "q and Ctrl-C ask while this program trains",
        arguments: [DashboardKey.character("q"), .control("c")])
    func quit(key: DashboardKey) {
        var driver = Driver()
        driver.press(key)
        #expect(driver.state.overlays == [.leaving])
        driver.press(key)
        #expect(driver.state.overlays.isEmpty)
        driver.press(key, .character("d"))
        #expect(driver.effects == [.leave(.detach)])
    }

    @Test("checkpoint and stop leaves when the run has ended, not before")
    func stopAndLeave() {
        var driver = Driver()
        driver.type("qs")
        #expect(driver.effects == [.command(.stop)])
        driver.send(.snapshot(driver.run.snapshot(control: .stopping), committed: 412))
        #expect(driver.effects == [.command(.stop)])
        driver.send(.snapshot(driver.run.snapshot(end: .interrupted), committed: 412))
        #expect(driver.effects == [.command(.stop), .leave(.quit)])
    }

    @Test("leaving a watched or an ended run just leaves")
    func leave() {
        var driver = Driver(role: .watches)
        driver.type("q")
        #expect(driver.effects == [.leave(.quit)])
        driver = Driver(snapshot: FixtureRun().snapshot(end: .finished))
        driver.type("q")
        #expect(driver.effects == [.leave(.quit)])
    }

    @Test("trainer keys are live in a window too small to draw in")
    func small() {
        var driver = Driver(columns: 12, rows: 3)
        driver.type(" ")
        #expect(driver.effects == [.command(.pause)])
    }

    @Test("pasted text never acts as keys")
    func paste() {
        var driver = Driver()
        driver.send(.paste("qX y"))
        #expect(driver.effects.isEmpty)
        #expect(driver.state.overlays.isEmpty)
        driver.type(">")
        driver.send(.paste("1\n2"))
        driver.press(.enter)
        #expect(driver.effects == [.command(.step(12))])
    }

    @Test("a busy trainer that falls silent is marked, a paused one is not")
    func silence() {
        var driver = Driver()
        #expect(driver.state.silence == nil)
        let start = driver.state.now
        #expect(driver.state.nextTick == start + 5)
        driver.send(.tick(start + 12.3))
        #expect(driver.state.silence == 12)
        #expect(driver.state.nextTick == start + 13)
        driver.send(
            .snapshot(
                driver.run.snapshot(control: .paused(.requested), at: start + 13), committed: 412))
        driver.send(.tick(start + 90))
        #expect(driver.state.silence == nil)
        #expect(driver.state.nextTick == nil)
    }

    @Test("an alarm that is raised is told")
    func alarm() {
        var driver = Driver()
        driver.send(.snapshot(driver.run.snapshot(alarms: [FixtureRun.alarm]), committed: 412))
        #expect(
            driver.state.notice?.value
                == DashboardNotice(level: .warning, text: FixtureRun.alarm.message))
    }
}
