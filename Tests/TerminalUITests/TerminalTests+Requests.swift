import Foundation
import Rendering
import Testing

@testable import TerminalUI

/// What a terminal is asked beside drawing.
extension TerminalTests {
    @Test("the mouse can be let go of and taken again; nothing is sent twice")
    func mouseSwitch() throws {
        var terminal = try Terminal(options())
        #expect(line.read().contains("\u{1B}[?1002h"))
        let hasMouse = terminal.setMouse(true)
        #expect(hasMouse)
        #expect(line.read().isEmpty)
        terminal.setMouse(false)
        #expect(line.read() == "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l")
        // Keys of the same beginning are read as before.
        line.type("\u{1B}[1;5A")
        #expect(events(&terminal, 1) == [.key(TerminalKey(.up, .control))])
        terminal.setMouse(true)
        #expect(line.read() == "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h")
    }

    @Test("a key with modifiers is found by the name the description has for it")
    func describedKeys() throws {
        var terminal = try Terminal(options(term: "rxvt-unicode-256color"))
        for (typed, key) in [
            ("\u{1B}Oa", TerminalKey(.up, .control)), ("\u{1B}[b", TerminalKey(.down, .shift)),
            ("\u{1B}[7^", TerminalKey(.home, .control)),
            ("\u{1B}[1;5A", TerminalKey(.up, .control)),
        ] {
            line.type(typed)
            #expect(events(&terminal, 1) == [.key(key)], "\(typed.debugDescription)")
        }
    }

    @Test("text is copied as base64, past tmux as well, and only where there is a clipboard")
    func copying() throws {
        func sent(_ text: String, _ term: String, _ environment: [String: String] = [:]) throws
            -> String?
        {
            var terminal = try Terminal(options(term: term, environment))
            line.read()
            let isSent = terminal.copy(text)
            let bytes = line.read()
            #expect(isSent == !bytes.isEmpty)
            return isSent ? bytes : nil
        }
        let hostile = "a\u{1B}]52;c;!\u{7}é界"
        let coded = Data(hostile.utf8).base64EncodedString()
        #expect(try sent(hostile, "xterm-256color") == "\u{1B}]52;c;\(coded)\u{7}")
        #expect(
            try sent(hostile, "screen-256color", ["TMUX": "/x"])
                == "\u{1B}]52;c;\(coded)\u{7}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;\(coded)\u{7}\u{1B}\\")
        #expect(try sent("", "xterm-256color") == "\u{1B}]52;c;\u{7}")
        #expect(try sent("x", "linux") == nil)
        #expect(try sent("x", "vt100") == nil)
        #expect(try sent("x", "xterm-256color", ["VTE_VERSION": "7600"]) == nil)
        let long = String(repeating: "x", count: Terminal.copyLimit)
        #expect(try sent(long + "y", "xterm-256color") == nil)
        for count in 1...8 {
            let text = String(long.prefix(count))
            let coded = Data(text.utf8).base64EncodedString()
            #expect(try sent(text, "xterm-256color") == "\u{1B}]52;c;\(coded)\u{7}")
        }
    }

    /// A terminal that asks for its background.
    func asking(_ term: String = "xterm-256color") throws -> Terminal {
        var options = options(term: term)
        options.wantsBackground = true
        return try Terminal(options)
    }

    @Test(
        "the background is what the terminal answers",
        arguments: [
            ("rgb:ffff/ffff/ffff\u{7}", TerminalBackground.light),
            ("rgb:1e1e/1e1e/2e2e\u{1B}\\", .dark), ("rgb:f/f/f\u{7}", .light),
            ("rgb:fd/f6/e3\u{1B}\\", .light), ("rgb:0/0/0\u{7}", .dark),
            ("rgb:fff/fff\u{7}", nil), ("rgba:1/1/1/1\u{7}", nil), ("\u{7}", nil),
            ("rgb:ffff/ffff/ffffffffffffffffffffffffffffffffffffffffff\u{7}", nil),
        ])
    func background(_ answer: String, _ expected: TerminalBackground?) throws {
        var terminal = try asking()
        #expect(line.read().hasSuffix("\u{1B}]11;?\u{7}"))
        line.type("j\u{1B}]11;\(answer)\u{1B}[1;5A")
        // Long enough for a busy machine; an answer ends the wait.
        let limit = Duration.milliseconds(expected == nil ? 20 : 10_000)
        let told = terminal.background(waiting: limit)
        #expect(told == expected)
        // What was typed about it has not been lost.
        #expect(
            events(&terminal, 2) == [
                .key(TerminalKey(.character("j"))), .key(TerminalKey(.up, .control)),
            ])
    }

    @Test("a terminal that does not answer is not waited for, and a late answer is an event")
    func lateBackground() throws {
        var terminal = try asking()
        let start = ContinuousClock.now
        let none = terminal.background(waiting: .milliseconds(50))
        #expect(none == nil)
        #expect(ContinuousClock.now - start < .seconds(5))
        line.type("\u{1B}]11;rgb:ffff/ffff/ffff\u{7}")
        #expect(events(&terminal, 1) == [.background(.light)])
        let late = terminal.background()
        #expect(late == .light)
        terminal.leave()
        // The console prints what it does not know.
        line.read()
        var console = try asking("linux")
        #expect(!line.read().contains("]11;"))
        let unasked = console.background()
        #expect(unasked == nil)
        console.leave()
    }

    func now(_ terminal: inout Terminal) -> [TerminalEvent] { terminal.events(waiting: .zero) }

    @Test("one more descriptor wakes the wait")
    func watching() throws {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        var terminal = try Terminal(options())
        terminal.watch(ends[0])
        #expect(now(&terminal).isEmpty)
        _ = write(ends[1], "x", 1)
        #expect(now(&terminal) == [.watched])
        terminal.watch(nil)
        #expect(now(&terminal).isEmpty)
    }

    @Test("given up, not one byte goes to a terminal that is still there")
    func abandoned() throws {
        var terminal = try Terminal(options())
        terminal.present(grid("mine"), theme: .ansi)
        line.read()
        terminal.abandon()
        let isLost = terminal.isLost
        #expect(isLost)
        #expect(now(&terminal) == [.lost])
        terminal.present(grid("not mine any more"), theme: .ansi)
        terminal.repaint()
        let isSent = terminal.copy("x")
        #expect(!isSent)
        terminal.leave()
        #expect(line.read().isEmpty)
        signal(SIGHUP, SIG_DFL)
    }
}
