import Rendering
import Runs

extension DashboardState {
    mutating func press(_ key: DashboardKey) -> [DashboardEffect] {
        if let action = KeyTable.action(of: key, in: contexts) {
            if let obstacle = obstacle(to: action) {
                say(obstacle)
                return []
            }
            return perform(action, key)
        }
        edit { _ = $0.edit(key) }
        return []
    }

    mutating func paste(_ text: String) {
        edit { $0.insert(text) }
    }

    /// Changes the text that is being typed, if any is.
    private mutating func edit(_ change: (inout TextField) -> Void) {
        if case .prompt(var prompt) = overlays.last {
            change(&prompt.field)
            prompt.problem = nil
            overlays[overlays.count - 1] = .prompt(prompt)
        } else if overlays.isEmpty, place == .browser {
            browser.form?.edit(change)
        }
    }

    // MARK: Why an action can't be done

    /// Why an action can't be done now, in one line; nil if it can.
    func obstacle(to action: Action) -> String? {
        switch action {
        case .pauseOrResume, .stepOnce, .stepMany, .checkpoint, .stop:
            return trainerObstacle(to: action)
        case .live:
            // On the chain screen it also leads from the chain being read to the newest.
            return at == nil && screen != .chain ? "this is the newest step" : nil
        case .nextStep: return at == nil ? "this is the newest step" : nil
        case .previousStep: return shownStep <= 1 ? "no step before this one" : nil
        case .goToStep: return newestStep < 1 ? "no step is recorded yet" : nil
        case .lookAtCursor:
            return curves.cursor == nil ? "put the cursor on a step first: h, l" : nil
        case .parent:
            guard let chain = chainView else { return "no chain is shown" }
            return chain.revisions.count < 2 ? "a draft has no parent" : nil
        case .child:
            return chainView?.children.isEmpty == false
                ? nil : "nothing was made from this revision yet"
        case .pickTheme: return themes.isEmpty ? "no themes were found" : nil
        default: return nil
        }
    }

    private func trainerObstacle(to action: Action) -> String? {
        guard let session else { return "no run is open" }
        if case .readOnly(let reason) = session.ability { return "read only: \(reason)" }
        guard let snapshot = session.snapshot else { return "the run is starting" }
        if let end = snapshot.end { return "the run is \(end.word)" }
        if snapshot.control == .stopping { return "the run is stopping" }
        return nil
    }

    // MARK: Doing it

    // One case for each action; the compiler keeps it complete.
    // swift-format-ignore
    private mutating func perform(_ action: Action, _ key: DashboardKey) -> [DashboardEffect] {
        switch action {
        case .help: overlays.append(.help(top: 0))
        case .pickTheme: pickTheme()
        case .quit: return quit()
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .writeScreen: return [.write(name: writtenName, text: Dashboard.view(self).text)]
        case .back: back()
        case .open: return open()
        case .move(let movement): return move(movement)
        case .show(let screen): show(screen)
        case .nextPane: turnFocus(1)
        case .previousPane: turnFocus(-1)
        case .maximise: isMaximised.toggle()
        case .previousStep: look(at: shownStep - 1)
        case .nextStep: look(at: shownStep + 1)
        case .goToStep: overlays.append(.prompt(Prompt(question: .goToStep)))
        case .live: look(at: nil)
        case .pauseOrResume: return [.command(isHeld ? .resume : .pause)]
        case .stepOnce: return [.command(.step(1))]
        case .stepMany: overlays.append(.prompt(Prompt(question: .stepCount)))
        case .checkpoint:
            say("checkpoint asked for: written at the next step boundary")
            return [.command(.checkpoint)]
        case .stop: overlays.append(.confirmStop)
        case .left, .right: sideways(action == .left ? -1 : 1)
        case .sortNext: sort()
        case .sortReverse: buffer.isReversed.toggle()
        case .nextHistogram: buffer.quantity = buffer.quantity.next
        case .narrower: depth.window = max(0, depth.window - 1)
        case .wider: depth.window = min(DepthPanel.windows.count - 1, depth.window + 1)
        case .previousEvaluation:
            let most = (depthView?.evaluations.count ?? 1) - 1
            depth.evaluationsBack = max(0, min(most, depth.evaluationsBack + 1))
        case .nextEvaluation: depth.evaluationsBack = max(0, depth.evaluationsBack - 1)
        case .smoother:
            curves.smoothing = min(CurvesPanel.weights.count - 1, curves.smoothing + 1)
        case .rougher: curves.smoothing = max(0, curves.smoothing - 1)
        case .logScale: curves.logarithmic.formSymmetricDifference([curves.metric])
        case .cursorOff: curves.cursor = nil
        case .lookAtCursor: look(at: curves.cursor)
        case .previousEpisode: turnEpisode(older: true)
        case .nextEpisode: turnEpisode(older: false)
        case .parent: openParent()
        case .child: openChild()
        case .differenceMode: chain.mode = chain.mode.next
        case .follow:
            log.isFollowing.toggle()
            if log.isFollowing { log.back = 0 }
        case .nextLevel:
            log.level = log.level.next
            log.back = 0
        case .wrap: log.isWrapping.toggle()
        case .newRun: browser.form = RunForm(taken: Set(browser.runs.map(\.run.name)))
        case .refreshRuns: return [.listRuns]
        case .nextField: browser.form?.move(by: 1)
        case .previousField: browser.form?.move(by: -1)
        case .nextChoice, .previousChoice:
            let offset = action == .nextChoice ? 1 : -1
            if browser.form?.choose(offset) == false { edit { _ = $0.edit(key) } }
        case .confirm: return confirm()
        case .cancel: return cancel()
        case .answerStop:
            overlays = []
            isLeavingAtEnd = true
            say("stopping: the run is left when its checkpoint is written")
            return [.command(.stop)]
        case .answerDetach:
            overlays = []
            return [.leave(.detach)]
        }
        return []
    }

