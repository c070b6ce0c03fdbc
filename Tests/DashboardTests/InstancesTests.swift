import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("The screen of instances")
struct InstancesTests {
    @Test("revisions are counted beside the tasks they are of")
    func distinct() {
        var driver = Driver()
        driver.type("I")
        let curves = driver.state.distinctCurves
        #expect(curves.map(\.label) == ["groups", "tasks", "tasks and revisions"])
        #expect(zip(curves[1].y, curves[2].y).allSatisfy { $0 <= $1 })
    }

    @Test("another task is mapped by its name, and none leads back to the one most worked on")
    func task() {
        var driver = Driver()
        driver.type("I")
        #expect(driver.state.shownAnswerMap?.task == TaskID(bits: 0x17ab_c0de))
        driver.type("m0000beef")
        driver.press(.enter)
        #expect(driver.state.shownAnswerMap?.task == TaskID(bits: 0xbeef))
        driver.type("m")
        for _ in 0..<8 { driver.press(.backspace) }
        driver.type("zz")
        driver.press(.enter)
        #expect(Dashboard.view(driver.state).text.contains("expected eight hex digits"))
        driver.press(.backspace)
        driver.press(.backspace)
        driver.press(.enter)
        #expect(driver.state.shownAnswerMap?.task == TaskID(bits: 0x17ab_c0de))
    }
}
