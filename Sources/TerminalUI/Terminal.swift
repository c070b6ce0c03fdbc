import CTerminal
import Rendering

extension Waker {
    /// Makes the wait return; from any thread, any number of times.
    public func wake() { ct_wake() }

    /// Has a terminal that takes no bytes for a second count as lost from now on; from any thread.
    ///
    /// Without it, drawing waits until the terminal takes them, as long as the line is alive.
    public func hurry() { ct_hurry() }
}

/// The terminal: keys in, changed cells out.
///
/// Belongs to the thread that opened it and cannot leave it. While it exists the terminal shows this
/// program's screen; when it ends, by ``leave()`` or by going out of scope, or when the program crashes,
/// the terminal is as it was. There can be one at a time.
public struct Terminal: ~Copyable {
    /// What it can do.
    public let capabilities: TerminalCapabilities
    /// Whether it is gone; nothing is drawn any more.
    public private(set) var isLost = false

    private var shown: Grid?
    private var shownTheme: Theme?
    private var inks: [UInt32: Ink] = [:]
    private var paste: String?
    private var pasteUpdate = ContinuousClock.now
    private let isDirect: Bool
    /// What came while the terminal was waited for with something else in mind.
    private var early: [TerminalEvent] = []
    /// When the background was asked for; nil if it was not.
    private var asked: ContinuousClock.Instant?
    private var background: TerminalBackground?
    let isInTmux: Bool

    /// A style in numbers.
    private struct Ink {
        var foreground: CInt
        var background: CInt
        var attributes: UInt32

        /// Whether a blank cell looks the same in another ink.
        func shows(blankOf other: Ink) -> Bool {
            let visible = CT_REVERSE.rawValue | CT_UNDERLINE.rawValue
            return background == other.background && (attributes | other.attributes) & visible == 0
        }
    }

    /// The longest text one paste can bring; the rest is dropped.
    static let pasteLimit = 1 << 20

    /// Takes the terminal over.
    ///
    /// - Parameter options: how.
    /// - Throws: `TerminalError` if there is no terminal, or one that cannot be used.
    public init(_ options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
        var notes: [String] = []
        let wanted = Terminal.wantedColor(options)
        var term = options.environment("TERM") ?? ""
        var status = Terminal.open(term: term, options, wanted)
        let says24Bits = Terminal.says24Bits(options)
        if status == CT_UNKNOWN_TERM, says24Bits {
            // A newer terminal than this system's descriptions; those all understand xterm's.
            let missing = term
            term = "xterm-256color"
            status = Terminal.open(term: term, options, wanted)
            if status == CT_OK { notes.append("TERM \(missing) is unknown here; using \(term)") }
        }
        guard status == CT_OK else { throw Terminal.error(status, term: term) }

        let colors = ct_colors()
        let available: ColorDepth =
            ct_is_direct()
            ? .truecolor : colors >= 256 ? .indexed256 : colors >= 8 ? .ansi16 : .mono
        let depth = min(available, wanted.most)
        if options.color != .auto, depth < wanted.most {
            notes.append("\(term) shows \(depth.rawValue) colours, not \(options.color.rawValue)")
        }
        let isUTF8 = ct_is_utf8()
        if !isUTF8, options.glyphs == nil {
            notes.append("the locale is not UTF-8: drawing in ASCII")
        }
        capabilities = TerminalCapabilities(
            term: term, depth: depth,
            glyphs: isUTF8 ? options.glyphs ?? .unicode : .ascii, isUTF8: isUTF8,
            takesCopies: Terminal.takesCopies(options), notes: notes)
        isDirect = ct_is_direct()
        isInTmux = options.environment("TMUX")?.isEmpty == false
        if options.wantsBackground, Terminal.tellsBackground(term, isInTmux: isInTmux) {
            ct_ask_background()
            asked = .now
        }
    }

    deinit { ct_close() }

    /// Gives the terminal back as it was.
    public consuming func leave() {}

    // MARK: Drawing

    /// Columns of the window.
    public var width: Int { Int(ct_columns()) }
    /// Rows of the window.
    public var height: Int { Int(ct_rows()) }

