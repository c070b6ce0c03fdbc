import Rendering
import Runs

/// All that is particular to one screen of a run.
///
/// A screen has no state of its own: what it remembers is a `Panel` in the dashboard's state, and
/// what it shows are the answers to the queries it names in `needs`.
protocol Screen: Sendable {
    /// The heading of its part of the help.
    static var title: String { get }
    /// The panes, in the order Tab visits them; at least one.
    static var panes: [Pane] { get }
    /// The pane that has the focus at first.
    static var firstPane: Pane { get }
    /// What it remembers.
    static var panels: [any Panel.Type] { get }
    /// What can be done on it.
    static var commands: [Command] { get }
    /// Where the panes lie in a window with room for more than one; frames included.
    static func arrange(_ body: Rect, focused: Pane, room: ScreenLayout.Room)
        -> [(pane: Pane, rect: Rect)]
    /// Begins to show it: what it asks of the world beside its queries.
    static func enter(_ state: inout DashboardState) -> [DashboardEffect]
    /// The queries its panes need, the most urgent first.
    static func needs(_ state: DashboardState) -> [QueryBoard.Need]
    /// Whether it has something to ask before the first step is recorded.
    static var needsNoSteps: Bool { get }
    /// Whether edits, alarms and resumptions are drawn on it.
    static var showsMarks: Bool { get }
    /// Brings selections in line with an answer that has come.
    static func settle(_ slot: QueryBoard.Slot, _ state: inout DashboardState)
    /// What it asks of its own accord after an event, such as a policy's answer kept up to date.
    static func follow(_ state: inout DashboardState) -> [DashboardEffect]
    /// Moves in a pane.
    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState)
    /// Takes a press of the mouse in a pane.
    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect]
    /// Takes a turn of the wheel in a pane; false to have it move by rows.
    static func wheel(_ click: PaneClick, _ state: inout DashboardState) -> Bool
    /// Follows the mouse, held since a press in a pane; the last call is that of its release.
    static func drag(_ click: PaneClick, _ state: inout DashboardState)
    /// Steps out of a layer of its own; false if there is none.
    static func back(_ state: inout DashboardState) -> Bool
    /// Draws a pane, its frame included.
    static func draw(_ pane: Pane, in rect: Rect, isFocused: Bool, on view: inout View)
}

/// A press or a drag of the mouse within a pane.
struct PaneClick: Hashable, Sendable {
    let pane: Pane
    /// The pane with its frame.
    let rect: Rect
    /// The row within the scrolling part of the content; negative above it.
    let row: Int
    /// The column within the frame.
    let column: Int
    /// Where the pointer is in the window.
    let mouse: DashboardMouse
}

extension Screen {
    static var firstPane: Pane { panes[0] }
    static var panels: [any Panel.Type] { [] }
    static var commands: [Command] { [] }
    static var needsNoSteps: Bool { false }
    static var showsMarks: Bool { false }
    static func enter(_ state: inout DashboardState) -> [DashboardEffect] { [] }
    static func settle(_ slot: QueryBoard.Slot, _ state: inout DashboardState) {}
    static func follow(_ state: inout DashboardState) -> [DashboardEffect] { [] }
    static func move(_ movement: Movement, in pane: Pane, _ state: inout DashboardState) {}
    static func click(_ click: PaneClick, _ state: inout DashboardState) -> [DashboardEffect] {
        []
    }
    static func back(_ state: inout DashboardState) -> Bool { false }
    static func wheel(_ click: PaneClick, _ state: inout DashboardState) -> Bool { false }
    static func drag(_ click: PaneClick, _ state: inout DashboardState) {}
    /// One above the other.
    static func arrange(_ body: Rect, focused: Pane, room: ScreenLayout.Room)
        -> [(pane: Pane, rect: Rect)]
    {
        ScreenLayout.stacked(panes, in: body)
    }
}

/// What a screen remembers while the run is open.
protocol Panel: Sendable {
    /// Its name in saved views, different from every other panel's.
    static var name: String { get }
    /// As a run is opened.
    init()
    /// What of it is worth keeping for the next time the run is opened.
    var saved: [String: String] { get }
    /// Takes back what was kept; what it does not know or accept it passes over.
    mutating func restore(_ saved: [String: String])
    /// Begins anew as another step is looked at.
    mutating func lookedElsewhere()
    /// Takes a policy's answer, if the question was its own.
    mutating func take(_ answer: PolicyAnswer, ticket: Int)
}

extension Panel {
    var saved: [String: String] { [:] }
    mutating func restore(_ saved: [String: String]) {}
    mutating func lookedElsewhere() {}
    mutating func take(_ answer: PolicyAnswer, ticket: Int) {}
}

/// The panels of the open run, each under its own type.
struct PanelStore: Sendable {
    private var panels: [ObjectIdentifier: any Panel] = [:]

    subscript<P: Panel>(_ type: P.Type) -> P {
        get { panels[ObjectIdentifier(type)] as? P ?? P() }
        set { panels[ObjectIdentifier(type)] = newValue }
    }

    mutating func lookedElsewhere() {
        for key in panels.keys { panels[key]?.lookedElsewhere() }
    }

    mutating func take(_ answer: PolicyAnswer, ticket: Int) {
        for key in panels.keys { panels[key]?.take(answer, ticket: ticket) }
    }

    /// Takes back what `saved` gave; lines that say nothing known are passed over.
    mutating func restore(_ text: String) {
        var saved: [String: [String: String]] = [:]
        for line in text.split(separator: "\n") {
            guard let dot = line.firstIndex(of: "."), let equals = line.firstIndex(of: "="),
                dot < equals
            else { continue }
            let key = String(line[line.index(after: dot)..<equals])
            saved[String(line[..<dot]), default: [:]][key] =
                String(line[line.index(after: equals)...])
        }
        for type in DashboardScreen.allCases.flatMap({ $0.definition.panels }) {
            guard let kept = saved[type.name] else { continue }
            var panel = panels[ObjectIdentifier(type)] ?? type.init()
            panel.restore(kept)
            panels[ObjectIdentifier(type)] = panel
        }
    }

    /// What is worth keeping, one `panel.key=value` a line.
    var saved: String {
        panels.values.flatMap { panel in
            panel.saved.map { "\(type(of: panel).name).\($0.key)=\($0.value)" }
        }.sorted().joined(separator: "\n")
    }
}
