import Runs

/// What can be done on the play screen.
enum PlayCommands {
    static let all: [Command] = playing + looking + fields

    private static let nothingShown: Command.Words = {
        $0.play.shown == nil ? "nothing was played yet" : nil
    }

    private static let playing: [Command] = [
        Command.telling(
            "play.start", [.key("r")], "let the policy answer, as the form says", hint: "play",
            obstacle: { $0.play.form.problem }, yields: { $0.startPlay() }),
        Command.telling(
            "play.stop", [.key("x")], "stop the play under way; its answers stay", hint: "stop",
            obstacle: { $0.play.running == nil ? "nothing is played" : nil },
            yields: { $0.stopPlay() }),
        Command.telling(
            "play.again", [.key("a")], "play the shown task again, with the next seed",
            hint: "again", obstacle: nothingShown,
            yields: { state in
                guard let shown = state.play.shown else { return [] }
                state.play.form.use(shown)
                state.play.form.turnSeed(1)
                return state.startPlay()
            }),
        Command.telling(
            "play.another", [.key("n")], "play the next task of the draw", hint: "next task",
            yields: { state in
                if state.play.form.kind == .typed || state.play.form.kind == .recorded {
                    state.play.form.kind = .heldOut
                }
                let drawn = PlayRequest.Task.drawn(
                    number: state.play.form.number,
                    isTraining: state.play.form.kind == .training)
                if state.play.plays.contains(where: { $0.request.task == drawn }) {
                    state.play.form.turnNumber(1)
                }
                return state.startPlay()
            }),
        Command(
            "play.type", [.key("i")], "type a task and play it", hint: "type a task",
            asks: question(
                "task", "Type a task", hint: { $0.typedTaskHint }, initial: { $0.play.form.typed },
                plays: true
            ) { form, text in
                guard !text.isEmpty else { return "expected a task" }
                form.kind = .typed
                form.typed = text
                form.field = .task
                return nil
            }),
        Command.telling(
            "play.chain", [.key("c")], "play the task of the chain looked at",
            obstacle: { $0.chainView == nil ? "no chain was looked at yet" : nil },
            yields: { $0.playShownTask() }),
        Command(
            "play.use", [.key("u")], "take over the shown play's settings", obstacle: nothingShown
        ) { state in
            guard let shown = state.play.shown else { return }
            state.play.form.use(shown)
        },
        Command.telling(
            "play.remove", [.key("d")], "take the shown play out of the list",
            obstacle: nothingShown,
            yields: { state in
                guard let shown = state.play.shown else { return [] }
                let effects = shown.ticket == nil ? [] : state.stopPlay()
                state.play.remove(shown.number)
                return effects
            }),
    ]

    private static let looking: [Command] = [
        Command(
            "play.left", [.key("h"), .left], "previous answer; in the form, previous value",
            hint: "answer, value", for: "h l"
        ) { $0.turnPlay(-1) },
        Command("play.right", [.key("l"), .right], "next answer; in the form, next value") {
            $0.turnPlay(1)
        },
        Command("play.view", [.key("v")], "what changed, the texts, or the prompts too") {
            $0.play.mode = $0.play.mode.next
        },
        Command.telling(
            "play.field", [.enter], "change the form's selected field; on its button, play",
            yields: { $0.openPlayField() }),
    ]

    // MARK: The form's fields

    static let fields: [Command] = [
        Command(
            "play.task", [], "choose the task: the number of a draw, a text, or a revision",
            asks: question(
                "choose", "Task", hint: { $0.playTaskHint }, initial: { $0.playTaskText }
            ) { form, text in form.setTask(text) }),
        Command(
            "play.count", [], "how many revisions after the draft",
            asks: question(
                "revisions", "Revisions after the draft", hint: { _ in "0 to 256" },
                initial: { "\($0.play.form.count)" }
            ) { form, text in
                guard let count = Int(text), PlayForm.counts.contains(count) else {
                    return "expected a whole number from 0 to \(PlayForm.counts.upperBound)"
                }
                form.count = count
                return nil
            }),
        Command(
            "play.temperature", [], "the sampling temperature; 0 is greedy",
            asks: question(
                "temperature", "Temperature", hint: { _ in "0 is greedy" },
                initial: { Format.compact($0.play.form.temperature) }
            ) { form, text in
                guard let value = Double(text), PlayForm.temperatures.contains(value) else {
                    return "expected a number from 0 to 10"
                }
                form.temperature = value
                return nil
            }),
        Command(
            "play.seed", [], "the seed of its draws",
            asks: question(
                "seed", "Seed", hint: { _ in "another seed, other answers" },
                initial: { "\($0.play.form.seed)" }
            ) { form, text in
                guard let seed = UInt64(text) else {
                    return "expected a whole number from 0 to \(UInt64.max)"
                }
                form.seed = seed
                return nil
            }),
        Command(
            "play.weights", [], "whose weights answer: live, or a checkpoint's",
            asks: question(
                "weights", "Whose weights", hint: { _ in PolicySource.accepted },
                initial: { $0.typed($0.play.form.source) }
            ) { form, text in
                guard let source = PolicySource(typed: text) else {
                    return "expected \(PolicySource.accepted)"
                }
                form.source = source
                return nil
            }),
    ]

