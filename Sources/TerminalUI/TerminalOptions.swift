import Glibc
import Rendering

/// What `--color` accepts.
public enum ColorChoice: String, Sendable, CaseIterable {
    /// What the terminal can, unless `NO_COLOR` is set.
    case auto
    /// None.
    case mono
    /// At most the user's sixteen.
    case ansi16 = "16"
    /// At most 256.
    case indexed256 = "256"
    /// 24 bits, whatever the terminal says of itself.
    case truecolor = "true"
}

/// How a terminal is to be opened.
public struct TerminalOptions: Sendable {
    /// Which colours to use.
    public var color = ColorChoice.auto
    /// Which glyphs to use; what the locale allows if nil.
    public var glyphs: GlyphSet?
    /// Whether to listen to the mouse; without, the terminal's own selection works as ever.
    public var hasMouse = true
    /// Whether to ask for the background, for ``Terminal/background(waiting:)``.
    public var wantsBackground = false
    /// How long to wait after Escape for the rest of a key; more over a slow line.
    public var escapeDelay = Duration.milliseconds(25)
    /// Where standard error goes while the terminal is open; left alone if nil.
    public var log: CInt?
    /// The descriptor to read keys from.
    public var input: CInt = 0
    /// The descriptor to draw on.
    public var output: CInt = 1
    /// The locale whose encoding holds; the environment's if empty.
    public var locale = ""
    /// Looks up environment variables.
    public var environment: @Sendable (String) -> String? = { name in
        getenv(name).map { String(cString: $0) }
    }

    /// Creates the usual options.
    public init() {}
}

/// What an open terminal can do.
public struct TerminalCapabilities: Hashable, Sendable {
    /// The terminal's type that is in use.
    public var term: String
    /// How many colours it shows.
    public var depth: ColorDepth
    /// Which glyphs it shows.
    public var glyphs: GlyphSet
    /// Whether its encoding is UTF-8.
    public var isUTF8: Bool
    /// Whether it is known to have a clipboard that programs can write to.
    public var takesCopies: Bool
    /// What is not as asked, one line each.
    public var notes: [String]
}

/// Why a terminal could not be opened.
public struct TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of reason.
    public enum Code: Hashable, Sendable {
        /// Input or output is no terminal.
        case notATerminal
        /// There is no description of its type.
        case unknownType
        /// It cannot move the cursor.
        case noCursorAddressing
        /// Another one is open in this process.
        case alreadyOpen
        /// A system call failed.
        case system
    }

    /// The kind of reason.
    public var code: Code
    /// One line that says what is wrong and what to do.
    public var description: String
}

/// Wakes the thread that waits in ``Terminal/events(waiting:)``.
public struct Waker: Hashable, Sendable {
    /// Creates a waker; all are alike, there being one terminal.
    public init() {}
}