    /// Shows a screen: sends the cells that changed, and nothing when none did.
    ///
    /// - Parameters:
    ///   - grid: the screen; what does not fit the window is left out.
    ///   - theme: how its roles look.
    /// - Returns: how many cells changed.
    @discardableResult
    public mutating func present(_ grid: Grid, theme: Theme) -> Int {
        guard !isLost else { return 0 }
        let grid = grid.reduced(to: capabilities.glyphs)
        var previous = shown
        if previous?.width != grid.width || previous?.height != grid.height { previous = nil }
        if shownTheme != theme {
            inks.removeAll(keepingCapacity: true)
            shownTheme = theme
            previous = nil
        }
        if previous == nil { ct_erase() }
        var changed = 0
        let columns = min(grid.width, width)
        for y in 0..<min(grid.height, height) {
            var last: Ink?
            // Neighbours mostly have the same style.
            var (lastStyle, lastInk): (Style?, Ink?)
            let start = y * grid.width
            for index in start..<(start + columns) {
                let cell = grid.cells[index]
                if let previous, previous.cells[index] == cell { continue }
                changed += 1
                // A wide glyph brings its right half along.
                if cell.glyph == .continuation { continue }
                var ink: Ink
                if let lastInk, lastStyle == cell.style {
                    ink = lastInk
                } else {
                    ink = self.ink(of: cell.style, theme: theme)
                    (lastStyle, lastInk) = (cell.style, ink)
                }
                // Nobody sees the colour of letters where there is none, but changing it costs bytes.
                if cell.glyph == .space, let last, last.shows(blankOf: ink) { ink = last }
                put(cell.glyph, ink, x: index - start, y: y)
                last = ink
            }
        }
        shown = grid
        if changed > 0 || previous == nil, !ct_flush() { lose() }
        return changed
    }

