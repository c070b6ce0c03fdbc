import Foundation
import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("Playing")
struct PlayTests {
    static func asks(_ driver: Driver) -> [PlayRequest] {
        driver.effects.compactMap {
            if case .ask(_, .play(let request)) = $0 { request } else { nil }
        }
    }

    @Test("r asks what the form says, and answers arrive one by one")
    func plays() {
        var driver = Driver()
        driver.type("9r")
        #expect(
            Self.asks(driver) == [PlayRequest(task: .drawn(number: 1, isTraining: false))])
        #expect(Dashboard.view(driver.state).text.contains("waiting for the policy…"))
        driver.answerPolicy(3)
        #expect(Dashboard.view(driver.state).text.contains("3 of 17"))
        driver.answerPolicy()
        #expect(driver.state.play.shown?.answers.count == 17)
        #expect(driver.state.play.running == nil)
        let text = Dashboard.view(driver.state).text
        #expect(text.contains("17 of 17  done") && text.contains("* solved"))
    }

    @Test("answers that come while another screen is shown are not lost")
    func elsewhere() {
        var driver = Driver()
        driver.type("9r1")
        driver.answerPolicy()
        driver.type("9")
        #expect(driver.state.play.shown?.answers.count == 17)
    }

    @Test("a stopped play keeps its answers, gives up its question, and takes no more")
    func stops() throws {
        var driver = Driver()
        driver.type("9r")
        driver.answerPolicy(4)
        let open = try #require(driver.openQuestions.first)
        driver.type("x")
        #expect(driver.cancelled.contains(open.ticket))
        driver.send(.policyAnswer(ticket: open.ticket, driver.run.answers(open.question)[5]))
        #expect(driver.state.play.shown?.answers.count == 4)
        #expect(driver.state.play.shown?.state == "stopped")
        driver.type("x")
        #expect(driver.state.notice?.value.text == "nothing is played")
    }

    @Test("a new play stops the one under way")
    func one() {
        var driver = Driver()
        driver.type("9rr")
        #expect(driver.openQuestions.count == 1)
        #expect(driver.state.play.plays.map(\.state) == ["stopped", "playing"])
    }

    @Test("again takes the next seed, another the next task")
    func again() {
        var driver = Driver()
        driver.type("9r")
        driver.answerPolicy()
        driver.type("a")
        driver.answerPolicy()
        driver.type("n")
        let asked = Self.asks(driver)
        #expect(asked.map(\.seed) == [1, 2, 2])
        #expect(asked[2].task == .drawn(number: 2, isTraining: false))
    }

    @Test("a typed task is played at once; what its parser says stands beside the field")
    func typed() {
        var driver = Driver()
        driver.type("9i3 7 9")
        #expect(Dashboard.view(driver.state).text.contains("text         3 7 9"))
        driver.press(.enter)
        #expect(Self.asks(driver).map(\.task) == [.typed("3 7 9")])
        driver.answerPolicy()
        let text = Dashboard.view(driver.state).text
        #expect(text.contains("│               ! '3 7 9' is no task"))
        driver.press(.character("i"), .control("u"))
        driver.type("19: 3 7 9")
        driver.press(.enter)
        driver.answerPolicy()
        #expect(driver.state.play.shown?.answers.count == 17)
        #expect(!Dashboard.view(driver.state).text.contains("is no task"))
    }

    @Test("a checkpoint that is not there is told beside the weights")
    func weights() throws {
        var driver = Driver()
        driver.type("9:weights 77")
        driver.press(.enter)
        driver.type("r")
        let open = try #require(driver.openQuestions.first)
        driver.send(.policyAnswer(ticket: open.ticket, .failed("no such checkpoint")))
        let rows = Dashboard.view(driver.state).text.split(separator: "\n")
        let row = try #require(rows.firstIndex { $0.contains("weights      checkpoint 77") })
        #expect(rows[row + 1].contains("! no such checkpoint"))
        driver.type(":weights live")
        driver.press(.enter)
        #expect(!Dashboard.view(driver.state).text.contains("│               ! no such"))
    }

    @Test("the fields of the form are changed by keys, and nonsense is refused in place")
    func form() {
        var driver = Driver()
        driver.type("9l")
        #expect(driver.state.play.form.kind == .training)
        driver.type("jlll")
        #expect(driver.state.play.form.number == 4)
        driver.type("j")
        driver.press(.enter, .control("u"))
        driver.type("999")
        driver.press(.enter)
        #expect(Dashboard.view(driver.state).text.contains("! expected a whole number"))
        driver.press(.escape)
        #expect(driver.state.play.form.count == 16)
        driver.press(.enter, .control("u"))
        driver.type("3")
        driver.press(.enter)
        driver.type("jhh")
        #expect(driver.state.play.form.temperature == 0.8)
        driver.type("jl")
        driver.type("jl")
        driver.type("j")
        driver.press(.enter, .control("u"))
        driver.type("150")
        driver.press(.enter)
        driver.type("j")
        driver.press(.enter)
        #expect(
            Self.asks(driver) == [
                PlayRequest(
                    source: .checkpoint(step: 150), task: .drawn(number: 4, isTraining: true),
                    count: 3, temperature: 0.8, mode: .diverge, seed: 2)
            ])
    }

    @Test("every field can be changed from the palette, whatever pane has the focus")
    func palette() {
        var driver = Driver()
        driver.type("9")
        for line in ["temperature 0", "revisions 2", "seed 18446744073709551615", "weights 100"] {
            driver.type(":" + line)
            driver.press(.enter)
        }
        driver.type("r")
        #expect(
            Self.asks(driver) == [
                PlayRequest(
                    source: .checkpoint(step: 100), task: .drawn(number: 1, isTraining: false),
                    count: 2, temperature: 0, seed: .max)
            ])
        driver.type("a")
        #expect(Self.asks(driver).last?.seed == .max)
    }

    @Test("P on the chain screen plays that task, and Esc comes back")
    func chain() {
        var driver = Driver()
        driver.type("5hP")
        #expect(driver.state.screen == .play)
        let revision = driver.state.shownRevision?.id
        #expect(Self.asks(driver).map(\.task) == [revision.map { .recorded($0) }])
        driver.press(.escape)
        #expect(driver.state.screen == .chain)
    }

    @Test("plays of this session are compared, and can be taken out of the list")
    func list() {
        var driver = Driver()
        driver.type("9r")
        driver.answerPolicy()
        driver.type("n")
        driver.answerPolicy(2)
        driver.press(.backTab)
        #expect(driver.state.focusedPane == .plays)
        driver.type("k")
        #expect(driver.state.play.shown?.number == 1)
        driver.type("d")
        #expect(driver.state.play.plays.map(\.number) == [2])
        driver.type("d")
        #expect(driver.state.play.plays.isEmpty && driver.openQuestions.isEmpty)
        driver.type("d")
        #expect(driver.state.notice?.value.text == "nothing was played yet")
    }

    @Test("answers are walked, and the newest is followed from the last on")
    func walking() {
        var driver = Driver()
        driver.type("9r")
        driver.press(.tab)
        driver.answerPolicy(5)
        driver.type("hh")
        #expect(driver.state.play.shownAnswer == 2)
        driver.answerPolicy(1)
        #expect(driver.state.play.shownAnswer == 2)
        driver.type("lll")
        driver.answerPolicy(1)
        #expect(driver.state.play.shownAnswer == 6)
    }

    @Test("a trainer that says more than was asked for is not listened to")
    func endless() throws {
        var driver = Driver()
        driver.type("9:revisions 2")
        driver.press(.enter)
        driver.type("r")
        let open = try #require(driver.openQuestions.first)
        let answers = driver.run.answers(.play(PlayRequest(task: .typed("1: 1"), count: 50)))
        for answer in answers.prefix(40) {
            driver.send(.policyAnswer(ticket: open.ticket, answer))
        }
        #expect(driver.state.play.shown?.answers.count == 3)
    }

    @Test("the plays kept are bounded in number")
    func bounded() {
        var driver = Driver()
        driver.type("9")
        for _ in 0..<80 {
            driver.type("n")
            driver.answerPolicy()
        }
        #expect(driver.state.play.plays.count == PlayPanel.most)
        #expect(driver.state.play.shown?.number == 80)
    }

    @Test("leaving the run gives up what it was asked")
    func leaving() throws {
        var driver = Driver(ability: .readOnly("finished"), role: .watches)
        driver.state.hasBrowser = true
        driver.type("9r")
        let open = try #require(driver.openQuestions.first)
        driver.type("q")
        #expect(driver.cancelled.contains(open.ticket))
    }

    @Test("the form is kept for the next time, and nonsense is passed over")
    func saved() {
        var panel = PlayPanel()
        panel.form.count = 7
        panel.form.temperature = 0.5
        panel.form.mode = .diverge
        panel.mode = .texts
        var other = PlayPanel()
        other.restore(panel.saved)
        #expect(other.form == panel.form && other.mode == .texts)
        other.restore(["count": "-4", "temperature": "nan", "mode": "base", "view": "?"])
        #expect(other.form == panel.form && other.mode == .texts)
    }

    @Test("a click turns a choice, presses the button, and opens a field")
    func clicks() throws {
        var driver = Driver(columns: 200, rows: 50)
        driver.type("9")
        let rect = try #require(driver.state.layout.rect(of: .playForm))
        func click(_ driver: inout Driver, _ word: String) throws {
            let grid = Dashboard.view(driver.state)
            let row = try #require((0..<grid.height).first { grid.rowText($0).contains(word) })
            let text = grid.rowText(row)
            let column = text.distance(
                from: text.startIndex, to: try #require(text.range(of: word)).lowerBound)
            driver.send(.mouse(DashboardMouse(kind: .click, row: row, column: column)))
        }
        #expect(rect.width > 40)
        try click(&driver, "training")
        #expect(driver.state.play.form.kind == .training)
        try click(&driver, "temperature")
        try click(&driver, "temperature")
        #expect(driver.state.overlays.count == 1)
        driver.press(.escape)
        try click(&driver, "[ play ]")
        #expect(Self.asks(driver).count == 1)
        driver.answerPolicy()
        try click(&driver, "feedback  25")
        #expect(driver.state.play.shownAnswer == 13)
        try click(&driver, "d12 ")
        #expect(driver.state.play.shownAnswer == 12)
    }
}
