import CTerminal
import Foundation
import Rendering
import Synchronization
import Testing

@testable import TerminalUI

/// The real curses on a pseudoterminal; one at a time, since a process has one terminal.
@Suite(.serialized) struct TerminalTests {
    let line: Pseudoterminal

    init() throws {
        line = try #require(Pseudoterminal(columns: 40, rows: 10))
    }

    func options(
        term: String = "xterm-256color", color: ColorChoice = .auto,
        _ environment: [String: String] = [:]
    ) -> TerminalOptions {
        var options = TerminalOptions()
        options.input = line.terminal
        options.output = line.terminal
        options.color = color
        options.locale = "C.UTF-8"
        let variables = ["TERM": term].merging(environment) { $1 }
        options.environment = { variables[$0] }
        return options
    }

    func grid(_ text: String, _ style: Style = .text) -> Grid {
        var grid = Grid(width: 40, height: 10)
        grid.write(text, x: 2, y: 1, style: style)
        return grid
    }

    /// Events that follow what was typed, until as many came as are wanted.
    func events(_ terminal: inout Terminal, _ count: Int) -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        let end = ContinuousClock.now + .seconds(10)
        while events.count < count, ContinuousClock.now < end {
            events += terminal.events(waiting: .milliseconds(200)).filter { $0 != .wake }
        }
        return events
    }

    @Test("the terminal is taken over, drawn on, and given back as it was")
    func life() throws {
        let before = line.modes
        var terminal = try Terminal(options())
        #expect(terminal.width == 40 && terminal.height == 10)
        #expect(terminal.capabilities.depth == .indexed256)
        #expect(terminal.capabilities.glyphs == .unicode && terminal.capabilities.isUTF8)
        let opening = line.read()
        for mode in ["\u{1B}[?1049h", "\u{1B}[?2004h", "\u{1B}[?1006h"] {
            #expect(opening.contains(mode))
        }
        #expect(line.modes != before)
        #expect(terminal.present(grid("hello ⣿ 界"), theme: .ansi) == 400)
        let drawn = line.read()
        #expect(drawn.hasPrefix("\u{1B}[?2026h") && drawn.hasSuffix("\u{1B}[?2026l"))
        #expect(drawn.contains("hello ⣿ 界"))
        terminal.leave()
        let closing = line.read()
        for mode in ["\u{1B}[?2004l", "\u{1B}[?1006l", "\u{1B}[?1000l", "\u{1B}[?1049l"] {
            #expect(closing.contains(mode))
        }
        #expect(
            closing.contains("\u{1B}[?25h") || closing.contains("\u{1B}[?12;25h")
                || closing.contains("\u{1B}[34h"))
        #expect(line.modes == before)
    }

    @Test("only changed cells are sent, and nothing when none changed")
    func changes() throws {
        var terminal = try Terminal(options())
        terminal.present(grid("first line"), theme: .ansi)
        line.read()
        #expect(terminal.present(grid("first line"), theme: .ansi) == 0)
        #expect(line.read().isEmpty)
        #expect(terminal.present(grid("first lane"), theme: .ansi) == 1)
        let sent = line.read()
        #expect(sent.contains("a") && sent.utf8.count < 40)
        terminal.repaint()
        #expect(terminal.present(grid("first lane"), theme: .ansi) == 400)
        #expect(line.read().contains("first lane"))
        // Another theme means other colours: everything is looked at again.
        #expect(terminal.present(grid("first lane"), theme: .mono) == 400)
    }

    @Test(
        "the depth is what terminal, environment and option allow",
        arguments: [
            ("xterm-256color", ColorChoice.auto, [:], ColorDepth.indexed256),
            ("xterm-256color", .auto, ["NO_COLOR": "1"], .mono),
            ("xterm-256color", .auto, ["NO_COLOR": ""], .indexed256),
            ("xterm-256color", .auto, ["COLORTERM": "truecolor"], .truecolor),
            ("tmux-256color", .auto, ["COLORTERM": "24bit"], .truecolor),
            ("screen-256color", .auto, ["COLORTERM": "truecolor"], .indexed256),
            ("screen-256color", .auto, ["COLORTERM": "truecolor", "TMUX": "/x"], .truecolor),
            ("xterm-256color", .ansi16, ["COLORTERM": "truecolor"], .ansi16),
            ("xterm-256color", .indexed256, ["NO_COLOR": "1"], .indexed256),
            ("xterm-256color", .truecolor, [:], .truecolor),
            ("xterm-256color", .mono, [:], .mono), ("xterm", .auto, [:], .ansi16),
            ("linux", .auto, [:], .ansi16), ("vt100", .auto, [:], .mono),
            ("vt100", .indexed256, [:], .mono),
        ] as [(String, ColorChoice, [String: String], ColorDepth)])
    func depths(
        _ term: String, _ color: ColorChoice, _ environment: [String: String], _ depth: ColorDepth
    ) throws {
        let terminal = try Terminal(options(term: term, color: color, environment))
        let capabilities = terminal.capabilities
        #expect(capabilities.depth == depth)
        #expect(capabilities.notes.isEmpty == !(term == "vt100" && color == .indexed256))
        terminal.leave()
    }

    @Test("each depth sends its own kind of colour")
    func colors() throws {
        let theme = try Theme(
            ThemeDescription(
                palette: Dictionary(
                    uniqueKeysWithValues: (0..<16).map {
                        (
                            "base0" + String($0, radix: 16, uppercase: true),
                            $0 == 0 ? "000000" : $0 == 11 ? "12e456" : "e0e0e0"
                        )
                    })))
        func sent(_ color: ColorChoice, term: String = "xterm-256color") throws -> String {
            line.read()
            var terminal = try Terminal(options(term: term, color: color))
            line.read()
            terminal.present(grid("green", .good), theme: theme)
            return line.read()
        }
        #expect(try sent(.truecolor).contains("38;2;18;228;86"))
        #expect(try sent(.indexed256).contains("38;5;41"))
        #expect(try sent(.ansi16).contains("\u{1B}[32m"))
        let mono = try sent(.mono)
        #expect(mono.contains("green") && !mono.contains("\u{1B}[3") && !mono.contains(";3"))
        // Bright colours of the user's sixteen also come through where others have 24 bits.
        var terminal = try Terminal(options(color: .truecolor))
        line.read()
        terminal.present(grid("bright", .series(6)), theme: .ansi)
        #expect(line.read().contains("\u{1B}[96m"))
    }

    @Test("terminals that cannot serve are refused with a reason, and left as they were")
    func refusals() throws {
        func refusal(_ options: TerminalOptions) -> TerminalError? {
            do {
                let terminal = try Terminal(options)
                terminal.leave()
                return nil
            } catch {
                return error
            }
        }
        let before = line.modes
        let dumb = refusal(options(term: "dumb"))
        #expect(dumb?.code == .noCursorAddressing)
        #expect(dumb?.description.contains("without cursor addressing") == true)
        #expect(refusal(options(term: "no-such-terminal"))?.code == .unknownType)
        #expect(refusal(options(term: ""))?.code == .unknownType)
        var noTerminal = options()
        noTerminal.input = open("/dev/null", O_RDONLY)
        #expect(refusal(noTerminal)?.code == .notATerminal)
        close(noTerminal.input)
        #expect(line.modes == before)
        #expect(!ct_is_open())
        let terminal = try Terminal(options())
        #expect(refusal(options())?.code == .alreadyOpen)
        terminal.leave()
    }

    @Test("a newer terminal than the system's descriptions is driven like xterm, and it is said")
    func unknownType() throws {
        let terminal = try Terminal(
            options(term: "xterm-shiny", color: .auto, ["COLORTERM": "truecolor"]))
        let capabilities = terminal.capabilities
        #expect(capabilities.term == "xterm-256color" && capabilities.depth == .truecolor)
        #expect(capabilities.notes.count == 1)
        terminal.leave()
    }

    @Test("without UTF-8 everything is drawn in ASCII")
    func ascii() throws {
        var options = options()
        options.locale = "C"
        var terminal = try Terminal(options)
        #expect(terminal.capabilities.glyphs == .ascii && !terminal.capabilities.notes.isEmpty)
        line.read()
        var boxed = Grid(width: 40, height: 10)
        boxed.box(boxed.bounds, title: "T")
        terminal.present(boxed, theme: .mono)
        let drawn = line.read()
        #expect(
            drawn.contains("T") && drawn.contains("+") && drawn.unicodeScalars.allSatisfy(\.isASCII)
        )
    }

    static let keys: [(String, TerminalKey)] = [
        ("a", TerminalKey(.character("a"))), ("é", TerminalKey(.character("é"))),
        ("界", TerminalKey(.character("界"))), (" ", TerminalKey(.character(" "))),
        ("\r", TerminalKey(.enter)), ("\t", TerminalKey(.tab)), ("\u{7F}", TerminalKey(.backspace)),
        ("\u{8}", TerminalKey(.backspace)), ("\u{3}", TerminalKey(.character("c"), .control)),
        ("\u{1A}", TerminalKey(.character("z"), .control)),
        ("\u{13}", TerminalKey(.character("s"), .control)),
        ("\u{1B}", TerminalKey(.escape)), ("\u{1B}x", TerminalKey(.character("x"), .alt)),
        ("\u{1B}OA", TerminalKey(.up)), ("\u{1B}[1;5A", TerminalKey(.up, .control)),
        ("\u{1B}[1;2D", TerminalKey(.left, .shift)),
        ("\u{1B}[1;7C", TerminalKey(.right, [.alt, .control])),
        ("\u{1B}[Z", TerminalKey(.tab, .shift)),
        ("\u{1B}[3~", TerminalKey(.delete)), ("\u{1B}[5~", TerminalKey(.pageUp)),
        ("\u{1B}[6;5~", TerminalKey(.pageDown, .control)), ("\u{1B}OP", TerminalKey(.function(1))),
        ("\u{1B}[24~", TerminalKey(.function(12))), ("\u{1B}OH", TerminalKey(.home)),
    ]

    @Test("every key arrives as itself", arguments: ["xterm-256color", "tmux-256color"])
    func keyboard(_ term: String) throws {
        var terminal = try Terminal(options(term: term))
        for (bytes, key) in TerminalTests.keys {
            // Home differs between the two; the rest does not.
            let typed = bytes == "\u{1B}OH" && term == "tmux-256color" ? "\u{1B}[1~" : bytes
            line.type(typed)
            #expect(events(&terminal, 1) == [.key(key)], "\(typed.debugDescription)")
        }
        line.type("\u{1B}\u{1B}q")
        #expect(
            events(&terminal, 2) == [
                .key(TerminalKey(.escape)), .key(TerminalKey(.character("q"), .alt)),
            ])
    }

    @Test("pasted text is one event and never keys")
    func paste() throws {
        var terminal = try Terminal(options())
        line.type("\u{1B}[200~q\rtwo\u{1B}[A é\u{1B}[201~x")
        #expect(
            events(&terminal, 2) == [
                .paste("q\ntwo\u{1B}[A é"), .key(TerminalKey(.character("x"))),
            ])
        // An end that never comes does not swallow keys for ever.
        line.type("\u{1B}[200~half")
        #expect(events(&terminal, 1) == [.paste("half")])
    }

    @Test(
        "clicks, drags, releases and the wheel say where",
        arguments: ["xterm-256color", "tmux-256color"])
    func mouse(_ term: String) throws {
        var terminal = try Terminal(options(term: term))
        line.type("\u{1B}[<0;3;4M\u{1B}[<32;300;4M\u{1B}[<0;300;5m\u{1B}[<64;1;1M\u{1B}[<21;2;2M")
        func event(_ action: TerminalMouse.Action, _ x: Int, _ y: Int, _ held: KeyModifiers = [])
            -> TerminalEvent
        {
            .mouse(TerminalMouse(action: action, x: x, y: y, modifiers: held))
        }
        #expect(
            events(&terminal, 5) == [
                event(.press(.left), 2, 3), event(.drag(.left), 299, 3),
                event(.release(.left), 299, 4), event(.wheelUp, 0, 0),
                event(.press(.middle), 1, 1, [.shift, .control]),
            ])
    }

    @Test("garbage neither crashes nor blocks, and keys after it arrive")
    func garbage() throws {
        var terminal = try Terminal(options())
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let pieces = (0..<12).map { _ in
                ["\u{1B}", "[", "<", ";", "M", "9", "O", "~", "\u{9B}", "界", "\u{0}", "m", "200"]
                    .randomElement(using: &random) ?? ""
            }
            line.type(pieces.joined())
            _ = terminal.events(waiting: .zero)
        }
        line.type("\u{1B}[201~")
        var seen: [TerminalEvent] = []
        let end = ContinuousClock.now + .seconds(10)
        while !seen.contains(.key(TerminalKey(.character("!")))), ContinuousClock.now < end {
            line.type("!")
            seen += terminal.events(waiting: .milliseconds(100))
        }
        #expect(seen.contains(.key(TerminalKey(.character("!")))))
    }

    @Test("a waker wakes from any thread, and waiting ends when the time is up")
    func waker() throws {
        var terminal = try Terminal(options())
        _ = terminal.events(waiting: .zero)
        #expect(terminal.events(waiting: .milliseconds(5)).isEmpty)
        let waker = Waker()
        Thread.detachNewThread { waker.wake() }
        #expect(terminal.events(waiting: .seconds(20)) == [.wake])
    }

    @Test("a new window size arrives whichever thread the signal went to")
    func resize() throws {
        var terminal = try Terminal(options())
        terminal.present(grid("x"), theme: .ansi)
        line.resize(columns: 50, rows: 12)
        kill(getpid(), SIGWINCH)
        #expect(events(&terminal, 1) == [.resize(width: 50, height: 12)])
        line.read()
        #expect(terminal.present(Grid(width: 50, height: 12), theme: .ansi) == 600)
        // Every size works, a grid of the wrong size too.
        for (columns, rows) in [(1, 1), (2, 1), (1, 5), (200, 50), (7, 3)] {
            line.resize(columns: columns, rows: rows)
            kill(getpid(), SIGWINCH)
            #expect(events(&terminal, 1) == [.resize(width: columns, height: rows)])
            terminal.present(grid("界 wide"), theme: .ansi)
            line.read()
        }
    }

    @Test("when the line goes dead nothing more is written and events say so")
    func hangUp() throws {
        var terminal = try Terminal(options())
        terminal.present(grid("x"), theme: .ansi)
        line.hangUp()
        #expect(events(&terminal, 1) == [.lost])
        #expect(terminal.isLost && !ct_is_open())
        #expect(terminal.events() == [.lost])
        #expect(terminal.present(grid("y"), theme: .ansi) == 0)
        signal(SIGHUP, SIG_DFL)
    }

    @Test("SIGHUP alone also means the terminal is lost, and not a byte is sent to it")
    func hangUpSignal() throws {
        var terminal = try Terminal(options())
        line.read()
        kill(getpid(), SIGHUP)
        #expect(events(&terminal, 1) == [.lost])
        #expect(line.read().isEmpty)
        signal(SIGHUP, SIG_DFL)
    }

    @Test("a terminal that takes no bytes is waited for, until the program is wanted elsewhere")
    func stalled() throws {
        var terminal = try Terminal(options())
        // Nobody reads: the line is full after some frames.
        let giveUp = Thread {
            usleep(200_000)
            Waker().hurry()
        }
        giveUp.start()
        let start = ContinuousClock.now
        var frames = 0
        while !terminal.isLost, frames < 10_000 {
            terminal.present(grid(frames % 2 == 0 ? "a\(frames)" : "b\(frames)"), theme: .ansi)
            frames += 1
        }
        #expect(terminal.isLost && !ct_is_open())
        #expect(ContinuousClock.now - start > .milliseconds(900))
        #expect(terminal.events() == [.lost])
        signal(SIGHUP, SIG_DFL)
    }

    @Test("standard error goes to the log while the terminal is open, and back afterwards")
    func log() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID()).txt")
        let log = open(path.path(), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer {
            close(log)
            try? FileManager.default.removeItem(at: path)
        }
        var options = options()
        options.log = log
        func target() -> stat {
            var info = stat()
            fstat(2, &info)
            return info
        }
        let before = target().st_ino
        let terminal = try Terminal(options)
        _ = write(2, "stray\n", 6)
        terminal.leave()
        #expect(target().st_ino == before)
        #expect(try String(contentsOf: path, encoding: .utf8) == "stray\n")
    }

    @Test("signals that end a program stay the program's own")
    func signals() throws {
        func handler(_ number: CInt) -> Int {
            var action = sigaction()
            sigaction(number, nil, &action)
            return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        }
        let numbers = [SIGINT, SIGTERM, SIGWINCH, SIGTSTP, SIGHUP, SIGSEGV, SIGILL]
        let before = numbers.map(handler)
        let terminal = try Terminal(options())
        #expect(handler(SIGINT) == before[0] && handler(SIGTERM) == before[1])
        terminal.leave()
        #expect(numbers.map(handler) == before)
    }

    @Test("a fatal signal restores the screen and its modes, then goes to who caught it before")
    func guardedSignal() throws {
        let before = line.modes
        signal(SIGABRT) { _ in TerminalTests.reached.store(true, ordering: .relaxed) }
        defer { signal(SIGABRT, SIG_DFL) }
        let terminal = try Terminal(options())
        line.read()
        // The pool's threads block signals; a fault would come through all the same.
        var abort = sigset_t()
        sigemptyset(&abort)
        sigaddset(&abort, SIGABRT)
        pthread_sigmask(SIG_UNBLOCK, &abort, nil)
        raise(SIGABRT)
        pthread_sigmask(SIG_BLOCK, &abort, nil)
        let sent = line.read()
        #expect(sent.contains("\u{1B}[?1049l") && sent.contains("\u{1B}[?1000l"))
        #expect(sent.contains("\u{1B}[?25h") && line.modes == before)
        let isReached = TerminalTests.reached.load(ordering: .relaxed)
        #expect(isReached)
        terminal.leave()
    }

    static let reached = Atomic(false)

    @Test("a trap under an open terminal still ends the process by its signal")
    func trap() async {
        await #expect(processExitsWith: .signal(SIGILL)) {
            guard let line = Pseudoterminal(columns: 20, rows: 5) else { exit(0) }
            var options = TerminalOptions()
            options.input = line.terminal
            options.output = line.terminal
            options.environment = { $0 == "TERM" ? "xterm-256color" : nil }
            let terminal = try Terminal(options)
            precondition(terminal.width == 0, "the trap this test is about")
            terminal.leave()
        }
    }

    @Test("where ScalarWidth and the C library must agree, they do, for every scalar that is shown")
    func widths() throws {
        // The locale holds for the process: an open terminal has set it.
        let terminal = try Terminal(options())
        terminal.leave()
        var different: [String] = []
        for value in UInt32(0x20)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar)
            let glyphs = DisplayText.glyphs(of: text)
            guard glyphs.count == 1, let glyph = glyphs.first, glyph.first == value else {
                continue
            }
            if Int(ct_width(value)) != glyph.width { different.append(String(value, radix: 16)) }
        }
        #expect(different.isEmpty)
    }
}
