import Rendering
import Runs
import Testing

@testable import Dashboard

@Suite("Screens of a policy's answers")
struct PolicyScreenTests {
    @Test("tokens and plays at four sizes", arguments: ScreenTests.sizes)
    func screens(size: (Int, Int)) throws {
        let name = "\(size.0)x\(size.1)"
        var driver = Driver(columns: size.0, rows: size.1)
        driver.type("5T")
        driver.answerPolicy()
        try ScreenTests.check(Dashboard.view(driver.state), "tokens-\(name)")
        driver = Driver(columns: size.0, rows: size.1)
        driver.type("9r")
        driver.answerPolicy(6)
        try ScreenTests.check(Dashboard.view(driver.state), "playing-\(name)")
        driver.answerPolicy()
        driver.type("i3 7 9")
        driver.press(.enter)
        driver.answerPolicy()
        driver.state.focus[.play] = .playForm
        try ScreenTests.check(Dashboard.view(driver.state), "play-problem-\(name)")
    }

    @Test("signs say without colour what changed and which way")
    func signs() throws {
        var driver = Driver()
        driver.send(.capabilities(DashboardCapabilities(isASCII: true)))
        driver.type("5T")
        driver.answerPolicy()
        let text = Dashboard.view(driver.state).text
        #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
        #expect(text.contains("^ +7") && text.contains("v -6"))
        driver.type("9r")
        driver.answerPolicy(9)
        #expect(Dashboard.view(driver.state).text.unicodeScalars.allSatisfy { $0.isASCII })
    }

    // MARK: Bad data

    /// Answers no honest trainer gives.
    static func hostile(_ question: PolicyQuestion) -> [PolicyAnswer] {
        let odd: [Double] = [.nan, .infinity, -.infinity, 0, 1e308, -1e308, .leastNonzeroMagnitude]
        let tokens = odd.flatMap { value in
            odd.map { ScoredToken(text: HostileScreenTests.hostile, sampled: value, now: $0) }
        }
        switch question {
        case .rescore(let request):
            return [
                .rescored(
                    RescoredRevision(revision: request.revision, step: .min, tokens: tokens))
            ]
        case .play:
            return odd.enumerated().map { index, value in
                .played(
                    PlayedRevision(
                        taskText: HostileScreenTests.hostile, depth: index % 2 == 0 ? .max : .min,
                        mode: .diverge, prompt: HostileScreenTests.hostile,
                        text: HostileScreenTests.hostile
                            + String(repeating: "x", count: index * 90),
                        feedback: HostileScreenTests.hostile, quality: value,
                        isValid: index % 2 == 0, isSolved: index % 3 == 0, tokens: tokens,
                        step: .max, isLast: false))
            } + [.failed(HostileScreenTests.hostile)]
        }
    }

    @Test("hostile answers draw nothing that a terminal obeys")
    func hostile() {
        for (columns, rows) in [(40, 10), (80, 24), (120, 36), (200, 50), (7, 30)] {
            for keys in ["5T", "5Tjjjz", "9r", "9rvv", "9rvz"] {
                var driver = Driver(columns: columns, rows: rows)
                driver.type(keys)
                for (ticket, question) in driver.openQuestions {
                    for answer in Self.hostile(question) {
                        driver.send(.policyAnswer(ticket: ticket, answer))
                    }
                }
                for scalar in Dashboard.view(driver.state).text.unicodeScalars
                where scalar != "\n" {
                    let category = scalar.properties.generalCategory
                    #expect(category != .control && category != .format)
                }
            }
        }
    }

    @Test("any keys at all, with answers honest and hostile, never crash", arguments: 0..<12)
    func random(seed: Int) {
        var generator = CounterGenerator(seed: UInt64(seed), purpose: .play, step: 9)
        let keys: [DashboardKey] =
            "Tac150hljkgGvmnpbwBrRoO()sSP9xrauni=3 d5[]z{}".map { .character($0) }
            + [.enter, .escape, .tab, .backTab, .backspace, .up, .down, .left, .right]
        var driver = Driver(
            columns: [40, 80, 120, 200][seed % 4], rows: [10, 24, 36, 50][seed % 4])
        driver.type(seed % 2 == 0 ? "5" : "9")
        for turn in 0..<500 {
            driver.send(.key(keys[generator.below(keys.count)]))
            if turn % 5 == 0 {
                for (ticket, question) in driver.openQuestions {
                    let answers =
                        seed % 3 == 0 ? Self.hostile(question) : driver.run.answers(question)
                    for answer in answers.prefix(generator.below(9)) {
                        driver.send(.policyAnswer(ticket: ticket, answer))
                    }
                }
            }
            if turn % 40 == 0 {
                driver.send(
                    .resize(columns: 1 + generator.below(220), rows: 1 + generator.below(60)))
            }
            if turn % 4 == 0 { _ = Dashboard.view(driver.state) }
        }
        for _ in 0..<10 { driver.press(.escape) }
        #expect(RandomKeysTests.isAtRoot(driver.state) || driver.state.place == .browser)
    }
}
