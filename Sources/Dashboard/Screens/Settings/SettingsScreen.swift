import Rendering
import Runs

extension Pane {
    static let settings = Pane("settings", weight: 3, headings: 1)
    static let edits = Pane("edits", weight: 1)
}

/// How the settings screen shows its keys.
struct SettingsPanel: Panel, Hashable {
    static let name = "settings"

    var cursor = ListCursor()
    /// Whether only keys that a living run can change are listed.
    var isLiveOnly = true
    /// First edit shown.
    var editsTop = 0

    var saved: [String: String] { ["live": "\(isLiveOnly)"] }

    mutating func restore(_ saved: [String: String]) {
        isLiveOnly = saved["live"].flatMap(Bool.init) ?? isLiveOnly
    }
}

/// The configuration in force, and what of it can be changed while the run lives.
enum SettingsScreen: Screen {
    static let panels: [any Panel.Type] = [SettingsPanel.self]
    static let title = "Settings"
    static let panes: [Pane] = [.settings, .edits]
    static let showsMarks = true
    static let needsNoSteps = true

    static let commands: [Command] = [
        Command(
            "settings.change", [.enter], "change the selected setting of the living run",
            hint: "change", obstacle: { obstacle($0, $0.selectedSetting) }, asks: value),
        Command(
            "settings.set", [], "change a setting of the living run: key=value",
            obstacle: { TrainerCommands.obstacle($0) }, asks: assignment),
        Command(
            "settings.all", [.key("d")], "all keys, or only those that can be changed", hint: "keys"
        ) {
            $0.settings.isLiveOnly.toggle()
            $0.settings.cursor = ListCursor()
        },
    ]

    /// Why a key can't be changed now; nil if it can.
    private static func obstacle(
        _ state: DashboardState, _ key: ConfigurationKey?
    ) -> String? {
        if let key, !key.isLive {
            return "\(key.name) holds for the whole run; a fork can change it"
        }
        return TrainerCommands.obstacle(state)
    }

    private static let value = Question(
        verb: "change", title: "Change a setting",
        hint: { state in
            guard let key = state.selectedSetting else { return "" }
            return "\(key.name): \(key.accepted); holds from the next step on"
        },
        initial: { state in
            state.selectedSetting.map { $0.read(state.configurationInForce) } ?? ""
        }
    ) { state, text in
        guard let key = state.selectedSetting else { return .refused("no setting is selected") }
        return set(key.name, text, &state)
    }

    private static let assignment = Question(
        verb: "set", title: "Change a setting", hint: { _ in "key=value, such as beta=0.01" }
    ) { state, text in
        guard let equals = text.firstIndex(of: "=") else {
            return .refused("expected key=value, such as beta=0.01")
        }
        return set(
            String(text[..<equals]).trimmed, String(text[text.index(after: equals)...]).trimmed,
            &state)
    }

    private static func set(
        _ key: String, _ value: String, _ state: inout DashboardState
    ) -> Question.Outcome {
        do throws(ConfigurationError) {
            let (key, value) = try LiveEdit.check(
                key: key, value: value, in: state.configurationInForce)
            state.say("\(key.name)=\(value) asked for: holds from the next step on")
            return .accepted([.command(.set(key: key.name, value: value))])
        } catch {
            return .refused("\(error)")
        }
    }

    static func needs(_ state: DashboardState) -> [QueryBoard.Need] { [] }

    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState) {
        let page = max(1, state.visibleRows(of: pane))
        if pane == .edits {
            state.settings.editsTop = movement.scrolled(
                state.settings.editsTop, lines: state.editLines().count, page: page)
            return
        }
        let count = state.listedSettings.count
        state.settings.cursor.select(
            movement.target(from: state.settings.cursor.selected, count: count, page: page),
            of: count, visible: page)
    }

    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect] {
        guard click.pane == .settings, click.row >= 0 else { return [] }
        let count = state.listedSettings.count
        let index =
            state.settings.cursor.top(of: count, visible: state.visibleRows(of: click.pane))
            + click.row
        if index < count { state.settings.cursor.selected = index }
        return []
    }

    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View) {
        let state = view.state
        if pane == .edits {
            view.text(
                rect, "Edits", "in their order, e on the curves", isFocused: isFocused,
                from: state.settings.editsTop
            ) { _ in state.editLines() }
            return
        }
        let keys = state.listedSettings
        let inside = view.frame(
            rect, "Settings in force after step \(state.shownStep)",
            state.settings.isLiveOnly ? "what a living run can change, d all" : "all keys, d fewer",
            isFocused: isFocused)
        let original = state.session?.description.configuration ?? RunConfiguration()
        let inForce = state.configurationInForce
        Table(
            [
                TableColumn("", .fixed(1)), TableColumn("key", .fixed(30)),
                TableColumn("value", .fixed(14), alignment: .trailing),
                TableColumn("began as", .fixed(14, priority: 3), alignment: .trailing),
                TableColumn("meaning", .share(1, minimum: 12, priority: 2)),
            ], rowCount: keys.count, selection: state.settings.cursor.selected,
            offset: state.settings.cursor.top, isFocused: isFocused
        ).draw(on: &view.grid, in: inside) { index in
            let key = keys[index]
            let (now, before) = (key.shown(inForce), key.shown(original))
            return [
                Line(key.isLive ? "e" : " ", .key), Line(key.name, key.isLive ? .strong : .text),
                Line(now, now == before ? .text : .warning),
                Line(now == before ? "" : before, .dim), Line(key.summary, .dim),
            ]
        }
    }
}

extension DashboardState {
    var settings: SettingsPanel {
        get { panels[SettingsPanel.self] }
        set { panels[SettingsPanel.self] = newValue }
    }

    var listedSettings: [ConfigurationKey] {
        settings.isLiveOnly ? ConfigurationKey.all.filter(\.isLive) : ConfigurationKey.all
    }

    var selectedSetting: ConfigurationKey? {
        let keys = listedSettings
        return keys.indices.contains(settings.cursor.selected)
            ? keys[settings.cursor.selected] : nil
    }

    /// The edits made up to the step looked at.
    var shownEdits: [LiveEdit] {
        guard let at else { return session?.snapshot?.edits ?? [] }
        return marks.compactMap { mark in
            guard case .edit(let edit) = mark.kind, edit.step <= at else { return nil }
            return edit
        }
    }

    /// The configuration that held after the step looked at.
    var configurationInForce: RunConfiguration {
        (session?.description.configuration ?? RunConfiguration()).applying(shownEdits)
    }

    func editLines() -> [Line] {
        if case .failed = answer(.marks) { return waiting(.marks) }
        let edits = shownEdits
        guard !edits.isEmpty else {
            return [
                Line("no setting was changed", .dim),
                Line("Enter changes the selected one; it is committed before it holds", .dim),
            ]
        }
        return edits.map { edit in
            [
                Span("after step \(edit.step)".left(18), .dim), Span(edit.key + "  ", .strong),
                Span(edit.old, .dim), Span(" \(Signs.arrow) ", .dim), Span(edit.new, .warning),
                Span(
                    "  " + Format.clock(edit.time, offset: capabilities.clockOffset), .dim),
            ]
        }
    }
}