    /// A question about the form, typed in its field where the form is shown.
    ///
    /// - Parameters:
    ///   - verb: the word in the palette.
    ///   - title: what is asked.
    ///   - hint: what is accepted.
    ///   - initial: what the line begins as.
    ///   - plays: whether the play begins at once.
    ///   - set: changes the form; what it returns says why the line is not accepted.
    /// - Returns: the question.
    private static func question(
        _ verb: String, _ title: String, hint: @escaping @Sendable (DashboardState) -> String,
        initial: @escaping @Sendable (DashboardState) -> String, plays: Bool = false,
        set: @escaping @Sendable (inout PlayForm, String) -> String?
    ) -> Question {
        Question(verb: verb, title: title, in: .playForm, hint: hint, initial: initial) {
            state, text in
            if let reason = set(&state.play.form, text) { return .refused(reason) }
            return .accepted(plays ? state.startPlay() : [])
        }
    }
}

extension PlayForm {
    /// Takes a line for the task; what it returns says why it is not accepted.
    mutating func setTask(_ text: String) -> String? {
        switch kind {
        case .heldOut, .training:
            guard let number = Int(text), (1...Self.mostNumber).contains(number) else {
                return "expected a whole number from 1 to \(Self.mostNumber)"
            }
            self.number = number
        case .typed:
            guard !text.isEmpty else { return "expected a task" }
            typed = text
        case .recorded:
            guard let revision = RevisionID(text) else {
                return "expected a revision such as 120.7.3"
            }
            if revision != recorded { recordedText = "" }
            recorded = revision
        }
        return nil
    }
}

extension DashboardState {
    /// How a task is typed.
    var typedTaskHint: String {
        guard let configuration = session?.description.configuration,
            configuration.domain == "math"
        else { return "in the domain's own form" }
        // A sum that can be reached, of as many numbers as the run's tasks have.
        let numbers = (0..<max(1, min(configuration.math.numbers, 32))).map { 1 + $0 * 5 % 7 }
        return "such as \(numbers.reduce(0, +)): " + numbers.map(String.init).joined(separator: " ")
    }

    var playTaskHint: String {
        switch play.form.kind {
        case .heldOut, .training: "the same number draws the same task"
        case .typed: typedTaskHint
        case .recorded: "a revision such as 120.7.3"
        }
    }

    /// The task as the line that chooses it.
    var playTaskText: String {
        switch play.form.kind {
        case .heldOut, .training: "\(play.form.number)"
        case .typed: play.form.typed
        case .recorded: play.form.recorded?.description ?? ""
        }
    }

    /// Asks the policy what the form says; a play under way is stopped.
    mutating func startPlay() -> [DashboardEffect] {
        guard let request = play.form.request else { return [] }
        let effects = stopPlay()
        let (ticket, effect) = board.ask(.play(request))
        play.begin(request, ticket: ticket)
        play.table.select(
            play.plays.count - 1, of: play.plays.count, visible: max(1, visibleRows(of: .plays)))
        // Where there is no room for both, the answers are what one wants to see.
        if screen == .play, layout.rect(of: .playAnswers) == nil { focus[.play] = .playAnswers }
        return effects + [effect]
    }

    mutating func stopPlay() -> [DashboardEffect] { board.withdraw(play.stop()) }

    /// Plays the task of the chain looked at, on the play screen; Esc comes back.
    mutating func playShownTask() -> [DashboardEffect] {
        guard let view = chainView else { return [] }
        play.form.kind = .recorded
        play.form.recorded = shownRevision?.id ?? view.episode
        play.form.recordedText = view.taskText
        if screen != .play { descend(to: .play) }
        return startPlay()
    }

    /// Turns the form's field, or goes to another answer.
    mutating func turnPlay(_ offset: Int) {
        if focusedPane == .playForm, layout.rect(of: .playForm) != nil {
            _ = play.form.turn(offset)
        } else if let shown = play.shownAnswer, let count = play.shown?.answers.count {
            let target = max(0, min(count - 1, shown + offset))
            // At the end the newest is followed as answers come.
            play.answer = target == count - 1 ? nil : target
        }
    }

    /// Changes the selected field of the form.
    mutating func openPlayField() -> [DashboardEffect] {
        guard focusedPane == .playForm else { return [] }
        switch play.form.field {
        case .kind, .mode:
            _ = play.form.turn(1)
            return []
        case .play:
            if let problem = play.form.problem {
                say(problem)
                return []
            }
            return startPlay()
        case .task where play.form.kind == .typed: return ask("play.type")
        case .task: return ask("play.task")
        case .count: return ask("play.count")
        case .temperature: return ask("play.temperature")
        case .seed: return ask("play.seed")
        case .weights: return ask("play.weights")
        }
    }

    private mutating func ask(_ name: String) -> [DashboardEffect] {
        guard let command = CommandTable.command(named: name) else { return [] }
        return perform(command)
    }
}
