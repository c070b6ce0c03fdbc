import Rendering
import Runs

extension DashboardState {
    mutating func press(_ key: DashboardKey) -> [DashboardEffect] {
        if let command = keymap.command(for: key, in: contexts) {
            if let obstacle = command.obstacle(self) {
                say(obstacle)
                return []
            }
            return perform(command)
        }
        edit { _ = $0.edit(key) }
        return []
    }

    mutating func paste(_ text: String) {
        edit { $0.insert(text) }
    }

    /// Changes the text that is being typed, if any is.
    private mutating func edit(_ change: (inout TextField) -> Void) {
        switch overlays.last {
        case .prompt(var prompt):
            change(&prompt.field)
            prompt.problem = nil
            overlays[overlays.count - 1] = .prompt(prompt)
            prompt.question?.preview?(&self, prompt.field.string)
        case .palette(var palette):
            change(&palette.field)
            palette.problem = nil
            palette.cursor = ListCursor()
            overlays[overlays.count - 1] = .palette(palette)
        case nil where place == .browser: browser.form?.edit(change)
        default: break
        }
    }

    /// Does a command, or asks for the line it needs.
    mutating func perform(_ command: Command) -> [DashboardEffect] {
        switch command.deed {
        case .act(let change): return change(&self)
        case .ask:
            if let prompt = Prompt(command, self) { overlays.append(.prompt(prompt)) }
            return []
        }
    }

    /// Whether Space means "go on": the run is parked or on its way there.
    var isHeld: Bool {
        switch session?.snapshot?.control {
        case .pausing, .paused: true
        default: false
        }
    }

    /// How the file of a written screen is named.
    var writtenName: String {
        switch place {
        case .browser: "runs"
        case .run: "\(session?.description.run.name ?? "run")-\(screen.name)-step-\(shownStep)"
        }
    }

    // MARK: Leaving

    mutating func quit() -> [DashboardEffect] {
        guard place == .run else {
            guard let study, !study.isOver else { return [.leave(.quit)] }
            overlays.append(.leaving)
            return []
        }
        guard let session, session.role == .trains, session.isLive, session.snapshot?.end == nil
        else { return leave() }
        overlays.append(.leaving)
        return []
    }

    mutating func leaveStopping() -> [DashboardEffect] {
        overlays = []
        isLeavingAtEnd = true
        if place == .browser {
            say("stopping: the study is left when the checkpoints of its runs are written")
            return [.stopStudy]
        }
        say("stopping: the run is left when its checkpoint is written")
        return [.command(.stop)]
    }

    /// Steps out one layer.
    mutating func back() {
        if !overlays.isEmpty {
            overlays.removeLast()
        } else if place == .browser {
            if browser.form == nil { browser.filter = .all }
            browser.form = nil
        } else if screen.definition.back(&self) {
            return
        } else if isMaximised {
            isMaximised = false
        } else if at != nil {
            look(at: nil)
        } else if let cameFrom, cameFrom != screen {
            show(cameFrom)
        } else if screen != .overview {
            show(.overview)
        }
    }

    // MARK: Overlays

    /// Answers a question by yes.
    mutating func confirm() -> [DashboardEffect] {
        guard case .confirmation(let question) = overlays.popLast() else { return [] }
        return question.accept(&self)
    }

    mutating func cancel() -> [DashboardEffect] {
        switch overlays.popLast() {
        case .themes(_, let before) where before != theme:
            theme = before
            return [.useTheme(before)]
        case .prompt(let prompt):
            prompt.question?.preview?(&self, prompt.initial)
            return []
        default: return []
        }
    }

    mutating func acceptPrompt() -> [DashboardEffect] {
        guard case .prompt(var prompt) = overlays.last, let question = prompt.question else {
            return []
        }
        var tried = self
        tried.overlays.removeLast()
        switch question.accept(&tried, prompt.field.string.trimmed) {
        case .accepted(let effects):
            self = tried
            return effects
        case .refused(let reason):
            prompt.problem = reason
            overlays[overlays.count - 1] = .prompt(prompt)
            return []
        }
    }

    mutating func pickTheme() {
        var cursor = ListCursor()
        cursor.selected = themes.firstIndex(of: theme) ?? 0
        overlays.append(.themes(cursor: cursor, before: theme))
    }

    // MARK: The form

    /// Turns a choice of the form, or moves in its text.
    mutating func chooseInForm(_ offset: Int, or key: DashboardKey) {
        if browser.form?.choose(offset) == false { edit { _ = $0.edit(key) } }
    }

    mutating func acceptField() -> [DashboardEffect] {
        guard let form = browser.form else { return [] }
        guard form.field == .start else {
            browser.form?.move(by: 1)
            return []
        }
        guard !browser.isOpening else { return [] }
        guard let request = form.request else {
            say(form.problem(of: .start) ?? "a field is not accepted", .warning)
            return []
        }
        browser.isOpening = true
        say("starting the run")
        return [.start(request)]
    }
}

extension CaseIterable where Self: Equatable, AllCases == [Self] {
    /// The case after this one; the first after the last.
    var next: Self {
        let all = Self.allCases
        let index = all.firstIndex(of: self) ?? 0
        return all[(index + 1) % all.count]
    }
}
