import CTerminal

extension Terminal {
    /// Whether the mouse is reported; without, the terminal's own selection works.
    ///
    /// - Parameter isOn: whether it is from now on.
    /// - Returns: whether the terminal has a mouse to report.
    @discardableResult
    public mutating func setMouse(_ isOn: Bool) -> Bool {
        guard !isLost else { return false }
        ct_set_mouse(isOn)
        return ct_has_mouse()
    }

    /// The longest text ``copy(_:)`` takes, in bytes: 100 kB once it is encoded, as terminals allow.
    public static let copyLimit = 75_000

    /// Puts a text on the clipboard of the person's terminal, also through ssh and tmux.
    ///
    /// No terminal tells whether it took it; some ask the person first.
    ///
    /// - Parameter text: the text.
    /// - Returns: false if it is longer than ``copyLimit`` or the terminal is not known to have a
    ///   clipboard: then nothing was sent.
    public mutating func copy(_ text: String) -> Bool {
        guard !isLost, capabilities.takesCopies, text.utf8.count <= Self.copyLimit else {
            return false
        }
        let bytes = Array(text.utf8)
        guard ct_copy(bytes, CInt(bytes.count), isInTmux) else {
            abandon()
            return false
        }
        return true
    }

    /// Has ``events(waiting:)`` return ``TerminalEvent/watched`` when a descriptor can be read.
    ///
    /// - Parameter descriptor: the descriptor, which stays the caller's; nil for none.
    public mutating func watch(_ descriptor: CInt?) {
        guard !isLost else { return }
        ct_watch(descriptor ?? -1)
    }
}
