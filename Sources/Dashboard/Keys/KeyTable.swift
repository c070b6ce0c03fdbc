/// One row of the key table: it dispatches, and footer, help and documentation are made from it.
struct KeyBinding: Sendable {
    /// Where it holds.
    let context: KeyContext
    /// The keys; the first is the one a footer names.
    let keys: [DashboardKey]
    /// What they do.
    let action: Action
    /// One or two words for the footer; nil to stay out of it.
    let hint: String?
    /// The keys as the footer names them, where one hint stands for several rows.
    var hintKeys: String? = nil
    /// One line for help.
    let help: String
}

/// Every key of the program.
enum KeyTable {
    private static func row(
        _ context: KeyContext, _ keys: [DashboardKey], _ action: Action, _ hint: String? = nil,
        _ help: String, for hintKeys: String? = nil
    ) -> KeyBinding {
        KeyBinding(
            context: context, keys: keys, action: action, hint: hint, hintKeys: hintKeys,
            help: help)
    }

    private static func letter(_ character: Character) -> DashboardKey { .character(character) }

    /// The rows, in the order help shows them.
    static let rows: [KeyBinding] = screens + trainer + run + browser + everywhere + overlays

    private static let screens: [KeyBinding] = [
        row(.overview, [.enter], .open, "open", "open the focused pane's screen"),

        row(.buffer, [.enter], .open, "chain", "open the chain of the selected entry"),
        row(.buffer, [letter("s")], .sortNext, "sort", "sort by the next column"),
        row(.buffer, [letter("S")], .sortReverse, nil, "reverse the order"),
        row(.buffer, [letter("b")], .nextHistogram, "histogram", "next quantity of the histogram"),

        row(
            .depth, [letter("["), .left, letter("h")], .previousEvaluation, "evaluation",
            "earlier evaluation", for: "[ ]"),
        row(
            .depth, [letter("]"), .right, letter("l")], .nextEvaluation, nil, "later evaluation"),
        row(
            .depth, [letter("-")], .narrower, "window", "shorter window of training steps",
            for: "- +"),
        row(.depth, [letter("+"), letter("=")], .wider, nil, "longer window of training steps"),

        row(
            .curves, [letter("h"), .left], .left, "cursor", "move the cursor to earlier steps",
            for: "h l"),
        row(.curves, [letter("l"), .right], .right, nil, "move the cursor to later steps"),
        row(.curves, [letter("0")], .cursorOff, nil, "take the cursor off"),
        row(.curves, [letter("x")], .lookAtCursor, "look", "show the run as it was at the cursor"),
        row(.curves, [.enter], .open, "maximise", "one metric alone, and back"),
        row(.curves, [letter("a")], .smoother, "smooth", "smooth more", for: "a A"),
        row(.curves, [letter("A")], .rougher, nil, "smooth less"),
        row(.curves, [letter("y")], .logScale, "log y", "logarithmic scale for this metric"),

        row(
            .chain, [letter("h"), .left], .left, "revision", "previous revision of the chain",
            for: "h l"),
        row(.chain, [letter("l"), .right], .right, nil, "next revision of the chain"),
        row(.chain, [letter("[")], .previousEpisode, "episode", "previous episode", for: "[ ]"),
        row(.chain, [letter("]")], .nextEpisode, nil, "next episode"),
        row(.chain, [letter("p")], .parent, nil, "the chain as it ended one revision before"),
        row(.chain, [letter("n")], .child, nil, "the next chain made from this one"),
        row(
            .chain, [letter("v")], .differenceMode, "view",
            "inline, side by side, or the texts alone"),
        row(.chain, [.enter], .open, nil, "open the chain of the selected sibling"),

        row(.logs, [letter("f")], .follow, "follow", "follow new lines, or hold still"),
        row(.logs, [letter("v")], .nextLevel, "level", "next lowest level shown"),
        row(.logs, [letter("w")], .wrap, "wrap", "wrap long lines, or cut them"),
        row(.logs, [letter("h"), .left], .left, nil, "shift left by half a pane"),
        row(.logs, [letter("l"), .right], .right, nil, "shift right by half a pane"),
    ]

    private static let trainer: [KeyBinding] = [
        row(.trainer, [letter(" ")], .pauseOrResume, "pause", "pause, or go on"),
        row(.trainer, [letter(".")], .stepOnce, "step", "train one step, then pause"),
        row(.trainer, [letter(">")], .stepMany, nil, "train n steps, then pause"),
        row(.trainer, [letter("C")], .checkpoint, nil, "write a checkpoint now"),
        row(.trainer, [letter("X")], .stop, nil, "checkpoint and stop the run, after asking"),
    ]

