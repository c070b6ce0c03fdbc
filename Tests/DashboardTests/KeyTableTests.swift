import Testing

@testable import Dashboard

@Suite("The key table")
struct KeyTableTests {
    @Test("no two rows claim one key where both can be active")
    func conflicts() {
        #expect(KeyTable.conflicts(in: KeyTable.rows) == [])
    }

    @Test("a conflict would be found")
    func planted() {
        let intruder = KeyBinding(
            context: .chain, keys: [.character("q")], action: .parent, hint: nil, help: "intruder")
        #expect(KeyTable.conflicts(in: KeyTable.rows + [intruder]).count == 1)
    }

    @Test("every stack of contexts that a state can have is checked for conflicts")
    func stacks() {
        var driver = Driver()
        for screen in DashboardScreen.allCases {
            driver.state.screen = screen
            #expect(KeyContext.stacks.contains(driver.state.contexts))
        }
        let overlays: [Overlay] = [
            .help(top: 0), .themes(cursor: ListCursor(), before: ""), .confirmStop, .leaving,
            .prompt(Prompt(question: .goToStep)),
        ]
        for overlay in overlays {
            driver.state.overlays = [overlay]
            #expect(KeyContext.stacks.contains(driver.state.contexts))
        }
        var browser = Driver(runs: Driver.listings)
        #expect(KeyContext.stacks.contains(browser.state.contexts))
        browser.type("n")
        #expect(KeyContext.stacks.contains(browser.state.contexts))
    }

    @Test("the help of a stack names every key that acts in it", arguments: KeyContext.stacks)
    func help(stack: [KeyContext]) {
        let text = Help.lines(for: stack).map { line in
            if case .key(let names, let help, _) = line { return " \(names) \(help)" }
            return ""
        }
        for row in KeyTable.rows where stack.contains(row.context) {
            for key in row.keys {
                #expect(
                    text.contains { $0.contains(" \(key.name) ") && $0.contains(row.help) },
                    "\(key.name) is missing")
            }
        }
    }

    @Test("the documentation holds every row of the table")
    func documentation() {
        for row in KeyTable.rows {
            #expect(Dashboard.keyDocumentation.contains("| \(row.help) |"))
        }
    }

    @Test("keys that a terminal cannot tell from others are not bound")
    func terminals() {
        // Ctrl-H, I, J, M and [ are Backspace, Tab, Enter, Enter and Esc.
        let taken: [DashboardKey] = ["h", "i", "j", "m", "[", "s", "q"].map { .control($0) }
        for row in KeyTable.rows {
            for key in row.keys { #expect(!taken.contains(key), "\(key.name)") }
        }
    }
}
