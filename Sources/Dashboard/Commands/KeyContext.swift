/// Where keys have a meaning: one of the layers that listen, innermost first.
struct KeyContext: Hashable, Sendable {
    /// Its name in a file of keys.
    let name: String
    /// The heading of its part of the help.
    let title: String

    static let run = KeyContext(name: "run", title: "In every screen of a run")
    static let trainer = KeyContext(name: "trainer", title: "Trainer")
    static let browser = KeyContext(name: "runs", title: "List of runs")
    static let movement = KeyContext(name: "move", title: "Moving")
    static let program = KeyContext(name: "program", title: "Everywhere")
    static let help = KeyContext(name: "help", title: "Help")
    static let themes = KeyContext(name: "themes", title: "Theme picker")
    static let prompt = KeyContext(name: "prompt", title: "Prompt")
    static let palette = KeyContext(name: "palette", title: "Command palette")
    static let confirmation = KeyContext(name: "question", title: "Question")
    static let leaving = KeyContext(name: "leaving", title: "Leaving a run that trains")
    static let form = KeyContext(name: "form", title: "Form")

    /// The context of a screen.
    static func screen(_ screen: DashboardScreen) -> KeyContext {
        KeyContext(name: screen.name, title: screen.definition.title)
    }

    /// Every stack of contexts that can be active at once, innermost first.
    ///
    /// The stacks of a run's screens, the browser's, and those of the overlays.
    static let stacks: [[KeyContext]] =
        DashboardScreen.allCases.map { stack(of: $0) }
        + [
            [.browser, .movement, .program],
            [.help, .movement], [.themes, .movement],
            [.prompt], [.palette], [.confirmation], [.leaving], [.form],
        ]

    /// The contexts of a screen without overlays.
    static func stack(of screen: DashboardScreen) -> [KeyContext] {
        [.screen(screen), .run, .trainer, .movement, .program]
    }
}
