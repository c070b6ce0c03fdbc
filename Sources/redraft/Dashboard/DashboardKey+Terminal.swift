import Dashboard
import TerminalUI

extension DashboardKey {
    /// What a terminal's key means to the dashboard; nil if nothing.
    init?(_ key: TerminalKey) {
        switch key.code {
        case .character(let character):
            if key.modifiers.contains(.control) {
                self = .control(character)
            } else if key.modifiers.contains(.alt) {
                return nil
            } else {
                self = .character(character)
            }
        case .up: self = .up
        case .down: self = .down
        case .left: self = .left
        case .right: self = .right
        case .pageUp: self = .pageUp
        case .pageDown: self = .pageDown
        case .home: self = .home
        case .end: self = .end
        case .enter: self = .enter
        case .escape: self = .escape
        case .tab: self = key.modifiers.contains(.shift) ? .backTab : .tab
        case .backspace: self = .backspace
        case .delete: self = .delete
        case .insert, .function: return nil
        }
    }
}

/// Turns presses, drags and turns of the wheel into what the dashboard knows.
struct MouseReader {
    private var press: (x: Int, y: Int, time: ContinuousClock.Instant)?

    /// Two presses within this time on one cell are a double click.
    private static let doubleClick = Duration.milliseconds(400)

    /// What a terminal's mouse event means; nil if nothing.
    ///
    /// - Parameters:
    ///   - mouse: the event.
    ///   - time: when it came.
    /// - Returns: what the dashboard is told.
    mutating func read(_ mouse: TerminalMouse, at time: ContinuousClock.Instant) -> DashboardMouse?
    {
        let kind: DashboardMouse.Kind
        switch mouse.action {
        case .press(.left):
            if let press, press.x == mouse.x, press.y == mouse.y,
                time - press.time < Self.doubleClick
            {
                kind = .doubleClick
                self.press = nil
            } else {
                kind = .click
                press = (mouse.x, mouse.y, time)
            }
        case .drag(.left): kind = .drag
        case .release(.left): kind = .release
        case .wheelUp: kind = .wheelUp
        case .wheelDown: kind = .wheelDown
        default: return nil
        }
        return DashboardMouse(kind: kind, row: mouse.y, column: mouse.x)
    }
}
