import Foundation
import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("The list of runs and the form")
struct BrowserTests {
    @Test("Enter opens the selected run; q in a watched run returns to the list")
    func open() {
        var driver = Driver(runs: Driver.listings)
        driver.type("j")
        driver.press(.enter)
        #expect(driver.effects == [.open(path: "/sample-runs/sample-grpo")])
        driver.press(.enter)
        #expect(driver.effects.count == 1)
        driver.send(.opened(FixtureRun.description, .readOnly("finished"), .watches))
        #expect(driver.state.place == .run)
        driver.effects = []
        driver.type("q")
        #expect(driver.effects == [.close, .listRuns])
        #expect(driver.state.place == .browser)
        driver.type("q")
        #expect(driver.effects.last == .leave(.quit))
    }

    @Test("a run that can't be read says why and is not opened")
    func torn() {
        var driver = Driver(runs: Driver.listings)
        driver.type("G")
        driver.press(.enter)
        #expect(driver.effects.isEmpty)
        #expect(driver.state.notice?.value.text == "run.sqlite is not a database")
    }

    @Test("the selection stays on its run when the list changes")
    func list() {
        var driver = Driver(runs: Driver.listings)
        driver.type("jj")
        driver.send(.runs(Array(Driver.listings.reversed())))
        #expect(driver.state.browser.selected?.run.name == "exit-2")
        driver.send(.runs([]))
        #expect(driver.state.browser.selected == nil)
        driver.press(.enter, .pageDown, .character("G"))
        #expect(driver.effects.isEmpty)
    }

    @Test("the form gives a request that the configuration accepts")
    func form() throws {
        var driver = Driver(runs: Driver.listings)
        driver.type("nmine")
        driver.press(
            .tab, .right, .tab, .right, .right, .right, .tab, .left, .tab, .right, .tab,
            .control("u"))
        driver.type("40")
        driver.press(.enter, .control("u"))
        driver.type("9")
        driver.press(.enter)
        driver.type("beta = 0.01")
        driver.press(.enter)
        driver.press(.enter)
        #expect(driver.state.browser.form?.field == .start)
        driver.press(.enter)
        guard case .start(let request) = driver.effects.first else {
            Issue.record("nothing was started: \(driver.effects)")
            return
        }
        #expect(request.name?.name == "mine")
        #expect(request.preset == .paper)
        var configuration = RunConfiguration(preset: request.preset)
        for setting in request.settings {
            try ConfigurationKey.named(setting.key).write(setting.value, to: &configuration)
        }
        #expect(configuration.strategy == .diverge)
        #expect(configuration.level == 3)
        #expect(configuration.steps == 40)
        #expect(configuration.seed == 9)
        #expect(configuration.beta == 0.01)
    }

