import Testing

@testable import Dashboard

@Suite("The table of commands")
struct CommandTableTests {
    @Test("no two commands claim one key where both can be active")
    func conflicts() {
        #expect(Keymap.standard.conflicts() == [])
    }

    @Test("a conflict would be found")
    func planted() {
        let intruder = Command("chain.intruder", [.character("q")], "intruder") { _ in }
        let group = CommandGroup(context: .screen(.chain), commands: [intruder])
        let conflicts = Keymap.standard.conflicts(in: CommandTable.groups + [group])
        #expect(conflicts == ["q means both program.quit and chain.intruder"])
    }

    @Test("no two commands have one name")
    func names() {
        let names = CommandTable.groups.flatMap(\.commands).map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test("every stack of contexts that a state can have is checked for conflicts")
    func stacks() throws {
        var driver = Driver()
        for screen in DashboardScreen.allCases {
            driver.state.screen = screen
            #expect(KeyContext.stacks.contains(driver.state.contexts))
        }
        let asking = try #require(CommandTable.command(named: "time.step"))
        let prompt = try #require(Prompt(asking, driver.state))
        let overlays: [Overlay] = [
            .help(top: 0), .themes(cursor: ListCursor(), before: ""),
            .confirmation(TrainerCommands.stopping), .leaving, .prompt(prompt),
            .palette(Palette()),
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
        for command in stack.flatMap({ CommandTable.commands(of: $0) }) {
            for key in command.keys {
                #expect(
                    text.contains { $0.contains(" \(key.name) ") && $0.contains(command.help) },
                    "\(key.name) is missing")
            }
        }
    }

    @Test("the documentation holds every command")
    func documentation() {
        for command in CommandTable.groups.flatMap(\.commands) {
            #expect(
                Dashboard.keyLines.contains {
                    $0.hasPrefix(command.name) && $0.hasSuffix(command.help)
                })
        }
    }

    @Test("keys that a terminal cannot tell from others are not bound")
    func terminals() {
        // Ctrl-H, I, J, M and [ are Backspace, Tab, Enter, Enter and Esc.
        let taken: [DashboardKey] = ["h", "i", "j", "m", "[", "s", "q"].map { .control($0) }
        for command in CommandTable.groups.flatMap(\.commands) {
            for key in command.keys { #expect(!taken.contains(key), "\(key.name)") }
        }
    }
}
