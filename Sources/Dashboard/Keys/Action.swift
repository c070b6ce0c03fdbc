/// What a key can do.
enum Action: Hashable, Sendable {
    // Everywhere.
    case help, pickTheme, quit, redraw, suspend, writeScreen
    case back, open
    case move(Movement)
    // In a run.
    case show(DashboardScreen)
    case nextPane, previousPane, maximise
    case previousStep, nextStep, goToStep, live
    // The trainer.
    case pauseOrResume, stepOnce, stepMany, checkpoint, stop
    // Panels.
    case left, right
    case sortNext, sortReverse, nextHistogram
    case narrower, wider
    case previousEvaluation, nextEvaluation
    case smoother, rougher, logScale, cursorOff, lookAtCursor
    case previousEpisode, nextEpisode, parent, child, differenceMode
    case follow, nextLevel, wrap
    // The browser and its form.
    case newRun, refreshRuns
    case nextField, previousField, nextChoice, previousChoice
    // Questions.
    case confirm, cancel
    case answerStop, answerDetach
}

/// Where a key has a meaning: the layers that listen, innermost first.
enum KeyContext: String, Hashable, Sendable, CaseIterable {
    case overview, buffer, depth, curves, chain, logs
    case run, trainer, browser, movement, program
    case help, themes, prompt, confirmation, leaving, form

    /// The heading of its part of the help.
    var title: String {
        switch self {
        case .overview: "Overview"
        case .buffer: "Buffer"
        case .depth: "Depth"
        case .curves: "Curves"
        case .chain: "Chain"
        case .logs: "Logs"
        case .run: "In every screen of a run"
        case .trainer: "Trainer"
        case .browser: "List of runs"
        case .movement: "Moving"
        case .program: "Everywhere"
        case .help: "Help"
        case .themes: "Theme picker"
        case .prompt: "Prompt"
        case .confirmation: "Question"
        case .leaving: "Leaving a run that trains"
        case .form: "New run"
        }
    }

    /// Every stack of contexts that can be active at once, innermost first.
    ///
    /// The stacks of a run's screens, the browser's, and those of the overlays.
    static let stacks: [[KeyContext]] =
        DashboardScreen.allCases.map { [context(of: $0), .run, .trainer, .movement, .program] }
        + [
            [.browser, .movement, .program],
            [.help, .movement], [.themes, .movement],
            [.prompt], [.confirmation], [.leaving], [.form],
        ]

    /// The context of a screen.
    static func context(of screen: DashboardScreen) -> KeyContext {
        switch screen {
        case .overview: .overview
        case .buffer: .buffer
        case .depth: .depth
        case .curves: .curves
        case .chain: .chain
        case .logs: .logs
        }
    }
}