    @Test("a domain brings its own level and steps, which may still be changed")
    func domain() throws {
        var form = RunForm(taken: [])
        form.field = .domain
        let isTurned = form.choose(1)
        #expect(isTurned)
        #expect(form.domain == "tools")
        var tools = RunConfiguration()
        tools.apply(domain: "tools")
        #expect(form.level == tools.level)
        #expect(form.steps.string == String(tools.steps))
        var configuration = RunConfiguration()
        for setting in try #require(form.request).settings {
            try ConfigurationKey.named(setting.key).write(setting.value, to: &configuration)
        }
        #expect(configuration == tools)
        let isTurnedBack = form.choose(-1)
        #expect(isTurnedBack)
        #expect(form.steps.string == String(RunConfiguration().steps))
    }

    @Test("a value that is not accepted says what is, and nothing starts")
    func refused() {
        var form = RunForm(taken: ["exit-2"])
        form.name = TextField("exit-2")
        #expect(form.problem(of: .name) == "a run of this name exists")
        form.name = TextField("../x")
        #expect(form.problem(of: .name)?.contains("letters") == true)
        form.name = TextField("")
        form.settings = [TextField("btea=1")]
        #expect(form.problem(of: .setting(0))?.contains("did you mean 'beta'?") == true)
        form.settings = [TextField("beta")]
        #expect(form.problem(of: .setting(0)) != nil)
        form.settings = [TextField("beta=loud")]
        #expect(form.problem(of: .start)?.contains("expected a number") == true)
        #expect(form.request == nil)
    }

    @Test("digits and q typed in the form are text")
    func typing() {
        var driver = Driver(runs: Driver.listings)
        driver.type("nq2 t?")
        #expect(driver.state.browser.form?.name.string == "q2 t?")
        #expect(driver.effects.isEmpty)
        driver.press(.escape)
        #expect(driver.state.browser.form == nil)
    }

    @Test("deleting asks first, and is refused while the run is trained")
    func delete() {
        var driver = Driver(runs: Driver.listings)
        driver.type("Dn")
        #expect(driver.effects.isEmpty)
        driver.type("Dy")
        #expect(driver.effects == [.delete(path: "/sample-runs/sample-exit")])
        driver.type("jjD")
        #expect(driver.state.overlays.isEmpty)
        #expect(driver.state.notice?.value.text == "exit-2 is being trained")
    }

    @Test("an archived run is put aside, listed on demand, and can come back")
    func archive() {
        var driver = Driver(runs: Driver.listings)
        driver.type("a")
        #expect(
            driver.effects == [.archive(path: "/sample-runs/sample-exit", isArchived: true)])
        var runs = Driver.listings
        runs[0] = ListedRun(
            run: runs[0].run, path: "/sample-runs/archive/sample-exit", place: "sample-runs",
            strategy: .exit, state: "finished", step: 600, steps: 600, bytes: 6_400_000,
            changed: FixtureRun.start, isArchived: true)
        driver.send(.runs(runs))
        #expect(driver.state.browser.shown.count == 3)
        #expect(Dashboard.view(driver.state).text.contains("1 archived"))
        driver.type("Ag")
        #expect(driver.state.browser.shown.count == 4)
        driver.type("a")
        #expect(
            driver.effects.last
                == .archive(path: "/sample-runs/archive/sample-exit", isArchived: false))
    }

    @Test("a fork is asked for by step, name and settings, from the list and from a run")
    func fork() throws {
        var driver = Driver(runs: Driver.listings)
        driver.type("F")
        driver.press(.control("u"))
        driver.type("step=120 name=hot learning_rate=0.001")
        driver.press(.enter)
        let hot = try #require(RunID("hot"))
        #expect(
            driver.effects == [
                .fork(
                    ForkRequest(
                        path: "/sample-runs/sample-exit", step: 120, name: hot,
                        settings: [RunRequest.Setting(key: "learning_rate", value: "0.001")]))
            ])
        var run = Driver(ability: .readOnly("recorded"), role: .watches)
        run.type(":50")
        run.press(.enter)
        run.type("F")
        run.press(.enter)
        #expect(
            run.effects == [
                .fork(ForkRequest(path: "/runs/sample-exit", step: 50, name: nil, settings: []))
            ])
    }

    @Test("the rows of the screen shown are written to a file of a name that says the format")
    func export() {
        var driver = Driver(ability: .readOnly("recorded"), role: .watches)
        driver.type(":50")
        driver.press(.enter)
        driver.type("4:export rows.csv")
        driver.press(.enter)
        driver.type(":export rows.txt")
        driver.press(.enter)
        #expect(
            driver.effects == [
                .export(screen: .curves, step: 50, episode: nil, path: "rows.csv")
            ])
    }

    @Test(
        "what a fork does not accept is told",
        arguments: [
            ("step=9999", "step: '9999' is not accepted; expected 0 to 600"),
            ("learning_rate=fast", "learning_rate: 'fast' is not accepted"),
            ("step=1 ../x", "name: '../x'"),
            ("lerning_rate=1", "unknown key 'lerning_rate'"),
        ])
    func forkRefused(line: String, problem: String) {
        var driver = Driver(runs: Driver.listings)
        driver.type("F")
        driver.press(.control("u"))
        driver.type(line)
        driver.press(.enter)
        #expect(driver.effects.isEmpty)
        guard case .prompt(let prompt) = driver.state.overlays.last else {
            Issue.record("the prompt closed")
            return
        }
        #expect(prompt.problem?.hasPrefix(problem) == true)
    }

    @Test("a run that this program trains says how it is forked elsewhere")
    func forkLive() {
        var driver = Driver()
        driver.type("F")
        #expect(driver.effects.isEmpty)
        #expect(
            driver.state.notice?.value.text.contains("redraft fork sample-exit --at 412") == true)
    }

    @Test("the list is sorted and filtered, and Esc takes the filter off")
    func filter() {
        var driver = Driver(runs: Driver.listings)
        driver.type("s")
        #expect(
            driver.state.browser.shown.map(\.run.name)
                == ["exit-2", "sample-exit", "sample-grpo", "torn"])
        driver.type("/strategy:exit solved>.5")
        #expect(driver.state.browser.shown.map(\.run.name) == ["exit-2", "sample-exit"])
        driver.press(.enter)
        #expect(Dashboard.view(driver.state).text.contains("/strategy:exit solved>.5"))
        driver.press(.escape)
        #expect(driver.state.browser.shown.count == 4)
    }

    @Test("the mouse chooses in the form and presses its button")
    func formMouse() throws {
        var driver = Driver(runs: Driver.listings)
        driver.type("n")
        let lines = Dashboard.view(driver.state).text.split(separator: "\n").map(String.init)
        func press(_ word: String) throws {
            let row = try #require(lines.firstIndex { $0.contains(word) })
            let text = lines[row]
            let place = try #require(text.range(of: word))
            driver.send(
                .mouse(
                    DashboardMouse(
                        kind: .click, row: row,
                        column: text.distance(from: text.startIndex, to: place.lowerBound) + 1)))
        }
        try press("grpo")
        #expect(driver.state.browser.form?.strategy == .grpo)
        try press("start")
        guard case .start(let request) = driver.effects.last else {
            Issue.record("no run was started")
            return
        }
        #expect(request.settings.first { $0.key == "strategy" }?.value == "grpo")
    }
}
