import Runs

/// What can be done on every screen of a run.
enum RunCommands {
    static let all: [Command] =
        DashboardScreen.allCases.map { screen in
            Command.telling(
                "screen.\(screen.name)", [.key(screen.key)], "the \(screen.name) screen",
                hint: screen == .overview ? "screens" : nil,
                for: screen == .overview ? screens : nil,
                yields: {
                    $0.show(screen)
                    return screen.definition.enter(&$0)
                })
        } + [
            Command("run.next-pane", [.tab], "next pane", hint: "pane") { $0.turnFocus(1) },
            Command("run.previous-pane", [.backTab], "previous pane") { $0.turnFocus(-1) },
            Command("run.maximise", [.key("z")], "the focused pane alone, and back") {
                $0.isMaximised.toggle()
            },
            Command(
                "time.back", [.key("{")], "look one recorded step back", hint: "time", for: "{ }",
                obstacle: { $0.shownStep <= 1 ? "no step before this one" : nil }
            ) { $0.look(at: $0.shownStep - 1) },
            Command(
                "time.on", [.key("}")], "look one recorded step on",
                obstacle: { $0.at == nil ? "this is the newest step" : nil }
            ) { $0.look(at: $0.shownStep + 1) },
            Command(
                "time.back-ten", [.key("(")], "look ten recorded steps back",
                obstacle: { $0.shownStep <= 1 ? "no step before this one" : nil }
            ) { $0.look(at: max(1, $0.shownStep - 10)) },
            Command(
                "time.on-ten", [.key(")")], "look ten recorded steps on",
                obstacle: { $0.at == nil ? "this is the newest step" : nil }
            ) { $0.look(at: $0.shownStep + 10) },
            Command(
                "time.previous-mark", [.key("<")],
                "look at the edit, alarm or resumption before this step",
                obstacle: { $0.neighbouringMark(-1) == nil ? "no mark before this step" : nil }
            ) { $0.look(at: $0.neighbouringMark(-1)) },
            Command(
                "time.next-mark", [], "look at the edit, alarm or resumption after this step",
                obstacle: { $0.neighbouringMark(1) == nil ? "no mark after this step" : nil }
            ) { $0.look(at: $0.neighbouringMark(1)) },
            Command(
                "time.step", [], "look at a step: a number, or live",
                obstacle: { $0.newestStep < 1 ? "no step is recorded yet" : nil }, asks: goToStep),
            Command(
                "time.live", [.key("L")], "back to the newest step, or its newest chain",
                obstacle: {
                    // On the chain screen it also leads from the chain being read to the newest.
                    $0.at == nil && $0.screen != .chain ? "this is the newest step" : nil
                }
            ) { $0.look(at: nil) },
            Command(
                "run.fork", [.key("F")], "make a run that goes on from the step looked at",
                obstacle: \.forkObstacle,
                asks: BrowserCommands.forking { ($0.session?.description.path, $0.newestStep) }),
            Command(
                "run.export", [], "write this screen's rows to a file, as CSV or JSON Lines",
                obstacle: {
                    [.compare, .play].contains($0.screen)
                        ? "this screen has no rows" : nil
                }, asks: exporting),
            Command("run.back", [.escape], "step out one layer; never quits") { $0.back() },
        ]

    private static var screens: String {
        let keys = DashboardScreen.allCases.map(\.key)
        guard let last = keys.last(where: \.isNumber) else { return "1" }
        return "1-\(last)"
    }

    static let goToStep = Question(
        verb: "step", title: "Look at step", hint: { "1 to \($0.newestStep), or live" }
    ) { state, text in
        if text.lowercased() == "live" {
            state.look(at: nil)
        } else if let step = Int(text), (1...max(1, state.newestStep)).contains(step) {
            state.look(at: step)
        } else {
            return .refused("expected a step from 1 to \(state.newestStep), or live")
        }
        return .accepted([])
    }

    static let exporting = Question(
        verb: "export", title: "Write rows to",
        hint: { _ in "a new file whose name ends in .csv or .jsonl" },
        initial: { "\($0.session?.description.run.name ?? "run")-\($0.screen.name).csv" }
    ) { state, path in
        guard path.hasSuffix(".csv") || path.hasSuffix(".jsonl") else {
            return .refused("expected a name that ends in .csv or .jsonl")
        }
        let episode = state.screen == .chain ? state.chainView?.episode : nil
        return .accepted([
            .export(screen: state.screen, step: state.at, episode: episode, path: path)
        ])
    }
}