    private static let run: [KeyBinding] =
        DashboardScreen.allCases.map { screen in
            row(
                .run, [letter(Character(String(screen.rawValue)))], .show(screen),
                screen == .overview ? "screens" : nil, "the \(screen.name) screen",
                for: screen == .overview ? "1-6" : nil)
        } + [
            row(.run, [.tab], .nextPane, "pane", "next pane"),
            row(.run, [.backTab], .previousPane, nil, "previous pane"),
            row(.run, [letter("z")], .maximise, nil, "the focused pane alone, and back"),
            row(
                .run, [letter("{")], .previousStep, "time", "look one recorded step back",
                for: "{ }"),
            row(.run, [letter("}")], .nextStep, nil, "look one recorded step on"),
            row(.run, [letter(":")], .goToStep, nil, "look at a step: a number, or live"),
            row(.run, [letter("L")], .live, nil, "back to the newest step, or its newest chain"),
            row(.run, [.escape], .back, nil, "step out one layer; never quits"),
        ]

    private static let browser: [KeyBinding] = [
        row(.browser, [.enter], .open, "open", "open the selected run"),
        row(.browser, [letter("n")], .newRun, "new run", "start a run from a form"),
        row(.browser, [letter("r")], .refreshRuns, "refresh", "look for runs again"),
        row(.browser, [.escape], .back, nil, "step out one layer; never quits"),
    ]

    private static let everywhere: [KeyBinding] = [
        row(.movement, [letter("j"), .down], .move(.down), nil, "one row down"),
        row(.movement, [letter("k"), .up], .move(.up), nil, "one row up"),
        row(.movement, [.pageDown, .control("d")], .move(.pageDown), nil, "one page down"),
        row(.movement, [.pageUp, .control("u")], .move(.pageUp), nil, "one page up"),
        row(.movement, [letter("g"), .home], .move(.first), nil, "to the first row"),
        row(.movement, [letter("G"), .end], .move(.last), nil, "to the last row"),
        row(.program, [letter("t")], .pickTheme, "theme", "pick a theme"),
        row(.program, [letter("W")], .writeScreen, nil, "write this screen to a file, as text"),
        row(.program, [.control("l")], .redraw, nil, "draw everything again"),
        row(.program, [.control("z")], .suspend, nil, "suspend the dashboard, not the trainer"),
        row(.program, [letter("?")], .help, "help", "this help"),
        row(
            .program, [letter("q"), .control("c")], .quit, "quit",
            "leave; asks first while this program trains"),
    ]

    private static let overlays: [KeyBinding] = [
        row(
            .help, [.escape, letter("?"), letter("q"), .control("c")], .back, "close",
            "close the help"),
        row(.themes, [.enter], .confirm, "keep", "keep the theme"),
        row(
            .themes, [.escape, letter("q"), letter("t"), .control("c")], .cancel, "revert",
            "back to the theme before"),
        row(.prompt, [.enter], .confirm, "accept", "accept what was typed"),
        row(.prompt, [.escape, .control("c")], .cancel, "cancel", "close the prompt"),
        row(.confirmation, [letter("y"), .enter], .confirm, "yes", "yes"),
        row(
            .confirmation, [letter("n"), .escape, letter("q"), .control("c")], .cancel, "no", "no"),
        row(.leaving, [letter("s")], .answerStop, "stop", "checkpoint, stop, and leave"),
        row(
            .leaving, [letter("d")], .answerDetach, "detach",
            "leave the dashboard; training goes on with plain progress lines"),
        row(
            .leaving, [letter("c"), .escape, letter("q"), .control("c")], .cancel, "cancel",
            "stay"),
        row(.form, [.tab, .down], .nextField, "next", "next field"),
        row(.form, [.backTab, .up], .previousField, nil, "previous field"),
        row(.form, [.right], .nextChoice, "choice", "next choice; in text, one character right"),
        row(.form, [.left], .previousChoice, nil, "previous choice; in text, one left"),
        row(.form, [.enter], .confirm, "next, start", "next field; on the last line: start"),
        row(.form, [.escape, .control("c")], .cancel, "cancel", "back to the list of runs"),
    ]

    /// What a key does in a stack of contexts, the innermost first; nil if nothing.
    static func action(of key: DashboardKey, in contexts: [KeyContext]) -> Action? {
        for context in contexts {
            if let action = index[context]?[key] { return action }
        }
        return nil
    }

    private static let index: [KeyContext: [DashboardKey: Action]] = rows.reduce(into: [:]) {
        for key in $1.keys { $0[$1.context, default: [:]][key] = $1.action }
    }

    /// Pairs of rows that claim one key where both could be active.
    static func conflicts(in rows: [KeyBinding]) -> [String] {
        var found: [String] = []
        for stack in KeyContext.stacks {
            var owners: [DashboardKey: KeyBinding] = [:]
            for row in rows where stack.contains(row.context) {
                for key in row.keys {
                    if let owner = owners[key] {
                        found.append(
                            "\(key.name): '\(owner.help)' in \(owner.context.rawValue) and "
                                + "'\(row.help)' in \(row.context.rawValue)")
                    }
                    owners[key] = row
                }
            }
        }
        return found
    }
}
