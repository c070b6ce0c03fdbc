import CTerminal
import Rendering

/// How a terminal is asked for, and why there is none.
extension Terminal {
    static func says24Bits(_ options: TerminalOptions) -> Bool {
        let text = options.environment("COLORTERM")
        return text == "truecolor" || text == "24bit"
    }

    /// The deepest colours to use, and how to ask curses for them.
    static func wantedColor(
        _ options: TerminalOptions
    ) -> (most: ColorDepth, request: ct_color) {
        switch options.color {
        case .mono: return (.mono, CT_COLOR_NONE)
        case .ansi16: return (.ansi16, CT_COLOR_TERM)
        case .indexed256: return (.indexed256, CT_COLOR_TERM)
        case .truecolor: return (.truecolor, CT_COLOR_TRUE)
        case .auto:
            if let off = options.environment("NO_COLOR"), !off.isEmpty {
                return (.mono, CT_COLOR_NONE)
            }
            // GNU screen hands the variable on but garbles such colours; tmux reduces them itself.
            let isScreen = options.environment("TERM")?.hasPrefix("screen") ?? false
            let isTmux = options.environment("TMUX")?.isEmpty == false
            let isTrue = says24Bits(options) && (!isScreen || isTmux)
            return (.truecolor, isTrue ? CT_COLOR_TRUE : CT_COLOR_TERM)
        }
    }

    static func open(
        term: String, _ options: TerminalOptions, _ wanted: (most: ColorDepth, request: ct_color)
    ) -> ct_status {
        let delay = options.escapeDelay / .milliseconds(1)
        let status = term.withCString { term in
            options.locale.withCString { locale in
                var request = ct_options(
                    input: options.input, output: options.output, term: term, locale: locale,
                    color: CInt(wanted.request.rawValue),
                    escape_delay: CInt(max(1, min(10_000, delay))), mouse: options.hasMouse,
                    log: options.log ?? -1)
                return ct_open(&request)
            }
        }
        return ct_status(rawValue: UInt32(status))
    }

    /// Whether a type of terminal answers when asked for its background, or at least shows nothing.
    static func tellsBackground(_ term: String, isInTmux: Bool) -> Bool {
        // GNU screen and the console print what they do not know.
        isInTmux
            || [
                "xterm", "tmux", "rxvt", "foot", "alacritty", "kitty", "st-", "wezterm", "ghostty",
                "contour", "konsole", "vte", "iterm", "mintty", "mlterm",
            ].contains { term.hasPrefix($0) }
    }

    /// Whether the open terminal has a clipboard that programs can write to.
    static func takesCopies(_ options: TerminalOptions) -> Bool {
        if options.environment("TMUX")?.isEmpty == false { return true }
        // These say they are an xterm, but have none.
        let isGnome = options.environment("VTE_VERSION")?.isEmpty == false
        let isApple = options.environment("TERM_PROGRAM") == "Apple_Terminal"
        return ct_takes_copies() && !isGnome && !isApple
    }

    static func error(_ status: ct_status, term: String) -> TerminalError {
        let name = term.isEmpty ? "TERM is not set" : "TERM is \(DisplayText.sanitized(term))"
        switch status {
        case CT_NOT_A_TTY:
            return TerminalError(
                code: .notATerminal,
                description: "no terminal: standard input and output must both be one")
        case CT_NO_ADDRESSING:
            return TerminalError(
                code: .noCursorAddressing,
                description: "a terminal without cursor addressing (\(name)): "
                    + "set TERM to what the terminal is, such as xterm-256color")
        case CT_ALREADY_OPEN:
            return TerminalError(
                code: .alreadyOpen, description: "the terminal is open in this process already")
        case CT_SYSTEM:
            return TerminalError(
                code: .system, description: "the terminal's descriptors cannot be duplicated")
        default:
            return TerminalError(
                code: .unknownType,
                description: "an unknown terminal (\(name)): "
                    + "set TERM to what the terminal is, such as xterm-256color")
        }
    }
}
