/// What can be done in the layers over a screen.
enum OverlayCommands {
    static let groups: [CommandGroup] = [
        CommandGroup(
            context: .help,
            commands: [
                close(
                    "help.close", [.escape, .key("?"), .key("q"), .control("c")], "close the help")
            ]),
        CommandGroup(
            context: .themes,
            commands: [
                Command("themes.keep", [.enter], "keep the theme", hint: "keep") {
                    $0.overlays.removeLast()
                },
                Command.telling(
                    "themes.revert", [.escape, .key("q"), .key("t"), .control("c")],
                    "back to the theme before", hint: "revert", yields: { $0.cancel() }),
            ]),
        CommandGroup(
            context: .prompt,
            commands: [
                Command.telling(
                    "prompt.accept", [.enter], "accept what was typed", hint: "accept",
                    yields: { $0.acceptPrompt() }),
                Command.telling(
                    "prompt.cancel", [.escape, .control("c")], "close the prompt", hint: "cancel",
                    yields: { $0.cancel() }),
            ]),
        CommandGroup(context: .palette, commands: Palette.commands),
        CommandGroup(
            context: .confirmation,
            commands: [
                Command.telling(
                    "question.yes", [.key("y"), .enter], "yes", hint: "yes",
                    yields: { $0.confirm() }),
                Command.telling(
                    "question.no", [.key("n"), .escape, .key("q"), .control("c")], "no", hint: "no",
                    yields: { $0.cancel() }),
            ]),
        CommandGroup(
            context: .leaving,
            commands: [
                Command.telling(
                    "leaving.stop", [.key("s")], "checkpoint, stop, and leave", hint: "stop",
                    yields: { $0.leaveStopping() }),
                Command.telling(
                    "leaving.detach", [.key("d")],
                    "leave the dashboard; training goes on with plain progress lines",
                    hint: "detach",
                    yields: {
                        $0.overlays = []
                        return $0.savedView + [.leave(.detach)]
                    }),
                Command.telling(
                    "leaving.cancel", [.key("c"), .escape, .key("q"), .control("c")], "stay",
                    hint: "cancel", yields: { $0.cancel() }),
            ]),
        CommandGroup(context: .form, commands: FormCommands.all),
    ]

    private static func close(
        _ name: String, _ keys: [DashboardKey], _ help: String
    ) -> Command {
        Command(name, keys, help, hint: "close") { $0.overlays.removeLast() }
    }
}
