import Runs
import Testing

@testable import Tasks

@Suite("The file system's prompts and texts")
struct FileToolsPromptTests {
    private let tools = FilesCase()

    @Test("a base prompt shows goals, the current directory, the places seen, and no calls")
    func base() throws {
        let instance = try tools.instance(
            "in f0 d0, in f1 d2 | d3 f0:d1=w0? f1:d1=w0? f2:- f3:d3=w1 f4:d2=w2")
        #expect(
            tools.words(tools.domain.prompt(for: instance, mode: .base))
                == "<B> in f0 d0 in f1 d2 d3 ? ? - d3 d2 "
                + "_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ <sep>")
    }

    @Test("a revision's prompt shows each call of the draft with its result")
    func improve() throws {
        let instance = try tools.instance(
            "has f1 w2, in f3 d0 | d3 f0:d0=w0 f1:d1=w0? f2:- f3:d0=w1? f4:d3=w2",
            draft: "find f1 mv f1 d0 cat f4 ls touch f0")
        #expect(
            tools.words(tools.domain.prompt(for: instance, mode: .improve))
                == "<I> has f1 w2 in f3 d0 d3 d0 ? - ? d3 "
                + "find f1 _ d1 mv f1 d0 ENOENT cat f4 _ w2 ls f4 _ _ touch f0 _ EEXIST <sep>")
    }

    @Test("a listing of nothing says so, and one of many shows the first three")
    func listings() throws {
        let crowd = "gone f0 | d3 f0:d3=w0 f1:d1=w0 f2:d3=w1 f3:d3=w1 f4:d3=w2"
        let instance = try tools.instance(crowd, draft: "ls cd d0 ls find f1")
        #expect(
            tools.words(tools.domain.prompt(for: instance, mode: .diverge))
                == "<D> gone f0 _ _ _ _ d3 d3 d1 d3 d3 d3 "
                + "ls f0 f2 f3 cd d0 _ OK ls _ _ nil find f1 _ d1 _ _ _ _ <sep>")
        let latest = try #require(instance.latest)
        #expect(
            tools.domain.feedbackText(on: latest, answering: instance)
                == "f0 f2 f3, OK, nil, d1")
    }

    @Test("without feedback a prompt shows the draft's calls alone")
    func withoutFeedback() throws {
        let tools = FilesCase { $0.feedback = false }
        let instance = try tools.instance(
            "gone f1 | d2 f0:d0=w0 f1:d1=w0 f2:d2=w0 f3:- f4:d2=w1", draft: "ls cd d1")
        #expect(
            tools.words(tools.domain.prompt(for: instance, mode: .improve))
                == "<I> gone f1 _ _ _ _ d2 d0 d1 d2 - d2 ls _ _ _ cd d1 _ _ "
                + "_ _ _ _ _ _ _ _ _ _ _ _ <sep>")
        let latest = try #require(instance.latest)
        #expect(tools.domain.feedbackText(on: latest, answering: instance) == nil)
    }

    @Test("the next turn's prompt shows what the answer's results have shown")
    func nextView() throws {
        let start = try tools.instance(
            "in f0 d0; at d1 | d3 f0:d1=w0? f1:d1=w0? f2:d0=w1? f3:d3=w1? f4:d3=w2?")
        let next = tools.next(start, after: "cat f3 cd d1 ls mv f0 d0 find f2")
        #expect(
            tools.words(tools.domain.prompt(for: next, mode: .base)).hasPrefix(
                "<B> at d1 _ _ _ _ d1 d0 d1 d0 d3 ? "))
        // A call that fails shows no place.
        let blind = tools.next(start, after: "cat f0 rm f2 cd d0 touch f4")
        #expect(
            tools.words(tools.domain.prompt(for: blind, mode: .base)).hasPrefix(
                "<B> at d1 _ _ _ _ d0 ? ? ? ? ? "))
        let gone = tools.next(start, after: "rm f3 rm f4 touch f4")
        #expect(
            tools.words(tools.domain.prompt(for: gone, mode: .base)).hasPrefix(
                "<B> at d1 _ _ _ _ d3 ? ? ? - d3 "))
    }

    @Test("the verdict is in no prompt: worlds that differ unseen look alike")
    func noOracle() throws {
        // f1 lies elsewhere, hidden; no call of the draft can tell.
        let draft = "cd d0 mv f0 d2"
        let words = try ["d1", "d3"].map { place in
            let instance = try tools.instance(
                "in f0 d2, gone f1 | d3 f0:d0=w0? f1:\(place)=w0? f2:- f3:- f4:d2=w2",
                draft: draft)
            return tools.words(tools.domain.prompt(for: instance, mode: .improve))
        }
        #expect(words[0] == words[1])
    }

    @Test("lengths and vocabulary are those of the level", arguments: [(1, 34, 41), (2, 42, 42)])
    func sizes(level: Int, prompt: Int, vocabulary: Int) throws {
        var configuration = RunConfiguration()
        configuration.apply(domain: "tools")
        configuration.apply(level: level)
        let domain = try Domains.make(for: configuration)
        #expect(domain.name == "tools")
        #expect(domain.longestPrompt == prompt)
        #expect(domain.longestAnswer == 3 * configuration.tools.calls + 1)
        #expect(domain.vocabulary.count == vocabulary)
        #expect(Set(domain.vocabulary).count == vocabulary)
    }

    @Test("a task's text reads back as the task")
    func text() throws {
        let text = "in f0 d0, has f1 w2; read f2; at d3 | d3 f0:d1=w1 f1:d2=w0? f2:d1=w5 f3:- f4:-"
        #expect(tools.domain.text(of: try tools.domain.parse(task: text)) == text)
        var generator = tools.stream(3)
        for split in tools.domain.splits {
            for _ in 0..<200 {
                let task = tools.domain.drawTask(from: split, using: &generator)
                #expect(try tools.domain.parse(task: tools.domain.text(of: task)) == task)
            }
        }
    }

    @Test(
        "a line that is no task is refused",
        arguments: [
            "", "|", "in f0 d0", "in f0 d0 | d3", "in f9 d0 | d3 f0:- f1:- f2:- f3:- f4:-",
            "in f0 | d3 f0:- f1:- f2:- f3:- f4:-", "at d0; | d3 f0:- f1:- f2:- f3:- f4:-",
            "at d0, at d1, at d2 | d3 f0:- f1:- f2:- f3:- f4:-",
            "at d0 | d3 f0:- f1:- f2:- f3:-", "at d0 | d3 f1:- f0:- f2:- f3:- f4:-",
            "at d0 | d3 f0:d1 f1:- f2:- f3:- f4:-", "at d0 | d7 f0:- f1:- f2:- f3:- f4:-",
            "at d0 | d3 f0:d1=w9 f1:- f2:- f3:- f4:-",
        ])
    func noTask(text: String) {
        refuses(text)
    }

    @Test("a line that is far too long is refused, and not repeated")
    func longLine() {
        refuses(String(repeating: "at d0;", count: 5000) + "at d0 | d3 f0:- f1:- f2:- f3:- f4:-")
    }

    private func refuses(_ text: String) {
        let error = #expect(throws: TaskSyntaxError.self) {
            try tools.domain.parse(task: text)
        }
        #expect(error?.description.contains("\n") == false)
        #expect(error?.description.utf8.count ?? 1000 < 400)
    }

    @Test("answers are shown as calls, a word each; what is none, token by token")
    func answers() throws {
        let instance = try tools.instance("at d0 | d3 f0:- f1:- f2:- f3:- f4:d2=w2")
        #expect(
            tools.domain.text(of: tools.answer("cd d1 mv f0 d2 ls"), answering: instance)
                == "cd(d1) mv(f0,d2) ls()")
        #expect(
            tools.domain.text(of: tools.tokens("mv f0") + [77, -1], answering: instance)
                == "mv f0 <?77> <?-1>")
        #expect(
            tools.domain.promptText(for: instance, mode: .base)
                == "solve at d0 | d3 f0:- f1:- f2:- f3:- f4:d2")
        let revision = try tools.instance(
            "at d0 | d3 f0:- f1:- f2:- f3:- f4:d2=w2?", draft: "cd d1 cat f4")
        #expect(
            tools.domain.promptText(for: revision, mode: .improve)
                == "improve at d0 | d3 f0:- f1:- f2:- f3:- f4:? | cd(d1) cat(f4): OK, ENOENT")
    }
}
