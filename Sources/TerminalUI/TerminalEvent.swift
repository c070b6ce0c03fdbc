/// Keys held together with another.
public struct KeyModifiers: OptionSet, Hashable, Sendable {
    /// One bit a key.
    public let rawValue: UInt8

    /// Creates a set from its bits.
    ///
    /// - Parameter rawValue: the bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Shift, where the terminal tells it apart; a capital letter has none.
    public static let shift = KeyModifiers(rawValue: 1)
    /// Alt, or Escape shortly before the key.
    public static let alt = KeyModifiers(rawValue: 2)
    /// Control.
    public static let control = KeyModifiers(rawValue: 4)
}

/// A key that was pressed.
public struct TerminalKey: Hashable, Sendable {
    /// Which key.
    public enum Code: Hashable, Sendable {
        /// A printable character; with Control a lower-case letter.
        case character(Character)
        /// A function key, from 1.
        case function(Int)
        case up, down, left, right, home, end, pageUp, pageDown, insert, delete
        case enter, tab, backspace, escape
    }

    /// Which key.
    public var code: Code
    /// What was held with it.
    public var modifiers: KeyModifiers

    /// Creates a key.
    ///
    /// - Parameters:
    ///   - code: which key.
    ///   - modifiers: what was held with it.
    public init(_ code: Code, _ modifiers: KeyModifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }
}

/// Something the mouse did.
public struct TerminalMouse: Hashable, Sendable {
    /// Which button.
    public enum Button: Hashable, Sendable {
        case left, middle, right
    }

    /// What happened.
    public enum Action: Hashable, Sendable {
        /// A button went down.
        case press(Button)
        /// A button came up.
        case release(Button)
        /// The mouse moved with a button down.
        case drag(Button)
        /// The wheel turned away.
        case wheelUp
        /// The wheel turned near.
        case wheelDown
        /// The wheel was pushed to the left.
        case wheelLeft
        /// The wheel was pushed to the right.
        case wheelRight
    }

    /// What happened.
    public var action: Action
    /// The column, from 0.
    public var x: Int
    /// The row, from 0.
    public var y: Int
    /// What was held on the keyboard.
    public var modifiers: KeyModifiers
}

/// Something that came from the terminal or from ``Waker``.
public enum TerminalEvent: Hashable, Sendable {
    /// A key was pressed.
    case key(TerminalKey)
    /// Text was pasted: never keys, line ends as line feeds.
    case paste(String)
    /// The mouse did something.
    case mouse(TerminalMouse)
    /// The screen must be drawn again, in this size.
    case resize(width: Int, height: Int)
    /// The terminal is gone; it was given up without a byte sent to it.
    case lost
    /// ``Waker/wake()`` was called.
    case wake
    /// The descriptor of ``Terminal/watch(_:)`` has something to read.
    case watched
    /// The terminal told its background, later than it was waited for.
    case background(TerminalBackground)
}
