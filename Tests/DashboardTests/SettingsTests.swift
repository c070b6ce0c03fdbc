import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("The settings screen")
struct SettingsTests {
    @Test("Enter changes the selected setting, by a value that its key accepts")
    func change() {
        var driver = Driver()
        driver.type(",")
        let key = driver.state.selectedSetting
        #expect(key?.name == "learning_rate")
        driver.press(.enter, .control("u"))
        driver.type("fast")
        driver.press(.enter)
        #expect(driver.effects.isEmpty)
        guard case .prompt(let prompt) = driver.state.overlays.last else {
            Issue.record("the prompt closed")
            return
        }
        #expect(prompt.problem?.contains("'fast' is not accepted") == true)
        driver.press(.control("u"))
        driver.type("1e-3")
        driver.press(.enter)
        #expect(driver.effects == [.command(.set(key: "learning_rate", value: "0.001"))])
        #expect(driver.state.overlays.isEmpty)
    }

    @Test("the palette changes a setting by key=value, and refuses what a whole run has")
    func palette() {
        var driver = Driver()
        driver.type(",:set beta=0.01")
        driver.press(.enter)
        #expect(driver.effects == [.command(.set(key: "beta", value: "0.01"))])
        driver.type(":set model.layers=9")
        driver.press(.enter)
        #expect(driver.effects.count == 1)
        guard case .palette(let palette) = driver.state.overlays.last else {
            Issue.record("the palette closed")
            return
        }
        #expect(palette.problem?.contains("a living run can change") == true)
    }

    @Test("what is in force is shown, now and at the step looked at")
    func inForce() {
        var snapshot = FixtureRun().snapshot()
        snapshot.edits = [
            LiveEdit(
                step: 300, key: "beta", old: "0.03", new: "0.5", time: FixtureRun.start + 60)
        ]
        var driver = Driver(snapshot: snapshot)
        driver.type(",")
        #expect(driver.state.configurationInForce.beta == 0.5)
        #expect(Dashboard.view(driver.state).text.contains("beta  0.03 → 0.5"))
        driver.type(":119")
        driver.press(.enter)
        #expect(driver.state.configurationInForce.learningRate == 5e-4)
        driver.type("}")
        #expect(driver.state.configurationInForce.learningRate == 1e-3)
        #expect(driver.state.configurationInForce.beta == 0.03)
    }

    @Test("a key that holds for the whole run, and a recorded run, refuse with the reason")
    func refused() {
        var driver = Driver()
        driver.type(",d")
        driver.press(.enter)
        #expect(
            driver.state.notice?.value.text
                == "preset holds for the whole run; a fork can change it")
        var recorded = Driver(ability: .readOnly("recorded"), role: .watches)
        recorded.type(",")
        recorded.press(.enter)
        #expect(recorded.state.notice?.value.text == "read only: recorded")
    }
}
