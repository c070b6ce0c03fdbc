/// Moving in lists and texts.
enum MovementCommands {
    static let all: [Command] = [
        command("move.down", [.key("j"), .down], .down, "one row down"),
        command("move.up", [.key("k"), .up], .up, "one row up"),
        command("move.page-down", [.pageDown, .control("d")], .pageDown, "one page down"),
        command("move.page-up", [.pageUp, .control("u")], .pageUp, "one page up"),
        command("move.first", [.key("g"), .home], .first, "to the first row"),
        command("move.last", [.key("G"), .end], .last, "to the last row"),
    ]

    private static func command(
        _ name: String, _ keys: [DashboardKey], _ movement: Movement, _ help: String
    ) -> Command {
        Command.telling(name, keys, help, yields: { $0.move(movement) })
    }
}
