import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("The paper's figures")
struct FiguresTests {
    private func record(step: Int, isWhole: Bool) -> EvaluationRecord {
        EvaluationRecord(
            step: step, domain: "math", split: "held-out", count: 100, samples: 1, temperature: 1,
            k: [0, 1, 2], solve: [0.1, 0.3, 0.4], quality: [0.5, 0.6, 0.7],
            corrections: .init(wrongToRight: 31, rightToWrong: 1, net: 30), distinct: 2,
            invalid: 0, copied: 0, bestSoFar: 0.5,
            wrongToRightAt: isWhole ? [0, 22, 31] : nil, rightToWrongAt: isWhole ? [0, 2, 1] : nil)
    }

    private func driver(_ records: [EvaluationRecord]) -> Driver {
        var run = FixtureRun()
        run.recorded = records
        var driver = Driver(run: run)
        driver.type("K")
        return driver
    }

    @Test("corrections are drawn at every k they are recorded at")
    func corrections() {
        let curves = driver([record(step: 0, isWhole: true)]).state.correctionCurves
        #expect(curves.map(\.label) == ["right to wrong", "wrong to right", "net"])
        #expect(curves.map(\.y) == [[0, 2, 1], [0, 22, 31], [0, 20, 30]])
        #expect(curves.allSatisfy { $0.x == [0, 1, 2] })
    }

    @Test("an older record has both ends alone, and says so")
    func ends() {
        let driver = driver([record(step: 0, isWhole: false)])
        let curves = driver.state.correctionCurves
        #expect(curves.map(\.y) == [[0, 1], [0, 31], [0, 30]])
        #expect(curves.allSatisfy { $0.x == [0, 2] })
        #expect(Dashboard.view(driver.state).text.contains("first and last k alone"))
    }

    @Test("the newest evaluation lies on top of the warm start's, and compared runs below both")
    func solved() {
        var driver = driver([record(step: 0, isWhole: true), record(step: 300, isWhole: true)])
        #expect(driver.state.solveCurves.map(\.label) == ["warm start", "step 300"])
        #expect(driver.state.solveCurves.last?.y == [0.1, 0.3, 0.4])
        driver.type("8jmK")
        let own = driver.state.session?.description.run.name ?? ""
        #expect(driver.state.solveCurves.map(\.label) == ["sample-grpo", "warm start", own])
        let marks = driver.state.solveCurves.map(\.mark)
        #expect(Set(marks).count == 3)
    }

    @Test("Enter leads to the runs to compare with, and back")
    func compare() {
        var driver = driver([record(step: 0, isWhole: true)])
        driver.press(.enter)
        #expect(driver.state.screen == .compare)
        driver.press(.escape)
        #expect(driver.state.screen == .figures)
    }
}
