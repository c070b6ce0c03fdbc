import Foundation
import Rendering
import Runs
import Testing

@testable import Dashboard

/// The renderings of a screen beside its Unicode text: ASCII, and three depths of colour.
///
/// A screen's colours are its roles and what a theme makes of them: the plane of roles is a file to
/// read; the colours that follow are held as digests.
@Suite("Screens in five renderings")
struct ScreenRenderingTests {
    private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

    private static func grid(_ screen: DashboardScreen, _ size: (Int, Int)) -> Grid {
        var driver = Driver(columns: size.0, rows: size.1)
        driver.type("\(screen.key)")
        return Dashboard.view(driver.state)
    }

    private static func check(_ text: String, _ name: String) throws {
        let file = ScreenTests.folder.appending(path: name)
        if isRecording {
            try text.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let recorded = try String(contentsOf: file, encoding: .utf8)
        #expect(recorded == text, "\(name):\n\(ScreenTests.difference(recorded, text))")
    }

    @Test("every screen in ASCII", arguments: DashboardScreen.allCases, ScreenTests.sizes)
    func ascii(screen: DashboardScreen, size: (Int, Int)) throws {
        let text = Self.grid(screen, size).reduced(to: .ascii).text + "\n"
        #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
        try Self.check(text, "\(screen.name)-\(size.0)x\(size.1).ascii")
    }

    @Test(
        "every screen's roles: what each cell means, and the ground it stands on",
        arguments: DashboardScreen.allCases, ScreenTests.sizes)
    func roles(screen: DashboardScreen, size: (Int, Int)) throws {
        let grid = Self.grid(screen, size)
        func plane(_ role: (Style) -> Role) -> String {
            (0..<grid.height).map { row in
                String((0..<grid.width).map { role(grid[$0, row].style).letter })
            }.joined(separator: "\n")
        }
        try Self.check(
            plane(\.role) + "\n\n" + plane(\.ground) + "\n",
            "\(screen.name)-\(size.0)x\(size.1).roles")
    }

    @Test("every screen in 16, 256 and all colours")
    func colors() throws {
        let palette = [
            "base00": "181818", "base01": "282828", "base02": "383838", "base03": "585858",
            "base04": "b8b8b8", "base05": "d8d8d8", "base06": "e8e8e8", "base07": "f8f8f8",
            "base08": "ab4642", "base09": "dc9656", "base0A": "f7ca88", "base0B": "a1b56c",
            "base0C": "86c1b9", "base0D": "7cafc2", "base0E": "ba8baf", "base0F": "a16946",
        ]
        let theme = try Theme(
            ThemeDescription(name: "test", variant: "dark", palette: palette))
        var lines: [String] = []
        for screen in DashboardScreen.allCases {
            for size in ScreenTests.sizes {
                let grid = Self.grid(screen, size)
                for depth in [ColorDepth.ansi16, .indexed256, .truecolor] {
                    var looks: [Style: [UInt8]] = [:]
                    var bytes: [UInt8] = []
                    for row in 0..<grid.height {
                        for column in 0..<grid.width {
                            let cell = grid[column, row]
                            bytes += Array(cell.glyph.text.utf8)
                            let look =
                                looks[cell.style]
                                ?? Array("\(theme.appearance(of: cell.style, at: depth))".utf8)
                            looks[cell.style] = look
                            bytes += look
                        }
                    }
                    lines.append(
                        "\(screen.name) \(size.0)x\(size.1) \(depth.rawValue) "
                            + SHA256.digest(of: bytes).hex.prefix(16))
                }
            }
        }
        try Self.check(lines.joined(separator: "\n") + "\n", "colours.txt")
    }
}
