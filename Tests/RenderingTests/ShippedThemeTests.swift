import Foundation
import Testing

@testable import Rendering

@Suite struct ShippedThemeTests {
    /// Our own themes, whose palettes are made for the roles.
    static let own = ["cb-safe", "dark", "high-contrast", "light"]

    static let roles =
        Role.named + (0..<Role.seriesCount).map(Role.series)
        + (0..<Role.heatSteps).map { .heat(Double($0) / Double(Role.heatSteps - 1)) }

    /// How many roles are moved towards white or black before they are shown on their own ground.
    ///
    /// These palettes were not made for these roles; the README has the same table.
    static let moved = [
        "catppuccin-mocha": 1, "dracula": 3, "gruvbox-dark": 12, "nord": 16, "one-dark": 16,
        "solarized-dark": 10, "solarized-light": 32, "tokyo-night": 10,
    ]

    /// Themes of which two neighbouring series can't be told apart without colours: signs and dashes
    /// must do it.
    static let alikeInGrey: Set = ["solarized-dark", "solarized-light"]

    @Test("ten themes and more are shipped, ours and well-known ones, dark and light")
    func shipped() throws {
        let themes = try ThemeFiles.all()
        #expect(themes.count + Theme.builtIn.count >= 12)
        #expect(Set(themes.map(\.name)).isSuperset(of: Self.own))
        #expect(Set(themes.map(\.name)).count == themes.count)
        #expect(themes.allSatisfy { $0.warnings.isEmpty })
        #expect(themes.filter { $0.variant == .light }.map(\.name) == ["light", "Solarized Light"])
        #expect(Theme.builtIn.map(\.name) == ["ansi", "mono"])
    }

    @Test("every role of our own themes can be read as it is written")
    func contrast() throws {
        for theme in try ThemeFiles.all() where Self.own.contains(theme.name) {
            for role in Self.roles {
                let colors = theme.colors(of: role)
                let foreground = try #require(colors.foreground)
                let background = try #require(colors.background)
                let contrast = foreground.contrast(with: background)
                let least =
                    theme.name == "high-contrast" && Theme.leastContrast(role) > 4
                    ? 7 : Theme.leastContrast(role)
                #expect(
                    contrast >= least,
                    "\(theme.name): \(role.name) \(foreground.hex) on \(background.hex) \(contrast)"
                )
            }
        }
    }

    @Test("every role of every theme can be read on every ground it stands on, at 256 too")
    func grounds() throws {
        let grounds: [Role] = [
            .text, .select, .selectInactive, .header, .footer, .panel, .diffAdd, .diffAddWord,
            .diffDelete, .diffDeleteWord, .match, .input,
        ]
        for theme in try ThemeFiles.all() {
            for role in Self.roles {
                for ground in grounds {
                    for depth in [ColorDepth.truecolor, .indexed256] {
                        let style = Style(role, on: ground)
                        let look = theme.appearance(of: style, at: depth)
                        let foreground = try #require(look.foreground.rgb)
                        let background = try #require(look.background.rgb)
                        let contrast = foreground.contrast(with: background)
                        #expect(
                            contrast >= Theme.leastContrast(role),
                            "\(theme.name) \(depth): \(role.name) on \(ground.name) \(contrast)")
                    }
                }
            }
        }
    }

    @Test("the colour-blind-safe theme's series differ under every common deficiency")
    func colorVision() throws {
        let theme = try #require(try ThemeFiles.all().first { $0.name == "cb-safe" })
        for vision in ColorVision.allCases where vision != .greyscale {
            for first in 0..<Role.seriesCount {
                for second in 0..<first {
                    let a = try #require(theme.colors(of: .series(first)).foreground)
                    let b = try #require(theme.colors(of: .series(second)).foreground)
                    #expect(vision.distance(a, b) >= 0.12, "\(vision): \(first) and \(second)")
                }
            }
            let good = try #require(theme.colors(of: .good).foreground)
            let bad = try #require(theme.colors(of: .bad).foreground)
            #expect(vision.distance(good, bad) >= 0.12)
        }
    }

    @Test("neighbouring series differ for every colour vision; in grey too, or the theme is listed")
    func series() throws {
        for (file, theme) in try ThemeFiles.byFile() {
            var shown: [RGB] = []
            for number in 0..<Role.seriesCount {
                let look = theme.appearance(of: .series(number), at: .truecolor)
                shown.append(try #require(look.foreground.rgb))
            }
            for vision in ColorVision.allCases {
                let least = zip(shown, shown.dropFirst()).map { vision.distance($0, $1) }.min() ?? 0
                if vision == .greyscale {
                    #expect((least < 0.04) == Self.alikeInGrey.contains(file), "\(file): \(least)")
                } else {
                    #expect(least >= 0.08, "\(file), \(vision): \(least)")
                }
            }
        }
    }

    @Test("a selected row's ground differs from the plain one, with the focus and without")
    func selection() throws {
        for (file, theme) in try ThemeFiles.byFile() {
            let plain = try #require(theme.colors(of: .text).background)
            let grounds = [Role.select, .selectInactive].compactMap {
                theme.colors(of: $0).background
            }
            #expect(grounds.count == 2)
            for ground in grounds {
                let contrast = ground.contrast(with: plain)
                #expect(contrast >= Theme.leastGroundContrast, "\(file): \(contrast)")
                #expect(ground.nearest256 != plain.nearest256, "\(file)")
            }
        }
    }

    @Test("roles that had to be moved to be read are counted, here and in the README")
    func counted() throws {
        let readme = try String(
            contentsOf: ThemeFiles.folder.appending(path: "../README.md"), encoding: .utf8)
        let roles = Role.named + (0..<Role.seriesCount).map(Role.series) + [.heat(0)]
        for (file, theme) in try ThemeFiles.byFile() {
            let count = roles.count { role in
                let colors = theme.colors(of: role)
                guard let foreground = colors.foreground, let background = colors.background
                else { return true }
                return foreground.contrast(with: background) < Theme.leastContrast(role)
            }
            #expect(count == Self.moved[file] ?? 0, "\(file)")
            let row = readme.split(separator: "\n").first { $0.hasPrefix("| `\(file)` |") }
            #expect(row?.contains("| \(count) |") == true, "\(file): \(row ?? "no row")")
            #expect(row?.contains("| no |") == Self.alikeInGrey.contains(file), "\(file)")
        }
    }
}

extension TerminalColor {
    /// The colour itself, if it is not the user's own.
    var rgb: RGB? {
        switch self {
        case .standard: nil
        case .indexed(let index): index < 16 ? nil : RGB(index256: index)
        case .rgb(let color): color
        }
    }
}
