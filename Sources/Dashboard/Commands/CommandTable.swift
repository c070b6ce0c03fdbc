/// Every command of the program.
///
/// One list dispatches keys, fills the palette, and documents itself in help, footer and manual.
enum CommandTable {
    /// All groups, in the order help shows them.
    static let groups: [CommandGroup] =
        DashboardScreen.allCases.map {
            CommandGroup(context: .screen($0), commands: $0.definition.commands)
        } + [
            CommandGroup(context: .trainer, commands: TrainerCommands.all),
            CommandGroup(context: .run, commands: RunCommands.all),
            CommandGroup(context: .browser, commands: BrowserCommands.all),
            CommandGroup(context: .movement, commands: MovementCommands.all),
            CommandGroup(context: .program, commands: ProgramCommands.all),
        ] + OverlayCommands.groups

    /// The commands of a context.
    static func commands(of context: KeyContext) -> [Command] { byContext[context] ?? [] }

    private static let byContext = Dictionary(
        uniqueKeysWithValues: groups.map { ($0.context, $0.commands) })

    /// The command of a name; nil if there is none.
    static func command(named name: String) -> Command? { byName[name] }

    private static let byName = Dictionary(
        groups.flatMap(\.commands).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}

extension DashboardKey {
    /// A letter, digit or sign, for tables of commands.
    static func key(_ character: Character) -> DashboardKey { .character(character) }
}
