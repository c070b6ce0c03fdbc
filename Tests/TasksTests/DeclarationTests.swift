import Foundation
import Runs
import Testing

@testable import Tasks

@Suite("Declarations of tools")
struct DeclarationTests {
    private static let lamp = """
        {"sort": "room", "names": ["hall", "attic"]}
        {"sort": "shade", "names": ["dark", "dim", "bright"]}
        {"state": "power"}
        {"state": "light", "of": "room", "values": "shade", "hidden": true}
        {"tool": "switch", "takes": ["p: flag"], "sets": ["power = p"]}
        {"tool": "dim", "takes": ["r: room", "s: shade"], "needs": ["power = yes else EOFF"], "sets": ["light[r] = s"]}
        {"tool": "look", "takes": ["r: room"], "gives": "light[r]"}
        """

    @Test("the worlds that come with the program are sound", arguments: DeclaredCase.builtIn)
    func builtIn(world: ToolWorldName) throws {
        let text = world == .tickets ? ToolDeclaration.tickets : ToolDeclaration.vehicle
        let reader = DeclarationReader(text)
        #expect(reader.problems.isEmpty)
        #expect(reader.tasks.isEmpty)
        #expect(reader.declaration.isUsable)
        #expect(ToolDeclaration.builtIn(world) == reader.declaration)
    }

    @Test("a declaration's own text is one line that reads back to it")
    func text() {
        for text in [Self.lamp, ToolDeclaration.tickets, ToolDeclaration.vehicle] {
            let declaration = DeclarationReader(text).declaration
            #expect(!declaration.text.contains("\n"))
            let again = DeclarationReader(declaration.text)
            #expect(again.problems.isEmpty)
            #expect(again.declaration == declaration)
            #expect(again.declaration.text == declaration.text)
        }
    }

    @Test("lines may stand in any order, with comments and tasks between")
    func order() {
        let lines = Self.lamp.split(separator: "\n").reversed().map(String.init)
        let reader = DeclarationReader(
            "# A house.\n\n" + lines.joined(separator: "\n\n")
                + "\n{\"task\": \"power yes | power=no\"}\r\n")
        #expect(reader.problems.isEmpty)
        #expect(reader.tasks.map(\.text) == ["power yes | power=no"])
        // An index has no variable of its own to look back at, so only the order of lists differs.
        #expect(reader.declaration.isUsable)
        #expect(reader.declaration.tools.count == 3)
    }

