import CTerminal
import Foundation
import Rendering
import Testing

@testable import TerminalUI

/// What reaches the terminal, and how.
extension TerminalTests {
    static func theme(_ first: Int) throws -> Theme {
        var palette: [String: String] = [:]
        for number in 0..<16 {
            let level = number < 8 ? number * 18 : 255 - (number - 8) * 9
            let color = (level << 16 | (level ^ first) << 8 | number * 16) & 0xFFFFFF
            palette["base0" + String(number, radix: 16, uppercase: true)] =
                String(repeating: "0", count: 6 - String(color, radix: 16).count)
                + String(color, radix: 16)
        }
        return try Theme(ThemeDescription(palette: palette))
    }

    /// A number of curses, as a terminal with so many colours is asked for it.
    private func number(_ color: TerminalColor, _ depth: ColorDepth) -> Int {
        switch color {
        case .standard: -1
        case .indexed(let index): Int(index)
        case .rgb(let color):
            depth == .truecolor ? max(16, Int(color.value)) : Int(color.nearest256)
        }
    }

    /// Compares what is shown with what was to be shown.
    private func matches(
        _ emulator: Emulator, _ grid: Grid, _ theme: Theme, _ depth: ColorDepth,
        _ comment: String
    ) -> Bool {
        for y in 0..<grid.height {
            for x in 0..<grid.width {
                let cell = grid[x, y]
                let look = theme.appearance(of: cell.style, at: depth)
                let shown = emulator[x, y]
                var emphasis: Set<Int> = []
                for (attribute, number) in [
                    (Attributes.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7),
                ] where look.attributes.contains(attribute) { emphasis.insert(number) }
                let visible: Set<Int> = [4, 7]
                // Of a blank, only its ground is seen.
                let isBlank = cell.glyph == .space && emphasis.isDisjoint(with: visible)
                let isRight =
                    shown.text == cell.glyph.text
                    && shown.background == number(look.background, depth)
                    && (isBlank
                        ? shown.emphasis.isDisjoint(with: visible)
                        : shown.foreground == number(look.foreground, depth)
                            && shown.emphasis == emphasis)
                guard isRight else {
                    Issue.record("\(comment): \(x), \(y) is \(shown), not \(cell) as \(look)")
                    return false
                }
            }
        }
        return true
    }

    @Test(
        "the terminal shows each cell in its own colours, whatever was there before",
        arguments: [
            ("xterm-256color", ColorDepth.truecolor), ("tmux-256color", .truecolor),
            ("xterm", .truecolor), ("xterm-256color", .indexed256),
        ])
    func shown(_ term: String, _ depth: ColorDepth) throws {
        let choice: ColorChoice = depth == .truecolor ? .truecolor : .indexed256
        var terminal = try Terminal(options(term: term, color: choice))
        var emulator = Emulator(width: 40, height: 10)
        let themes = [try Self.theme(0), try Self.theme(7), .ansi, .mono]
        var random = SplitMix(state: 20_261_123)
        var grid = Grid(width: 40, height: 10)
        var theme = themes[0]
        let words = ["a", "reward 0.5", "⣿⣷⣤", "界", "      ", "│", "██▌", "~~~~~~~~~~~~~~"]
        let roles: [Role] = [.text, .dim, .strong, .select, .good, .series(2), .heat(0.7), .border]
        let extras: [Attributes] = [
            [], [], [], .bold, .reverse, .underline, .italic, [.bold, .dim],
        ]
        for frame in 0..<100 {
            switch random.below(20) {
            case 0: grid = Grid(width: 40, height: 10)
            case 1: theme = themes[random.below(themes.count)]
            case 2: terminal.repaint()
            case 3: grid.fill(grid.bounds, style: Style(roles[random.below(roles.count)]))
            case 4:
                let above = grid
                grid.copy(above, x: random.below(5) - 2, y: random.below(5) - 2)
            default: break
            }
            for _ in 0..<random.below(12) {
                let role = roles[random.below(roles.count)]
                let ground: Role = random.below(4) == 0 ? roles[random.below(roles.count)] : .text
                let word = words[random.below(words.count)]
                // Curses splits a wide glyph beside the last corner where it may not just write there.
                grid.write(
                    word, x: random.below(word == "界" ? 28 : 40), y: random.below(10),
                    style: Style(role, on: ground, extras[random.below(extras.count)]))
            }
            terminal.present(grid, theme: theme)
            emulator.feed(line.read())
            guard matches(emulator, grid, theme, depth, "\(term) frame \(frame)") else { break }
        }
        terminal.leave()
    }

    @Test("a background is sent where it changes, not with every colour")
    func backgrounds() throws {
        var terminal = try Terminal(options(color: .truecolor))
        let theme = try Self.theme(0)
        terminal.present(grid("the first frame holds everything"), theme: theme)
        line.read()
        var next = Grid(width: 40, height: 10)
        for y in 0..<10 {
            for x in stride(from: 0, to: 40, by: 2) {
                next.write("xy", x: x, y: y, style: x % 4 == 0 ? .good : .dim)
            }
        }
        terminal.present(next, theme: theme)
        let sent = line.read()
        let foregrounds = sent.components(separatedBy: "\u{1B}[38;2").count - 1
        let backgrounds = sent.components(separatedBy: "\u{1B}[48;2").count - 1
        #expect(foregrounds >= 199)
        #expect(backgrounds < 5)
        terminal.leave()
    }

    @Test("the terminal's own background stands between others, which come back after it")
    func ownBackground() throws {
        let terminal = try Terminal(options(color: .truecolor))
        var emulator = Emulator(width: 40, height: 10)
        for frame in 0..<6 {
            for x in 0..<40 {
                let hasOwn = (x + frame) % 3 != 0
                var letter = UInt32(97 + (x + frame) % 26)
                ct_put(0, CInt(x), &letter, 1, 0x11_2233, hasOwn ? 0x44_5566 : -1, 0)
            }
            #expect(ct_flush())
            emulator.feed(line.read())
            for x in 0..<40 {
                #expect(emulator[x, 0].background == ((x + frame) % 3 != 0 ? 0x44_5566 : -1))
            }
        }
        terminal.leave()
    }

    @Test("a frame reaches the terminal in one write, whole between its marks")
    func oneWrite() throws {
        var terminal = try Terminal(options(color: .truecolor))
        let theme = try Self.theme(0)
        terminal.present(grid("start"), theme: theme)
        line.read()
        for frame in 0..<4 {
            var next = Grid(width: 40, height: 10)
            for y in 0..<10 { next.write("\(frame) of these", x: y * 2, y: y, style: .good) }
            let before = ct_writes()
            terminal.present(next, theme: theme)
            #expect(ct_writes() - before == 1)
            let sent = line.read()
            #expect(sent.hasPrefix("\u{1B}[?2026h") && sent.hasSuffix("\u{1B}[?2026l"))
            #expect(sent.components(separatedBy: "\u{1B}[?2026h").count == 2)
            #expect(sent.filter { $0 == Character("\(frame)") }.count >= 10)
        }
        terminal.leave()
    }
}

/// Numbers that look random and are the same each time.
struct SplitMix {
    var state: UInt64

    mutating func below(_ count: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(count))
    }
}
