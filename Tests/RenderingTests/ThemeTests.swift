import Foundation
import Testing

@testable import Rendering

@Suite struct ThemeTests {
    static let palette = [
        "base00": "#101418", "base01": "181c20", "base02": "#303438", "base03": "#707880",
        "base04": "#a0a8b0", "base05": "#d0d8e0", "base06": "#e0e8f0", "base07": "#f8f8f8",
        "base08": "#f08080", "base09": "#f0a070", "base0a": "#e0c870", "base0B": "#80d090",
        "base0C": "#70d0d0", "base0D": "#80b0f0", "base0E": "#c0a0f0", "base0F": "#c09070",
    ]

    @Test("the older layout and lower-case keys mean the same")
    func legacy() throws {
        var file: [String: Any] = ThemeTests.palette
        file["scheme"] = "Old"
        file["author"] = "someone"
        let data = try JSONSerialization.data(withJSONObject: file)
        let old = try Theme(JSONDecoder().decode(ThemeDescription.self, from: data))
        var new = try Theme(ThemeDescription(name: "Old", palette: ThemeTests.palette))
        #expect(old == new)
        new.name = "New"
        #expect(old != new && old.variant == .dark)
    }

    @Test("roles take colours, mixtures, grounds and emphasis")
    func roles() throws {
        let theme = try Theme(
            ThemeDescription(
                palette: ThemeTests.palette,
                roles: [
                    "good": "#ffffff on mix(base00, #ffffff, 50) bold underline",
                    "series": "base08 #ffffff", "heat": "ramp(base08, base0B)",
                    "border.focus": "base0E",
                ]))
        let good = theme.appearance(of: .good, at: .truecolor)
        #expect(good.background == .rgb(RGB(red: 0x88, green: 0x8A, blue: 0x8C)))
        #expect(good.attributes == [.bold, .underline])
        #expect(theme.colors(of: .series(1)).foreground?.hex == "#ffffff")
        #expect(theme.colors(of: .series(2)).foreground?.hex == "#f08080")
        #expect(theme.colors(of: .heat(1)).foreground?.hex == "#80d090")
        // A hue chosen in the file holds for the user's sixteen too.
        #expect(theme.appearance(of: .borderFocus, at: .ansi16).foreground == .indexed(5))
    }

    @Test(
        "a mistake names its key, its value and what is accepted",
        arguments: [
            (["base0A": "#zzzzzz"], [:], nil, "palette.base0A", "\"#zzzzzz\""),
            (["base0A": "12345"], [:], nil, "palette.base0A", "\"12345\""),
            ([:], ["good": "base99"], nil, "roles.good", "\"base99\""),
            ([:], ["good": "base0B of base00"], nil, "roles.good", "\"base0B of base00\""),
            ([:], ["good": "mix(base00, base0B)"], nil, "roles.good", "\"mix(base00, base0B)\""),
            ([:], ["good": ""], nil, "roles.good", "\"\""),
            ([:], ["series": "base08 blue"], nil, "roles.series", "\"base08 blue\""),
            ([:], ["heat": "ramp(base08)"], nil, "roles.heat", "\"ramp(base08)\""),
            ([:], [:], "dusk", "variant", "\"dusk\""),
        ] as [([String: String], [String: String], String?, String, String)])
    func mistakes(
        _ colors: [String: String], _ roles: [String: String], _ variant: String?, _ key: String,
        _ value: String
    ) {
        let palette = ThemeTests.palette.filter { $0.key != "base0a" || colors.isEmpty }
        let description = ThemeDescription(
            variant: variant, palette: palette.merging(colors) { $1 }, roles: roles)
        let error = #expect(throws: ThemeError.self) { try Theme(description) }
        #expect(error?.key == key && error?.value == value)
        #expect(error?.description.contains(error?.accepted ?? "?") == true)
        #expect(error?.description.contains("\n") == false)
    }

