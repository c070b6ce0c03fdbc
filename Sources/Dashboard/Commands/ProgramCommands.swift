import Rendering

/// What can be done everywhere.
enum ProgramCommands {
    static let all: [Command] = [
        Command(
            "program.palette", [.key(":"), .control("p")], "every command by name", hint: "command"
        ) { $0.overlays.append(.palette(Palette())) },
        Command(
            "program.theme", [.key("t")], "pick a theme", hint: "theme",
            obstacle: { $0.themes.isEmpty ? "no themes were found" : nil }
        ) { $0.pickTheme() },
        Command.telling(
            "program.write", [.key("W")], "write this screen to a file, as text",
            yields: { [.write(name: $0.writtenName, text: Dashboard.view($0).text)] }),
        Command.telling(
            "program.copy", [.key("Y")], "copy the focused pane, as text",
            obstacle: { $0.place == .run ? nil : "open a run first" },
            yields: { [.copy(text: $0.focusedText)] }),
        Command.telling(
            "program.write-pane", [], "write the focused pane to a file, as text",
            obstacle: { $0.place == .run ? nil : "open a run first" },
            yields: {
                [.write(name: "\($0.writtenName)-\($0.focusedPane.name)", text: $0.focusedText)]
            }),
        Command.telling(
            "program.redraw", [.control("l")], "draw everything again", yields: { _ in [.redraw] }),
        Command.telling(
            "program.suspend", [.control("z")], "suspend the dashboard, not the trainer",
            yields: { _ in [.suspend] }),
        Command("program.help", [.key("?")], "this help", hint: "help") {
            $0.overlays.append(.help(top: 0))
        },
        Command.telling(
            "program.quit", [.key("q"), .control("c")],
            "leave; asks first while this program trains", hint: "quit", yields: { $0.quit() }),
    ]
}
