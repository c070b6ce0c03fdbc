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
        driver.press(.tab, .right, .tab, .left, .tab, .right, .tab, .control("u"))
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
}
