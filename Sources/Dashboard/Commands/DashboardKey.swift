/// A key as the dashboard knows it, whatever the terminal sent.
public enum DashboardKey: Hashable, Sendable {
    /// A printable character, the space included.
    case character(Character)
    /// A letter held with Ctrl, in lower case.
    case control(Character)
    case up, down, left, right
    case pageUp, pageDown, home, end
    case enter, escape, tab, backTab, backspace, delete

    /// The key as help and footer name it.
    public var name: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .control(let character): "Ctrl-" + String(character).uppercased()
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .home: "Home"
        case .end: "End"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Delete"
        }
    }
}

/// What the mouse did, and where.
public struct DashboardMouse: Hashable, Sendable {
    /// What it did.
    public enum Kind: Hashable, Sendable {
        case click, doubleClick, wheelUp, wheelDown
        /// The pointer was moved while the button is down.
        case drag
        /// The button was let go.
        case release
    }

    /// What it did.
    public let kind: Kind
    /// The row, from 0 at the top.
    public let row: Int
    /// The column, from 0 at the left.
    public let column: Int

    /// Makes the value of its parts.
    public init(kind: Kind, row: Int, column: Int) {
        self.kind = kind
        self.row = row
        self.column = column
    }
}