    @Test("a missing colour is named")
    func missing() {
        var palette = ThemeTests.palette
        palette["base0E"] = nil
        let error = #expect(throws: ThemeError.self) {
            try Theme(ThemeDescription(palette: palette))
        }
        #expect(error?.key == "palette.base0E" && error?.value == "nothing")
    }

    @Test("values of the wrong kind are mistakes, unknown keys and roles only warnings")
    func kinds() throws {
        func description(_ json: String) throws -> ThemeDescription {
            try JSONDecoder().decode(ThemeDescription.self, from: Data(json.utf8))
        }
        let wrong = try description(#"{"palette": ["000000"], "name": "x"}"#)
        #expect(throws: ThemeError.self) { try Theme(wrong) }
        let nested = try description(#"{"palette": {"base00": {"a": "b"}}}"#)
        let error = #expect(throws: ThemeError.self) { try Theme(nested) }
        #expect(error?.key == "palette.base00")
        var file: [String: Any] = ThemeTests.palette
        file["glow"] = ["x": 1]
        file["roles"] = ["tab.x": "base08"]
        let data = try JSONSerialization.data(withJSONObject: file)
        let theme = try Theme(JSONDecoder().decode(ThemeDescription.self, from: data))
        #expect(theme.warnings.count == 2)
        #expect(throws: DecodingError.self) { try description("[1]") }
    }

    @Test("with sixteen colours only the user's own are used, without colours only emphasis")
    func ladder() throws {
        let themes = try ThemeFiles.all() + Theme.builtIn
        for theme in themes {
            for role in Role.named + [.series(3), .heat(0.4)] {
                let style = Style(role, on: .select, .italic)
                let sixteen = theme.appearance(of: style, at: .ansi16)
                for color in [sixteen.foreground, sixteen.background] {
                    if case .indexed(let slot) = color { #expect(slot < 16) }
                    if case .rgb = color {
                        Issue.record("\(theme.name): \(role.name) has a colour")
                    }
                }
                let mono = theme.appearance(of: style, at: .mono)
                #expect(mono.foreground == .standard && mono.background == .standard)
                #expect(mono.attributes.contains(.reverse) && mono.attributes.contains(.italic))
            }
        }
        let bold = Theme.mono.appearance(of: .diffAddWord, at: .truecolor)
        #expect(bold.attributes == .bold && bold.foreground == .standard)
        #expect(Theme.ansi.appearance(of: .bad, at: .truecolor).foreground == .indexed(1))
    }

    @Test("what must be told apart differs in emphasis when there are no colours")
    func mono() {
        func emphasis(_ role: Role) -> Attributes {
            Theme.mono.appearance(of: Style(role), at: .mono).attributes
        }
        for pair in [
            (Role.select, Role.text), (.selectInactive, .select), (.diffAddWord, .diffAdd),
            (.diffDeleteWord, .diffDelete), (.borderFocus, .border), (.statePaused, .stateRunning),
            (.match, .text), (.escape, .text), (.input, .text), (.titleFocus, .title),
        ] {
            #expect(emphasis(pair.0) != emphasis(pair.1), "\(pair.0.name) and \(pair.1.name)")
        }
    }

    @Test("the nearest of 256 is the nearest, for many colours")
    func nearest() {
        var random = SplitMix(state: 2)
        for _ in 0..<500 {
            let color = RGB(value: UInt32(random.next() & 0xFF_FFFF))
            func distance(_ index: UInt8) -> Int {
                let other = RGB(index256: index)
                let parts = [
                    Int(color.red) - Int(other.red), Int(color.green) - Int(other.green),
                    Int(color.blue) - Int(other.blue),
                ]
                return parts.reduce(0) { $0 + $1 * $1 }
            }
            let best = (UInt8(16)...255).map(distance).min()
            #expect(distance(color.nearest256) == best, "\(color.hex)")
        }
        #expect(RGB(value: 0xFFFFFF).nearest256 == 231 && RGB(value: 0).nearest256 == 16)
    }

    @Test("contrast is WCAG's")
    func wcag() throws {
        let white = try #require(RGB(hex: "ffffff"))
        let grey = try #require(RGB(hex: "#767676"))
        #expect(abs(white.contrast(with: RGB(value: 0)) - 21) < 1e-9)
        #expect(abs(white.contrast(with: grey) - 4.54) < 0.01)
        #expect(
            RGB(hex: "#12345") == nil && RGB(hex: "12345g") == nil && RGB(hex: "＃123456") == nil)
        #expect(RGB(hex: "#0a0B0c")?.hex == "#0a0b0c")
    }

    @Test("the theme nobody chose follows the terminal")
    func suggested() {
        #expect(Theme.suggestedName(depth: .mono, colorFGBG: "0;15") == "mono")
        #expect(Theme.suggestedName(depth: .ansi16, colorFGBG: "0;15") == "ansi")
        #expect(Theme.suggestedName(depth: .truecolor) == "dark")
        #expect(Theme.suggestedName(depth: .indexed256, colorFGBG: "0;default;15") == "light")
        #expect(Theme.suggestedName(depth: .indexed256, colorFGBG: "15;0") == "dark")
        #expect(Theme.suggestedName(depth: .indexed256, colorFGBG: "15;default") == "dark")
    }

    @Test("any scheme is made legible when it is used")
    func legible() throws {
        var random = SplitMix(state: 9)
        for _ in 0..<50 {
            let palette = ThemeTests.palette.mapValues { _ in
                RGB(value: UInt32(random.next() & 0xFF_FFFF)).hex
            }
            let theme = try Theme(ThemeDescription(palette: palette))
            for role in Role.named {
                let look = theme.appearance(of: Style(role), at: .truecolor)
                let foreground = try #require(look.foreground.rgb)
                let background = try #require(look.background.rgb)
                #expect(foreground.contrast(with: background) >= Theme.leastContrast(role))
            }
        }
    }
}
