import Runs

/// What can be done in the list of runs.
enum BrowserCommands {
    static let all: [Command] = [
        Command.telling(
            "runs.open", [.enter], "open the selected run", hint: "open",
            yields: { $0.openSelectedRun() }),
        Command("runs.new", [.key("n")], "start a run from a form", hint: "new run") {
            $0.browser.form = RunForm(taken: Set($0.browser.runs.map(\.run.name)))
        },
        Command.telling(
            "runs.refresh", [.key("r")], "look for runs again", hint: "refresh",
            yields: { _ in [.listRuns] }),
        Command(
            "runs.fork", [.key("F")], "make a run that goes on from a step of the selected one",
            hint: "fork",
            obstacle: { $0.browser.selected.map { $0.problem } ?? "no run is selected" },
            asks: forking { ($0.browser.selected?.path, $0.browser.selected?.step ?? 0) }),
        Command.telling(
            "runs.archive", [.key("a")], "put the selected run aside, or back among the others",
            hint: "archive", obstacle: \.selectionObstacle,
            yields: { state in
                guard let run = state.browser.selected else { return [] }
                return [.archive(path: run.path, isArchived: !run.isArchived)]
            }),
        Command(
            "runs.delete", [.key("D")], "delete the selected run, after asking",
            obstacle: \.selectionObstacle
        ) { state in
            guard let run = state.browser.selected else { return }
            state.overlays.append(.confirmation(deleting(run)))
        },
        Command("runs.sort", [.key("s")], "next order of the list", hint: "sort") {
            $0.browser.order = $0.browser.order.next
        },
        Command(
            "runs.filter", [.key("/")], "list what a filter lets through", hint: "filter",
            asks: RowFilter.question(for: ListedRun.self, at: \.browser.filter)),
        Command("runs.archived", [.key("A")], "show archived runs too, or not") {
            $0.browser.showsArchived.toggle()
        },
        Command("runs.back", [.escape], "step out one layer; never quits") { $0.back() },
    ]
}

extension BrowserCommands {
    private static func deleting(_ run: ListedRun) -> Confirmation {
        Confirmation(
            name: "delete \(run.path)", title: "Delete \(run.run.name)?",
            lines: [
                "\(run.path) with its store and checkpoints, \(Format.bytes(run.bytes)).",
                "This can't be undone; a puts a run aside instead.",
            ]
        ) { _ in [.delete(path: run.path)] }
    }

    /// Asks for a fork's step, name and settings.
    static func forking(
        of run: @escaping @Sendable (DashboardState) -> (path: String?, newest: Int)
    ) -> Question {
        Question(
            verb: "fork", title: "Fork: step=N name=NAME key=value",
            hint: {
                "any of step, 0 to \(run($0).newest), name, and settings that hold from there"
            },
            initial: { "step=\($0.at ?? run($0).newest) " }
        ) { state, line in
            let (path, newest) = run(state)
            guard let path else { return .refused("no run is selected") }
            switch ForkRequest.read(line, path: path, newest: newest) {
            case .success(let request):
                state.browser.isOpening = true
                state.say("forking at step \(request.step)")
                return .accepted([.fork(request)])
            case .failure(let refusal): return .refused(refusal.reason)
            }
        }
    }
}

extension DashboardState {
    /// Why nothing can be done to the selected run; nil if it can.
    var selectionObstacle: String? {
        guard let run = browser.selected else { return "no run is selected" }
        return run.state == "training" || run.state == "paused"
            ? "\(run.run.name) is being trained" : nil
    }

    /// Why the open run can't be forked here; nil if it can.
    var forkObstacle: String? {
        guard let session else { return "no run is open" }
        guard newestStep > 0 else { return "no step is recorded yet" }
        if session.role == .trains, session.isLive, session.snapshot?.end == nil {
            return "this program trains the run: use 'redraft fork \(session.description.run) "
                + "--at \(shownStep)' beside it"
        }
        return nil
    }
}

/// What can be done in the form that starts a run.
enum FormCommands {
    static let all: [Command] = [
        Command("form.next", [.tab, .down], "next field", hint: "next") {
            $0.browser.form?.move(by: 1)
        },
        Command("form.previous", [.backTab, .up], "previous field") {
            $0.browser.form?.move(by: -1)
        },
        Command(
            "form.right", [.right], "next choice; in text, one character right", hint: "choice"
        ) { $0.chooseInForm(1, or: .right) },
        Command("form.left", [.left], "previous choice; in text, one left") {
            $0.chooseInForm(-1, or: .left)
        },
        Command.telling(
            "form.accept", [.enter], "next field; on the last line: start", hint: "next, start",
            yields: { $0.acceptField() }),
        Command(
            "form.cancel", [.escape, .control("c")], "back to the list of runs", hint: "cancel"
        ) { $0.browser.form = nil },
    ]
}
