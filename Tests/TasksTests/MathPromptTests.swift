import Runs
import Tasks
import Testing

@Suite("Sign-fill countdown's prompts and texts")
struct MathPromptTests {
    private let math = MathCase()
    private let numbers: [Int32] = [3, 7, 9, 2, 5, 8]

    @Test("a base prompt leaves the draft's places and its feedback blank")
    func base() {
        let prompt = math.domain.prompt(for: math.instance(17, numbers), mode: .base)
        #expect(math.words(prompt) == "<B> 17 3 7 9 2 5 8 _ _ _ _ _ _ _ _ _ <sep>")
    }

    @Test(
        "a revision's prompt shows the draft, its sum, the side it misses to, and by how much",
        arguments: [
            (RevisionMode.improve, 21, "+++-..", "<I> 21 3 7 9 2 5 8 + + + - . . 17 > 4 <sep>"),
            (.diverge, 21, "+++-..", "<D> 21 3 7 9 2 5 8 + + + - . . 17 > 4 <sep>"),
            (.improve, 12, "+++-..", "<I> 12 3 7 9 2 5 8 + + + - . . 17 < 5 <sep>"),
            (.improve, 17, "++.++.", "<I> 17 3 7 9 2 5 8 + + . + + . 17 = 0 <sep>"),
            (.improve, 17, "------", "<I> 17 3 7 9 2 5 8 - - - - - - <big> > <big> <sep>"),
            (.improve, 1, "+.....", "<I> 1 3 7 9 2 5 8 + . . . . . 3 < 2 <sep>"),
        ])
    func revision(mode: RevisionMode, target: Int32, draft: String, words: String) {
        let prompt = math.domain.prompt(
            for: math.instance(target, numbers, draft: draft), mode: mode)
        #expect(math.words(prompt) == words)
    }

    @Test("without feedback a prompt shows the draft alone")
    func withoutFeedback() throws {
        let math = MathCase(feedback: false)
        let instance = math.instance(21, numbers, draft: "+++-..")
        #expect(
            math.words(math.domain.prompt(for: instance, mode: .improve))
                == "<I> 21 3 7 9 2 5 8 + + + - . . _ _ _ <sep>")
        let latest = try #require(instance.latest)
        #expect(math.domain.feedbackText(on: latest, answering: instance) == nil)
        #expect(
            math.domain.promptText(for: instance, mode: .improve)
                == "improve 21: 3 7 9 2 5 8 | +3 +7 +9 -2 .5 .8")
    }

    @Test("every prompt is as long as the longest", arguments: [2, 6, 8, 10, 16])
    func lengths(count: Int) {
        let math = MathCase(numbers: count)
        let numbers = [Int32](repeating: 3, count: count)
        let draft = String(repeating: "+", count: count)
        #expect(math.domain.longestPrompt == 2 * count + 6)
        #expect(math.domain.longestAnswer == count + 1)
        for (instance, mode) in [
            (math.instance(5, numbers), RevisionMode.base),
            (math.instance(5, numbers, draft: draft), .improve),
            (math.instance(5, numbers, draft: draft), .diverge),
        ] {
            #expect(math.domain.prompt(for: instance, mode: mode).count == 2 * count + 6)
        }
        #expect(math.answer(draft).count == math.domain.longestAnswer)
    }

    @Test("each token has a text of its own, and numbers up to the largest have tokens")
    func vocabulary() {
        for (largest, target) in [(9, 40), (99, 1), (2, 99)] {
            let math = MathCase(largest: largest, target: target)
            let vocabulary = math.domain.vocabulary
            #expect(Set(vocabulary).count == vocabulary.count)
            for number in 0...max(largest, target) {
                #expect(vocabulary[number] == String(number))
            }
            #expect(!vocabulary.contains(String(max(largest, target) + 1)))
            #expect(vocabulary[Int(math.domain.endToken)] == "<end>")
        }
    }

    @Test("token ids depend on the largest number only, not on the other knobs")
    func stableIDs() {
        let one = MathCase(numbers: 6, multiply: false, feedback: true).domain
        let other = MathCase(numbers: 10, multiply: true, feedback: false).domain
        #expect(one.vocabulary == other.vocabulary)
        #expect(one.endToken == other.endToken)
    }

    @Test("answers are shown as signed numbers")
    func answerText() {
        let instance = math.instance(17, numbers)
        #expect(math.domain.text(of: instance.task) == "17: 3 7 9 2 5 8")
        #expect(
            math.domain.text(of: math.answer("++.-+."), answering: instance)
                == "+3 +7 .9 -2 +5 .8")
        let three = MathCase(numbers: 3)
        #expect(
            three.domain.text(
                of: three.answer("+-."), answering: three.instance(5, [3, 7, 9]))
                == "+3 -7 .9")
    }

    @Test("what is no sign, or too much, shows as a mark of its own")
    func strangeTokens() {
        let instance = math.instance(17, numbers)
        let strange: [Int32] = [math.token("+"), -5, math.token("<sep>"), .max, math.token("17")]
        #expect(
            math.domain.text(of: strange, answering: instance)
                == "+3 <?-5> <sep> <?2147483647> 17")
        #expect(
            math.domain.text(of: math.answer("+++++++"), answering: instance)
                == "+3 +7 +9 +2 +5 +8 +")
        #expect(math.domain.text(of: [], answering: instance) == "")
    }

    @Test(
        "feedback says the sum and how far off it is",
        arguments: [
            (21, "+++-..", "sum 17, 4 too low"), (12, "+++-..", "sum 17, 5 too high"),
            (17, "++.++.", "sum 17, exact"), (2, "------", "sum -34, 36 too low"),
        ])
    func feedback(target: Int32, draft: String, text: String) throws {
        let instance = math.instance(target, numbers, draft: draft)
        let latest = try #require(instance.latest)
        #expect(math.domain.feedbackText(on: latest, answering: instance) == text)
    }

    @Test("an answer without a value has no sum")
    func noSum() {
        let instance = math.instance(17, numbers)
        for signs in ["......", "++", "++.++*"] {
            let answer = math.domain.assess(math.answer(signs), answering: instance)
            #expect(math.domain.feedbackText(on: answer, answering: instance) == "no sum")
        }
    }

    @Test("prompts read as requests")
    func promptText() {
        #expect(
            math.domain.promptText(for: math.instance(17, numbers), mode: .base)
                == "solve 17: 3 7 9 2 5 8")
        #expect(
            math.domain.promptText(
                for: math.instance(21, numbers, draft: "+++-.."), mode: .diverge)
                == "diverge 21: 3 7 9 2 5 8 | +3 +7 +9 -2 .5 .8, sum 17, 4 too low")
    }
}
