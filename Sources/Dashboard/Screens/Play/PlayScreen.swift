import Rendering
import Runs

extension Pane {
    static let playForm = Pane("playForm")
    static let plays = Pane("plays", headings: 1)
    static let playStrip = Pane("playStrip")
    static let playAnswers = Pane("playAnswers")
}

/// A policy revises its answer to a task of one's choice, while one watches.
enum PlayScreen: Screen {
    static let panels: [any Panel.Type] = [PlayPanel.self]
    static let title = "Play"
    static let panes: [Pane] = [.playForm, .playAnswers, .playStrip, .plays]
    static let commands = PlayCommands.all

    /// The form's fields, its note, a problem, and the frame.
    private static let formRows = PlayForm.Field.allCases.count + 5

    static func arrange(_ body: Rect, focused: Pane, room: ScreenLayout.Room)
        -> [(pane: Pane, rect: Rect)]
    {
        func left(_ rect: Rect) -> [(pane: Pane, rect: Rect)] {
            let (form, plays) = rect.cutTop(min(formRows, rect.height * 2 / 3))
            return [(.playForm, form), (.plays, plays)]
        }
        func right(_ rect: Rect) -> [(pane: Pane, rect: Rect)] {
            let (strip, answers) = rect.cutTop(6)
            return [(.playStrip, strip), (.playAnswers, answers)]
        }
        if room == .column {
            return focused == .playForm || focused == .plays ? left(body) : right(body)
        }
        let (first, second) = body.cutLeft(max(46, min(64, body.width * 2 / 5)))
        return left(first) + right(second)
    }

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] { [] }

    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState) {
        switch pane {
        case .playForm: state.play.form.move(movement)
        case .plays:
            guard let shown = state.play.shownIndex else { return }
            let page = max(1, state.visibleRows(of: .plays))
            state.play.choose(
                movement.target(from: shown, count: state.play.plays.count, page: page),
                visible: page)
        default:
            guard let shown = state.play.shownAnswer, let count = state.play.shown?.answers.count
            else { return }
            state.turnAnswer(to: movement.target(from: shown, count: count, page: 5))
        }
    }

    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect] {
        switch click.pane {
        case .playForm: return state.clickPlayForm(click)
        case .plays where click.row >= 0:
            let visible = state.visibleRows(of: .plays)
            let index =
                state.play.table.top(of: state.play.plays.count, visible: visible) + click.row
            if state.play.plays.indices.contains(index) {
                state.play.choose(index, visible: visible)
            }
        case .playStrip:
            guard let shown = state.play.shown, let index = state.play.shownAnswer else {
                return []
            }
            let strip = ChainStrip(
                count: shown.answers.count, shown: index, width: click.rect.width - 2,
                cell: ChainStrip.narrowCell)
            if let index = strip.revision(at: click.column) { state.turnAnswer(to: index) }
        case .playAnswers: state.clickPlayAnswer(click)
        default: break
        }
        return []
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        switch pane {
        case .playForm: view.drawPlayForm(rect, isFocused: isFocused)
        case .plays: view.drawPlays(rect, isFocused: isFocused)
        case .playStrip: view.drawPlayStrip(rect, isFocused: isFocused)
        default: view.drawPlayAnswers(rect, isFocused: isFocused)
        }
    }
}

extension DashboardState {
    var play: PlayPanel {
        get { panels[PlayPanel.self] }
        set { panels[PlayPanel.self] = newValue }
    }

    /// Looks at an answer; the last one is followed by those still to come.
    mutating func turnAnswer(to index: Int) {
        guard let count = play.shown?.answers.count, count > 0 else { return }
        play.answer = index >= count - 1 ? nil : max(0, index)
    }

