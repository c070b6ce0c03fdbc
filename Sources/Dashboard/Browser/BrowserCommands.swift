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
        Command("runs.back", [.escape], "step out one layer; never quits") { $0.back() },
    ]
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