    /// Whether Space means "go on": the run is parked or on its way there.
    var isHeld: Bool {
        switch session?.snapshot?.control {
        case .pausing, .paused: true
        default: false
        }
    }

    private var writtenName: String {
        switch place {
        case .browser: "runs"
        case .run: "\(session?.description.run.name ?? "run")-\(screen.name)-step-\(shownStep)"
        }
    }

    // MARK: Leaving

    private mutating func quit() -> [DashboardEffect] {
        guard place == .run else { return [.leave(.quit)] }
        guard let session, session.role == .trains, session.isLive, session.snapshot?.end == nil
        else { return leave() }
        overlays.append(.leaving)
        return []
    }

    /// Steps out one layer.
    private mutating func back() {
        if !overlays.isEmpty {
            overlays.removeLast()
        } else if place == .browser {
            browser.form = nil
        } else if screen == .curves, curves.isMaximised {
            curves.isMaximised = false
        } else if screen == .curves, curves.cursor != nil {
            curves.cursor = nil
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

    private mutating func confirm() -> [DashboardEffect] {
        switch overlays.last {
        case .prompt(let prompt): return accept(prompt)
        case .confirmStop:
            overlays.removeLast()
            return [.command(.stop)]
        case .themes, .help, .leaving:
            overlays.removeLast()
            return []
        case nil: return acceptField()
        }
    }

    private mutating func cancel() -> [DashboardEffect] {
        guard let overlay = overlays.popLast() else {
            browser.form = nil
            return []
        }
        if case .themes(_, let before) = overlay, before != theme {
            theme = before
            return [.useTheme(before)]
        }
        return []
    }

    // MARK: Prompts, themes, form

    private mutating func accept(_ prompt: Prompt) -> [DashboardEffect] {
        var prompt = prompt
        let text = prompt.field.string.filter { $0 != " " }.lowercased()
        switch prompt.question {
        case .goToStep:
            let digits = text.hasPrefix("step") ? String(text.dropFirst(4)) : text
            if text == "live" {
                overlays.removeLast()
                look(at: nil)
            } else if let step = Int(digits), (1...max(1, newestStep)).contains(step) {
                overlays.removeLast()
                look(at: step)
            } else {
                prompt.problem = "expected a step from 1 to \(newestStep), or live"
                overlays[overlays.count - 1] = .prompt(prompt)
            }
        case .stepCount:
            if let count = Int(text), (1...1_000_000).contains(count) {
                overlays.removeLast()
                return [.command(.step(count))]
            }
            prompt.problem = "expected a whole number from 1 to 1000000"
            overlays[overlays.count - 1] = .prompt(prompt)
        }
        return []
    }

    private mutating func pickTheme() {
        var cursor = ListCursor()
        cursor.selected = themes.firstIndex(of: theme) ?? 0
        overlays.append(.themes(cursor: cursor, before: theme))
    }

    private mutating func acceptField() -> [DashboardEffect] {
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