    private func put(_ glyph: Glyph, _ ink: Ink, x: Int, y: Int) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Glyph.maxScalars) { scalars in
            var count = 0
            while count < Glyph.maxScalars, glyph[count] != 0 {
                scalars[count] = glyph[count]
                count += 1
            }
            ct_put(
                CInt(y), CInt(x), scalars.baseAddress, CInt(count), ink.foreground,
                ink.background, ink.attributes)
        }
    }

    private mutating func ink(of style: Style, theme: Theme) -> Ink {
        if let ink = inks[style.key] { return ink }
        let look = theme.appearance(of: style, at: capabilities.depth)
        let ink = Ink(
            foreground: number(look.foreground), background: number(look.background),
            attributes: UInt32(look.attributes.rawValue))
        inks[style.key] = ink
        return ink
    }

    private func number(_ color: TerminalColor) -> CInt {
        switch color {
        case .standard: -1
        case .indexed(let index): CInt(index)
        // Numbers below 16 are the user's colours even where others are 24-bit ones.
        case .rgb(let color): isDirect ? CInt(max(16, color.value)) : CInt(color.nearest256)
        }
    }

    /// Makes the next ``present(_:theme:)`` send everything, after something else wrote on the screen.
    public mutating func repaint() {
        shown = nil
        ct_invalidate()
    }

    /// Stops the program as Ctrl-Z does elsewhere; comes back when it goes on.
    ///
    /// The next events hold a ``TerminalEvent/resize(width:height:)``.
    public mutating func suspend() {
        guard !isLost else { return }
        ct_suspend()
    }

    // MARK: Events

    /// Waits for events and returns all there are.
    ///
    /// - Parameter timeout: how long to wait at most; for ever if nil.
    /// - Returns: events in the order they came; none when the time was up. Once the terminal is lost,
    ///   each call returns ``TerminalEvent/lost`` at once.
    public mutating func events(waiting timeout: Duration? = nil) -> [TerminalEvent] {
        guard early.isEmpty else {
            defer { early = [] }
            return early
        }
        return collect(waiting: timeout)
    }

    /// Whether the terminal's background is light or dark, as it says itself when it was asked.
    ///
    /// What is typed meanwhile comes with the next events, and so does an answer that comes later.
    ///
    /// - Parameter timeout: how long to wait for the answer, counted from the question.
    /// - Returns: the answer; nil if there is none yet, or it was not asked.
    public mutating func background(
        waiting timeout: Duration = .milliseconds(50)
    ) -> TerminalBackground? {
        guard let asked else { return background }
        while !isLost, self.asked != nil {
            let left = timeout - (ContinuousClock.now - asked)
            guard left > .zero else { break }
            early += collect(waiting: left).filter { event in
                guard case .background = event else { return true }
                return false
            }
        }
        return background
    }

    private mutating func collect(waiting timeout: Duration?) -> [TerminalEvent] {
        guard !isLost else { return [.lost] }
        var milliseconds: CInt = -1
        if let timeout {
            // Rounded up: woken early, a caller would only wait again.
            let exact = timeout / .milliseconds(1)
            milliseconds = CInt(max(0, min(1e9, exact.rounded(.up))))
        }
        if paste != nil {
            milliseconds = milliseconds < 0 ? 1000 : min(milliseconds, 1000)
        }
        let size = (width, height)
        let result = UInt32(bitPattern: ct_wait(milliseconds))
        var events: [TerminalEvent] = []
        if result & CT_WOKEN.rawValue != 0 { events.append(.wake) }
        if result & CT_WATCHED.rawValue != 0 { events.append(.watched) }
        if result & (CT_INPUT.rawValue | CT_SIGNALLED.rawValue | CT_RESUMED.rawValue) != 0 {
            drain(&events)
        }
        // What told of a size may have been read by something that waited for a key.
        if result & CT_RESUMED.rawValue != 0 || size != (width, height) { tellSize(&events) }
        // A paste whose end never comes must not swallow keys for ever.
        if let text = paste, ContinuousClock.now - pasteUpdate > .seconds(1) {
            paste = nil
            events.append(.paste(text))
        }
        if result & CT_LOST.rawValue != 0 {
            lose()
            events.append(.lost)
        }
        return events
    }

    /// Gives the terminal up without a byte to it: it is there, but no longer this program's.
    public mutating func abandon() {
        if !isLost { lose() }
    }

    private mutating func lose() {
        isLost = true
        shown = nil
        ct_abandon()
    }

    /// Reads until nothing is waiting, or so much that a frame should come between.
    private mutating func drain(_ events: inout [TerminalEvent]) {
        var budget = paste == nil ? 1_000 : Terminal.pasteLimit
        while budget > 0 {
            budget -= 1
            let event = ct_next()
            if event.kind == CT_NONE.rawValue { return }
            if event.kind == CT_PASTE_BEGIN.rawValue { budget = Terminal.pasteLimit }
            handle(event, &events)
        }
    }

    /// Has everything sent again, in the size the window has now; of several sizes the last is told.
    private mutating func tellSize(_ events: inout [TerminalEvent]) {
        repaint()
        events.removeAll {
            if case .resize = $0 { return true }
            return false
        }
        events.append(.resize(width: width, height: height))
    }

    private mutating func handle(_ event: ct_event, _ events: inout [TerminalEvent]) {
        let kind = ct_event_kind(rawValue: UInt32(event.kind))
        if kind == CT_RESIZE {
            tellSize(&events)
        } else if paste != nil {
            handleInPaste(event, kind, &events)
        } else if kind == CT_PASTE_BEGIN {
            paste = ""
            pasteUpdate = .now
        } else if kind == CT_MOUSE {
            if let mouse = TerminalMouse(event) { events.append(.mouse(mouse)) }
        } else if kind == CT_BACKGROUND {
            let color = UInt32(bitPattern: event.code)
            let answer = TerminalBackground(
                RGB(
                    red: UInt8(truncatingIfNeeded: color >> 16),
                    green: UInt8(truncatingIfNeeded: color >> 8),
                    blue: UInt8(truncatingIfNeeded: color)))
            asked = nil
            background = answer
            events.append(.background(answer))
        } else if kind == CT_CHARACTER, event.code == 27 {
            handleEscape(&events)
        } else if let key = TerminalKey(event) {
            events.append(.key(key))
        }
    }

    /// Escape, or Alt with the key that follows at once.
    private mutating func handleEscape(_ events: inout [TerminalEvent]) {
        let next = ct_next()
        if next.kind == CT_CHARACTER.rawValue, next.code == 27 {
            events.append(.key(TerminalKey(.escape)))
            handleEscape(&events)
        } else if var key = TerminalKey(next) {
            key.modifiers.insert(.alt)
            events.append(.key(key))
        } else {
            events.append(.key(TerminalKey(.escape)))
            if next.kind != CT_NONE.rawValue { handle(next, &events) }
        }
    }

    private mutating func handleInPaste(
        _ event: ct_event, _ kind: ct_event_kind, _ events: inout [TerminalEvent]
    ) {
        pasteUpdate = .now
        if kind == CT_PASTE_END {
            events.append(.paste(paste ?? ""))
            paste = nil
        } else if kind == CT_CHARACTER, (paste?.utf8.count ?? 0) < Terminal.pasteLimit,
            let scalar = Unicode.Scalar(UInt32(bitPattern: event.code))
        {
            paste?.unicodeScalars.append(scalar == "\r" ? "\n" : scalar)
        }
    }
}

@available(*, unavailable)
extension Terminal: Sendable {}