    /// The form as it is drawn.
    var playForm: Form {
        let form = play.form
        let isFocused = focusedPane == .playForm
        var cursor = 0
        // A line that is being typed stands in its field, with why it is not accepted.
        var edited: (field: PlayForm.Field, prompt: Prompt)?
        if case .prompt(let prompt) = overlays.last, prompt.question?.pane == .playForm,
            let field = Self.field(of: prompt.command, form)
        {
            edited = (field, prompt)
            cursor = prompt.field.cursor
        }
        func text(_ field: PlayForm.Field, _ value: String) -> FormField.Value {
            .text(edited?.field == field ? edited?.prompt.field.string ?? value : value)
        }
        func problem(_ field: PlayForm.Field) -> String? {
            if edited?.field == field { return edited?.prompt.problem }
            guard edited == nil, let last = play.plays.last, last.answers.isEmpty,
                last.request.task == form.task, last.request.source == form.source,
                let reason = last.problem
            else { return nil }
            let isOfWeights = form.source != .live && reason.contains("checkpoint")
            return field == (isOfWeights ? .weights : .task) ? reason : nil
        }
        func isEdited(_ field: PlayForm.Field) -> Bool { edited?.field == field }
        let isTyped = isEdited(.task) && edited?.prompt.command.name == "play.type"
        let kind = isTyped ? .typed : form.kind
        let kinds = PlayForm.Kind.allCases
        let fields: [FormField] = PlayForm.Field.allCases.map { field in
            switch field {
            case .kind:
                FormField(
                    "task", .choice(kinds.map(\.title), selected: kinds.firstIndex(of: kind) ?? 0))
            case .task:
                FormField(
                    Self.label(of: kind), text(field, playTaskText),
                    placeholder: isEdited(field) ? "" : playTaskHint,
                    note: kind == .recorded ? Line(form.recordedText, .dim) : Line(),
                    problem: problem(field))
            case .count:
                FormField(
                    "revisions", text(field, "\(form.count)"),
                    note: Line("after the draft", .dim), problem: problem(field))
            case .temperature:
                FormField(
                    "temperature", text(field, Format.compact(form.temperature)),
                    note: Line(form.temperature == 0 ? "greedy" : "", .dim),
                    problem: problem(field))
            case .mode:
                FormField(
                    "mode",
                    .choice(
                        PlayForm.modes.map(\.rawValue),
                        selected: PlayForm.modes.firstIndex(of: form.mode) ?? 0))
            case .seed: FormField("seed", text(field, "\(form.seed)"), problem: problem(field))
            case .weights:
                FormField(
                    "weights", text(field, title(of: form.source)), problem: problem(field))
            case .play:
                FormField("", .button("play"), isEnabled: form.problem == nil)
            }
        }
        let selected = edited?.field ?? form.field
        return Form(
            fields, selection: PlayForm.Field.allCases.firstIndex(of: selected), cursor: cursor,
            isFocused: isFocused || edited != nil)
    }

    private static func label(of kind: PlayForm.Kind) -> String {
        switch kind {
        case .heldOut, .training: "number"
        case .typed: "text"
        case .recorded: "revision"
        }
    }

    /// The field that a command's line belongs to.
    private static func field(of command: Command, _ form: PlayForm) -> PlayForm.Field? {
        switch command.name {
        case "play.type", "play.task": .task
        case "play.count": .count
        case "play.temperature": .temperature
        case "play.seed": .seed
        case "play.weights": .weights
        default: nil
        }
    }

    /// Presses a field, a choice or the button of the form.
    mutating func clickPlayForm(_ click: PaneClick) -> [DashboardEffect] {
        let fields = PlayForm.Field.allCases
        var grid = Grid(width: columns, height: rows)
        let placement = playForm.draw(on: &grid, in: click.rect.inset())
        switch placement.hit(atColumn: click.mouse.column, row: click.mouse.row) {
        case .field(let index)?, .text(let index, _)?:
            let isAgain = play.form.field == fields[index]
            play.form.field = fields[index]
            return fields[index] == .play || isAgain ? openPlayField() : []
        case .choice(let index, let choice)?:
            play.form.field = fields[index]
            if fields[index] == .kind { play.form.kind = PlayForm.Kind.allCases[choice] }
            if fields[index] == .mode { play.form.mode = PlayForm.modes[choice] }
        case .turn(let index, let offset)?:
            play.form.field = fields[index]
            _ = play.form.turn(offset)
        case nil: break
        }
        return []
    }
}
