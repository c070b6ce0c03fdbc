import Testing

@testable import Rendering

@Suite struct DiffTests {
    @Test("an edit script turns the old sequence into the new one, with the fewest edits")
    func exhaustive() {
        // All pairs of words over {a, b} up to length 5, against dynamic programming.
        var words: [[Int]] = [[]]
        var longest: [[Int]] = [[]]
        for _ in 0..<5 {
            longest = longest.flatMap { [$0 + [0], $0 + [1]] }
            words += longest
        }
        for old in words {
            for new in words {
                let script = editScript(from: old, to: new)
                #expect(script.replayed == (old, new))
                #expect(script.editCount == DiffTests.distance(old, new))
            }
        }
    }

    @Test("beyond the limit everything between the common ends is replaced")
    func limited() {
        let old = [9] + (0..<50).map { $0 } + [8]
        let new = [9] + (0..<50).map { $0 + 100 } + [8]
        let script = editScript(from: old, to: new, limit: 10)
        #expect(script.replayed == (old, new))
        #expect(script.first == .same(9) && script.last == .same(8))
    }

    /// Insertions and deletions needed, the slow way.
    static func distance(_ old: [Int], _ new: [Int]) -> Int {
        var row = Array(0...new.count)
        for (i, a) in old.enumerated() {
            var next = [i + 1]
            for (j, b) in new.enumerated() {
                next.append(a == b ? row[j] : 1 + min(row[j + 1], next[j]))
            }
            row = next
        }
        return row[new.count]
    }

    @Test("random sequences replay too")
    func fuzz() {
        var random = SplitMix(state: 11)
        for _ in 0..<300 {
            let old = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                Int.random(in: 0...6, using: &random)
            }
            let new = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                Int.random(in: 0...6, using: &random)
            }
            let script = editScript(from: old, to: new)
            #expect(script.replayed == (old, new))
            #expect(script.editCount == DiffTests.distance(old, new))
        }
    }

    @Test("in answers made of tokens each token is compared as a whole")
    func fields() {
        let page = TextDiff(old: "+3 -7 .9 +2", new: "+3 +7 .9 -2", unit: .fields).inline(width: 40)
        #expect(page.lines.map(\.plain) == ["- +3 -7 .9 +2", "+ +3 +7 .9 -2"])
        #expect(
            page.lines[0].spans.filter { $0.style == .diffDeleteWord }.map(\.text) == ["-7", "+2"])
        #expect(
            page.lines[1].spans.filter { $0.style == .diffAddWord }.map(\.text) == ["+7", "-2"])
        #expect(page.changes == [0])
    }

    @Test("neighbouring changes become one run")
    func merging() {
        let words = WordDiff(old: "a -1 -2 z", new: "a +1 +2 z", unit: .fields)
        #expect(words.old.map(\.text) == ["a ", "-1 -2", " z"])
        #expect(words.new.map(\.text) == ["a ", "+1 +2", " z"])
        #expect(words.deletedWords == 2 && words.insertedWords == 2)
    }

    @Test("joined, the pieces of each side are that side")
    func pieces() {
        let alphabet = ["a", "b", " ", "  ", "-1", "+2", ",", "word", "界"]
        var random = SplitMix(state: 5)
        for _ in 0..<1_000 {
            func text() -> String {
                (0..<Int.random(in: 0...9, using: &random)).map { _ in
                    alphabet.randomElement(using: &random) ?? ""
                }.joined()
            }
            let (old, new) = (text(), text())
            for unit in [DiffUnit.words, .fields] {
                let words = WordDiff(old: old, new: new, unit: unit)
                #expect(words.old.map(\.text).joined() == old)
                #expect(words.new.map(\.text).joined() == new)
                #expect(
                    words.flow.filter { $0.isInsertion != true }.map(\.text).joined() == old)
                #expect(
                    words.flow.filter { $0.isInsertion != false }.map(\.text).joined() == new)
                #expect((words.similarity == 1) == (words.deletedWords + words.insertedWords == 0))
            }
        }
    }

    let old = """
        We report three results.
        The system was able to cut latency by about 40%.
        It did so without new hardware.
        Nothing else changed.
        Memory stayed flat.
        Cost fell by a fifth.
        """
    let new = """
        We report three results.
        The system cut latency by about 40%.
        It did so without new hardware.
        Nothing else changed.
        Memory stayed flat.
        And then something came that has no likeness to what was there before it.
        """

    @Test("unchanged lines away from changes are folded")
    func inline() {
        let diff = TextDiff(old: old, new: new)
        #expect(diff.deletedLines == 2 && diff.insertedLines == 2 && !diff.isUnchanged)
        let page = diff.inline(width: 80, context: 1)
        #expect(
            page.lines.map(\.plain) == [
                "  We report three results.",
                "- The system was able to cut latency by about 40%.",
                "+ The system cut latency by about 40%.",
                "  It did so without new hardware.",
                "⋯ 1 unchanged line ⋯",
                "  Memory stayed flat.",
                "- Cost fell by a fifth.",
                "+ And then something came that has no likeness to what was there before it.",
            ])
        #expect(page.changes == [1, 6])
        let words = page.lines[1].spans.filter { $0.style == .diffDeleteWord }.map(\.text)
        #expect(words == ["was able to "])
        // Too unlike to compare by words: no word stands out.
        #expect(!page.lines[7].spans.contains { $0.style == .diffAddWord })
    }

    @Test("the flow marks changed words with brackets")
    func flow() {
        let page = TextDiff(old: "a short line", new: "a long line").flow(width: 40)
        #expect(page.lines.map(\.plain) == ["~ a [-short-]{+long+} line"])
    }

    @Test("side by side, both columns keep their width and the pairs stand level")
    func sideBySide() {
        let page = TextDiff(old: old, new: new).sideBySide(width: 41)
        for line in page.lines {
            #expect(Array(line.plain).count > 20 && Array(line.plain)[20] == "│")
            #expect(line.width <= 41)
        }
        #expect(page.lines[0].plain.hasPrefix("  We report three"))
    }

    @Test("hostile text and every width are safe")
    func hostile() {
        let texts = ["", "\n", "\u{1B}[2J\r\n\u{202E}abc", "a\tb", "界界 界", "x", "\n\n\n"]
        for old in texts {
            for new in texts {
                let diff = TextDiff(old: old, new: new)
                #expect(diff.isUnchanged == (old == new))
                for width in 0...12 {
                    for page in [
                        diff.inline(width: width), diff.flow(width: width, context: 0),
                        diff.sideBySide(width: width),
                    ] {
                        #expect(
                            page.lines.allSatisfy {
                                $0.width <= max(1, width) || $0.plain.hasPrefix("⋯")
                            })
                        #expect(page.changes.allSatisfy { $0 < page.lines.count })
                    }
                }
            }
        }
    }
}

extension Array {
    /// Both sequences an edit script was made from.
    fileprivate var replayed: ([Int], [Int]) {
        var old: [Int] = []
        var new: [Int] = []
        for case let edit as Edit<Int> in self {
            switch edit {
            case .same(let value):
                old.append(value)
                new.append(value)
            case .delete(let value): old.append(value)
            case .insert(let value): new.append(value)
            }
        }
        return (old, new)
    }

    fileprivate var editCount: Int {
        reduce(0) { count, edit in
            if case .same? = edit as? Edit<Int> { return count }
            return count + 1
        }
    }
}
