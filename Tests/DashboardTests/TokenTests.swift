import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("Tokens the policy changed its mind about")
struct TokenTests {
    static func asks(_ driver: Driver) -> [RescoreRequest] {
        driver.effects.compactMap {
            if case .ask(_, .rescore(let request)) = $0 { request } else { nil }
        }
    }

    @Test("nothing is asked of the policy unless a person asks")
    func unasked() {
        var driver = Driver()
        driver.type("5hhl[]pvm9")
        driver.press(.escape, .tab, .tab)
        #expect(Self.asks(driver).isEmpty)
    }

    @Test("T asks about the revision looked at, and shows what comes")
    func asked() throws {
        var driver = Driver()
        driver.type("5hT")
        #expect(Self.asks(driver).map(\.revision) == [driver.state.shownRevision?.id])
        #expect(Self.asks(driver).map(\.source) == [.live])
        #expect(Dashboard.view(driver.state).text.contains("asking the policy…"))
        driver.answerPolicy()
        let text = Dashboard.view(driver.state).text
        #expect(text.contains("weights of step 412, live"))
        #expect(text.contains("sampled") && text.contains("▲") && text.contains("▼"))
        guard case .scored(let scored) = driver.state.shownScoring else {
            Issue.record("no answer is held")
            return
        }
        let ranked = scored.changes(in: "").ranked.compactMap { $0.change.map { abs($0) } }
        #expect(ranked == ranked.sorted(by: >))
    }

    @Test("what is no longer looked at is given up, and a late answer is dropped")
    func stale() throws {
        var driver = Driver()
        driver.type("5T")
        let open = try #require(driver.openQuestions.first)
        driver.type("h")
        #expect(driver.cancelled.contains(open.ticket))
        for answer in driver.run.answers(open.question) {
            driver.send(.policyAnswer(ticket: open.ticket, answer))
        }
        driver.type("l")
        #expect(driver.state.shownScoring == nil)
    }

    @Test("with auto on each revision is asked about once")
    func auto() {
        var driver = Driver()
        driver.type("5a")
        driver.answerPolicy()
        driver.type("h")
        driver.answerPolicy()
        driver.type("l")
        driver.type("h")
        #expect(Self.asks(driver).count == 2)
        driver.type("ah")
        #expect(Self.asks(driver).count == 2)
    }

    @Test("a checkpoint's weights are chosen by its step, and asked in its name")
    func source() {
        var driver = Driver()
        driver.type("5c")
        driver.press(.control("u"))
        driver.type("soon")
        driver.press(.enter)
        #expect(Dashboard.view(driver.state).text.contains("expected live, or the step of"))
        driver.press(.control("u"))
        driver.type("150")
        driver.press(.enter)
        driver.type("T")
        #expect(Self.asks(driver).map(\.source) == [.checkpoint(step: 150)])
        driver.answerPolicy()
        #expect(Dashboard.view(driver.state).text.contains("weights of step 150, checkpoint 150"))
    }

    @Test("a press selects a token of the table")
    func press() throws {
        var driver = Driver()
        driver.type("5T")
        driver.answerPolicy()
        let grid = Dashboard.view(driver.state)
        let row = try #require((0..<grid.height).first { grid.rowText($0).contains("▲ +7") })
        driver.send(.mouse(DashboardMouse(kind: .click, row: row, column: 80)))
        #expect(driver.state.chain.scoring.cursor.selected == 1)
    }

    @Test("an answer of older weights says so until T asks again")
    func older() {
        var driver = Driver()
        driver.type("5T")
        driver.answerPolicy()
        driver.run.newest = 430
        driver.send(.snapshot(driver.run.snapshot(), committed: 430))
        #expect(
            Dashboard.view(driver.state).text.contains("weights of step 412, the run is at 430"))
        driver.type("T")
        driver.answerPolicy()
        #expect(Dashboard.view(driver.state).text.contains("weights of step 430, live"))
    }

    @Test("a failure is shown as a line, and is not asked again by itself")
    func failure() throws {
        var driver = Driver()
        driver.type("5aT")
        let open = try #require(driver.openQuestions.last)
        driver.send(.policyAnswer(ticket: open.ticket, .failed("no checkpoint of step 3")))
        #expect(Dashboard.view(driver.state).text.contains("! no checkpoint of step 3"))
        #expect(driver.openQuestions.isEmpty)
    }

    @Test("an answer to another question is no answer")
    func wrong() throws {
        var driver = Driver()
        driver.type("5T")
        let open = try #require(driver.openQuestions.last)
        let other = RescoredRevision(
            revision: RevisionID(step: 1, group: 1, completion: 1), step: 4, tokens: [])
        driver.send(.policyAnswer(ticket: open.ticket, .rescored(other)))
        #expect(Dashboard.view(driver.state).text.contains("the answer is to another question"))
    }

    @Test("answers kept are bounded in number")
    func bounded() {
        var scoring = TokenScoring()
        func request(_ step: Int) -> RescoreRequest {
            RescoreRequest(revision: RevisionID(step: step, group: 0, completion: 0))
        }
        for step in 1...200 {
            scoring.asked = TokenScoring.Asked(ticket: step, request: request(step))
            scoring.take(.failed("no"), ticket: step)
        }
        #expect(scoring.outcome(of: request(200).revision) != nil)
        #expect(scoring.outcome(of: request(200 - TokenScoring.most).revision) == nil)
    }

    @Test("tokens wrap to the width with each sign beneath its token")
    func flow() {
        let driver = Driver()
        let scored = RescoredRevision(
            revision: RevisionID(step: 1, group: 0, completion: 0), step: 1,
            tokens: [
                ScoredToken(text: "ab", sampled: -1, now: -1),
                ScoredToken(text: " cd", sampled: -3, now: -1),
                ScoredToken(text: "ef", sampled: -1, now: -1.5),
                ScoredToken(text: "", sampled: .nan, now: 0),
            ])
        let lines = driver.state.tokenFlow(scored, selected: nil, width: 7).lines.map(\.plain)
        #expect(lines == ["ab cdef", "   ▲ - ", " (end)"])
    }

    @Test("tokens that are the beginnings of the answer's words are shown as the words")
    func words() {
        func shown(_ texts: [String], _ answer: String) -> [String] {
            RescoredRevision(
                revision: RevisionID(step: 1, group: 0, completion: 0), step: 1,
                tokens: texts.map { ScoredToken(text: $0, sampled: -1, now: -1) }
            ).changes(in: answer).map(\.text)
        }
        #expect(shown([".", "-", "<end>"], ".6 -11") == [".6", " -11", " (end)"])
        #expect(shown([".", "+", "<end>"], ".6 -11") == [".", "+", " (end)"])
        #expect(shown([".", "-"], ".6 -11") == [".", "-"])
        #expect(shown(["", "<end>"], "x") == ["", " (end)"])
    }
}