    @Test(
        "a line that is wrong is told with its number, the value and what is accepted",
        arguments: [
            ("nonsense", "nonsense"), ("[1, 2]", "[1, 2]"), ("{}", "'sort', 'state'"),
            (#"{"sort": "room", "tool": "x"}"#, "one of 'sort'"),
            (#"{"sort": "room", "names": ["a"]}"#, "a new name"),
            (#"{"sort": "x", "names": []}"#, "0 names"),
            (#"{"sort": "x", "names": ["a", "a"]}"#, "each name once"),
            (#"{"sort": "x", "names": ["a b"]}"#, "a b"),
            (#"{"sort": "x", "names": ["read"]}"#, "not one of read"),
            (#"{"sort": "x", "names": "a"}"#, "a list of texts"),
            (#"{"sort": "x", "names": [1]}"#, "a list of texts"),
            (#"{"sort": "x", "name": ["a"]}"#, "no keys but sort, names"),
            (#"{"state": "x", "values": "wall"}"#, "one of flag, room, shade"),
            (#"{"state": "power"}"#, "a name that no variable"),
            (#"{"state": "hall"}"#, "no sort's name"),
            (#"{"state": "x", "start": ["maybe"]}"#, "one of no, yes"),
            (#"{"state": "x", "hidden": "yes"}"#, "true or false"),
            (#"{"state": "x", "asked": -1}"#, "from 0 to 100"),
            (#"{"state": "x", "given": "y = yes"}"#, "a variable, argument or name"),
            (#"{"state": "x", "given": "x = yes"}"#, "a variable, argument or name"),
            (#"{"state": "x", "given": "power"}"#, "such as"),
            (#"{"tool": "dim"}"#, "a new name"),
            (#"{"tool": "x", "takes": ["room"]}"#, "such as 't: ticket'"),
            (#"{"tool": "x", "takes": ["r: wall"]}"#, "one of flag"),
            (#"{"tool": "x", "takes": ["r: room", "r: room"]}"#, "a new name"),
            (#"{"tool": "x", "takes": ["power: room"]}"#, "no variable"),
            (#"{"tool": "x", "needs": ["power = yes"]}"#, "else EOPEN"),
            (#"{"tool": "x", "needs": ["yes = power else E"]}"#, "a state variable"),
            (#"{"tool": "x", "needs": ["light = dim else E"]}"#, "in brackets"),
            (#"{"tool": "x", "needs": ["power[hall] = yes else E"]}"#, "without brackets"),
            (#"{"tool": "x", "needs": ["light[yes] = dim else E"]}"#, "in brackets"),
            (#"{"tool": "x", "takes": ["s: shade"], "sets": ["light[s] = s"]}"#, "in brackets"),
            (
                #"{"tool": "x", "takes": ["s: shade"], "sets": ["power = s"]}"#,
                "which 'dark' is not"
            ),
            (#"{"tool": "x", "sets": ["power = dim"]}"#, "which 'dim' is not"),
            (#"{"tool": "x", "sets": ["power = light[hall]"]}"#, "which 'dark' is not"),
            (#"{"tool": "x", "sets": ["power = yes", "power = no"]}"#, "different variables"),
            (#"{"tool": "x", "gives": "hall"}"#, "a state variable"),
            (#"{"tool": "x", "gives": "light[light[hall]]"}"#, "light[light[hall]]"),
            (#"{"task": 7}"#, "a text"),
        ])
    func problem(line: String, part: String) {
        let reader = DeclarationReader(Self.lamp + "\n" + line)
        #expect(reader.problems.count == 1, "\(reader.problems)")
        #expect(reader.problems.first?.line == 8)
        #expect(reader.problems.first?.text.contains(part) == true, "\(reader.problems)")
        #expect(reader.declaration == DeclarationReader(Self.lamp).declaration)
    }

    @Test("what depends on a line that is wrong is told too, and the rest stands")
    func dependants() {
        let broken = Self.lamp.replacing(
            #""names": ["dark", "dim", "bright"]"#, with: #""names": 3"#)
        let reader = DeclarationReader(broken)
        #expect(reader.problems.map(\.line) == [2, 4, 6, 7])
        #expect(reader.problems.dropFirst().allSatisfy { $0.text.contains("line") })
        #expect(reader.declaration.variables.map(\.name) == ["power"])
        #expect(reader.declaration.tools.map(\.name) == ["switch"])
    }

    @Test(
        "hostile files are refused in little time, and nothing of them reaches the terminal",
        arguments: [
            String(repeating: "[", count: 100_000),
            String(repeating: #"{"a":"#, count: 2000),
            #"{"sort": "\#(String(repeating: "x", count: 100_000))", "names": ["a"]}"#,
            (0..<5000).map { #"{"sort": "s\#($0)", "names": ["n\#($0)"]}"# }
                .joined(separator: "\n"),
            (0..<5000).map { #"{"tool": "t\#($0)", "takes": ["a: flag", "b: flag", "c: flag"]}"# }
                .joined(separator: "\n"),
            (0..<3000).map { #"{"state": "v\#($0)", "given": "v\#($0 + 1) = yes"}"# }
                .joined(separator: "\n"),
            "{\"sort\": \"\u{1b}[2J\u{7}\", \"names\": [\"\u{0}\"]}",
            #"{"sort": "a\u0000b", "names": ["\u001b[2J"]}"#,
            String(repeating: "\n", count: 100_000),
            String(repeating: "&", count: 100_000),
            #"{"tool": "x", "takes": [\#(Array(repeating: "\"a: flag\"", count: 300).joined(separator: ","))]}"#,
        ])
    func hostile(text: String) {
        let reader = DeclarationReader(text)
        #expect(reader.problems.count <= 100)
        for problem in reader.problems {
            #expect(problem.text.utf8.count < 700)
            #expect(
                problem.text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            )
        }
        #expect(reader.declaration.sorts.count <= 8)
        #expect(reader.declaration.tools.count <= 16)
        #expect(reader.declaration.variables.count <= 16)
        #expect(reader.declaration.text.utf8.count < ConfigurationKey.mostDeclaration)
    }

    @Test(
        "the largest declaration fits a configuration and makes a domain that draws, or is refused")
    func largest() throws {
        let names = (0..<16).map { "long-name-no-\($0 + 10)" }
        let list = names.map { "\"\($0)\"" }.joined(separator: ",")
        let needs = (0..<12).map { "\"variable-one[a] != \(names[$0]) else ERROR\($0)\"" }
            .joined(separator: ",")
        var lines = [
            #"{"sort": "sort-of-names", "names": [\#(list)]}"#,
            #"{"state": "variable-one", "of": "sort-of-names", "values": "sort-of-names", "hidden": true}"#,
            #"{"state": "variable-two", "of": "sort-of-names", "values": "sort-of-names"}"#,
        ]
        for tool in 0..<16 {
            let sets =
                tool == 0
                ? "variable-one[a] = variable-two[a]" : "variable-two[a] = \(names[tool])"
            lines.append(
                #"{"tool": "tool-\#(tool)", "takes": ["a: sort-of-names", "b: flag"], "needs": [\#(needs)], "sets": ["\#(sets)"]}"#
            )
        }
        let reader = DeclarationReader(lines.joined(separator: "\n"))
        #expect(reader.problems.isEmpty, "\(reader.problems)")
        #expect(reader.declaration.text.utf8.count < ConfigurationKey.mostDeclaration)
        var configuration = RunConfiguration()
        configuration.apply(domain: "tools")
        configuration.apply(world: .own)
        try ConfigurationKey.named("tools.own").write(reader.declaration.text, to: &configuration)
        let domain = try Domains.make(for: configuration)
        var generator = CounterGenerator(seed: 1, purpose: .evaluationTasks)
        for split in domain.splits {
            let task = domain.drawTask(from: split, using: &generator)
            #expect(try domain.parse(task: domain.text(of: task)) == task)
            #expect(domain.text(of: task).utf8.count < PlayRequest.Bounds.textBytes)
        }
    }

    @Test("declarations made at random never trap, and all that they make is bounded")
    func random() throws {
        var draws = SmallDraws(CounterGenerator(seed: 9, purpose: .evaluationTasks))
        func pick(_ list: [String]) -> String { list[draws.below(list.count)] }
        let names = ["a", "b", "c", "d", "no", "yes"]
        let terms = names + ["p", "q", "v0", "v1", "v2[p]", "v2[a]", "v3[q]", "v0[p]", "z"]
        var usable = 0
        for round in 0..<150 {
            var lines = [
                #"{"sort": "s", "names": ["a", "b", "c"]}"#, #"{"sort": "t", "names": ["c", "d"]}"#,
            ]
            for variable in 0..<4 {
                let of = variable < 2 ? "" : #", "of": "\#(pick(["s", "t"]))""#
                lines.append(
                    #"{"state": "v\#(variable)"\#(of), "values": "\#(pick(["s", "t", "flag"]))", "hidden": \#(pick(["true", "false"])), "free": \#(pick(["true", "false"]))}"#
                )
            }
            for tool in 0..<6 {
                let needs = (0..<draws.below(3)).map { _ in
                    "\"\(pick(terms)) \(pick(["=", "!="])) \(pick(terms)) else E\(draws.below(3))\""
                }.joined(separator: ",")
                lines.append(
                    #"{"tool": "t\#(tool)", "takes": ["p: \#(pick(["s", "t"]))", "q: \#(pick(["s", "t"]))"], "needs": [\#(needs)], "sets": ["\#(pick(terms)) = \#(pick(terms))"]}"#
                )
                lines.append(#"{"tool": "g\#(tool)", "gives": "\#(pick(terms))"}"#)
            }
            let reader = DeclarationReader(lines.joined(separator: "\n"))
            guard reader.declaration.isUsable else { continue }
            let domain = DeclaredToolsDomain(reader.declaration, ToolSettings())
            guard !domain.asked.isEmpty else { continue }
            usable += 1
            var generator = CounterGenerator(
                seed: 10, purpose: .evaluationTasks, group: round)
            let task =
                domain.drawTask(from: .train, attempts: 50, using: &generator)
                ?? domain.drawWorld(&draws).encoded
            let instance = TaskInstance(task: task)
            #expect(domain.prompt(for: instance, mode: .base).count == domain.longestPrompt)
            let calls = (0..<5).map { _ in domain.drawCall(&draws) }
            let answer = domain.assess(domain.tokens(calls), answering: instance)
            #expect(answer.isValid)
            #expect((0...1).contains(answer.quality))
            #expect(domain.calls(answer.tokens) == calls)
            let turn = domain.turn(of: instance)
            let belief = turn.belief(after: calls)
            for cell in domain.world.cells.indices where belief.knows(cell) {
                #expect(belief.state[cell] == turn.state[cell])
            }
        }
        #expect(usable > 50)
    }

    @Test("a run's own world must be one that can be trained on")
    func domains() {
        var configuration = RunConfiguration()
        configuration.apply(domain: "tools")
        configuration.apply(world: .own)
        for (own, key) in [
            ("", "tools.own"), (#"{"sort": "x"}"#, "tools.own"), ("{", "tools.own"),
            (#"{"state": "x"}"#, "tools.own"), (#"{"state": "x"} & {"tool": "y"}"#, "tools.world"),
            // A single thing to ask for leaves splits empty.
            (#"{"state": "x"} & {"tool": "y", "gives": "x"}"#, "tools.goals"),
        ] {
            configuration.tools.own = own
            let error = #expect(throws: ConfigurationError.self) {
                try Domains.make(for: configuration)
            }
            #expect(error?.key == key, "\(own): \(error?.description ?? "")")
            #expect(error?.description.contains("\n") == false)
        }
    }
}
