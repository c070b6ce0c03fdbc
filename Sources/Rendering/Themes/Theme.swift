/// How every role looks, at every colour depth.
///
/// With 256 colours or more a role has the scheme's colours; with 16 it has one of the user's own, never
/// one computed from the scheme, since those sixteen belong to the user; without colours it has
/// emphasis only.
public struct Theme: Sendable, Equatable {
    /// Whether a theme is dark or light.
    public enum Variant: String, Sendable {
        /// Light letters on a dark ground.
        case dark
        /// Dark letters on a light ground.
        case light
    }

    /// Its name, as it is chosen by.
    public var name: String
    /// Whether it is dark or light; nil when that is the terminal's own affair.
    public let variant: Variant?
    /// What in its file was ignored, one line each.
    public let warnings: [String]
    /// The deepest colours it uses.
    public let depth: ColorDepth
    private let looks: [Look]

    /// One role's look at each depth.
    struct Look: Sendable, Equatable {
        /// Colours with 256 colours or more; nil for the terminal's own.
        var foreground: RGB?
        var background: RGB?
        var attributes: Attributes = []
        /// Slots of the user's sixteen; nil for the terminal's own.
        var slot: Int8?
        var groundSlot: Int8?
        var slotAttributes: Attributes = []
        /// Emphasis without colours.
        var mono: Attributes = []
    }

    /// The terminal's own sixteen colours and ground.
    public static let ansi = Theme(
        name: "ansi", variant: nil, warnings: [], depth: .ansi16, looks: defaultLooks)
    /// No colours at all.
    public static let mono = Theme(
        name: "mono", variant: nil, warnings: [], depth: .mono, looks: defaultLooks)
    /// The themes that need no file.
    public static let builtIn = [ansi, mono]

    /// The shipped theme that suits a terminal nobody chose one for.
    ///
    /// - Parameters:
    ///   - depth: how many colours it shows.
    ///   - colorFGBG: the variable `COLORFGBG`, by which some terminals tell their colours.
    /// - Returns: `mono` or `ansi` with fewer than 256 colours, else `light` on a light ground and
    ///   `dark` otherwise.
    public static func suggestedName(depth: ColorDepth, colorFGBG: String? = nil) -> String {
        switch depth {
        case .mono: return "mono"
        case .ansi16: return "ansi"
        case .indexed256, .truecolor:
            // "15;0" or "0;default;15": the last part is the ground's number.
            let ground = colorFGBG?.split(separator: ";").last.flatMap { Int($0) }
            return ground.map { $0 == 7 || $0 > 8 } == true ? "light" : "dark"
        }
    }

    private init(
        name: String, variant: Variant?, warnings: [String], depth: ColorDepth, looks: [Look]
    ) {
        self.name = name
        self.variant = variant
        self.warnings = warnings
        self.depth = depth
        self.looks = looks
    }

    /// Creates a theme from a file's description.
    ///
    /// Unknown keys and roles are warnings. A colour that could not be read on its ground is moved
    /// towards white or black when it is used, so that every scheme can serve as it is.
    ///
    /// - Parameter description: what the file says.
    /// - Throws: `ThemeError` for a missing or malformed colour, a wrong variant or a malformed role.
    public init(_ description: ThemeDescription) throws(ThemeError) {
        if let mistake = description.mistake { throw mistake }
        let palette = try Theme.palette(description.palette)
        let guessed: Variant =
            (palette["base00"]?.luminance ?? 0) < (palette["base05"]?.luminance ?? 1)
            ? .dark : .light
        if let text = description.variant, Variant(rawValue: text) == nil {
            throw ThemeError(key: "variant", value: "\"\(text)\"", accepted: "dark or light")
        }
        var warnings = description.unknownKeys.map { "\($0): unknown key, ignored" }
        var looks = Theme.defaultLooks
        let roleNames = Set(Role.named.map(\.name) + ["series", "heat"])
        for name in description.roles.keys.sorted() where !roleNames.contains(name) {
            warnings.append("roles.\(name): unknown role, ignored")
        }
        for role in Role.named {
            let written = description.roles[role.name]
            guard let text = written ?? Theme.defaultExpressions[role.name] else { continue }
            guard let expression = RoleExpression(text, palette: palette) else {
                throw ThemeError(
                    key: "roles.\(role.name)", value: "\"\(text)\"",
                    accepted: RoleExpression.accepted)
            }
            let index = Int(role.index)
            looks[index].foreground = expression.foreground.rgb
            looks[index].background = expression.background?.rgb
            looks[index].attributes = expression.attributes
            // What the file says about a role holds for sixteen colours too, as far as hues go.
            if written != nil, let slot = expression.foreground.slot {
                looks[index].slot = slot
                looks[index].slotAttributes.formUnion(expression.attributes)
            }
        }
        Theme.showSelection(in: &looks)
        try Theme.addSeries(to: &looks, description.roles["series"], palette)
        try Theme.addHeat(to: &looks, description.roles["heat"], palette)
        self.init(
            name: description.name ?? "unnamed",
            variant: description.variant.flatMap(Variant.init(rawValue:)) ?? guessed,
            warnings: warnings, depth: .truecolor, looks: looks)
    }

    private static let acceptedColor =
        "six hexadecimal digits, or # and six hexadecimal digits in quotes"

    private static func palette(
        _ texts: [String: String]
    ) throws(ThemeError) -> [String: RGB] {
        var palette: [String: RGB] = [:]
        for (key, text) in texts.sorted(by: { $0.key < $1.key }) {
            guard let color = RGB(hex: text) else {
                throw ThemeError(
                    key: "palette.\(key)", value: "\"\(text)\"",
                    accepted: Theme.acceptedColor)
            }
            // Schemes write base0a as well as base0A.
            palette["base" + key.dropFirst(4).uppercased()] = color
        }
        for number in 0..<16 {
            let key = "base0" + String(number, radix: 16, uppercase: true)
            guard palette[key] != nil else {
                throw ThemeError(
                    key: "palette.\(key)", value: "nothing",
                    accepted: Theme.acceptedColor)
            }
        }
        return palette
    }

    /// How much a selected row's ground must differ from the plain one.
    static let leastGroundContrast = 1.2

    /// Moves the grounds of selected rows towards the text's colour until they are seen.
    ///
    /// Some schemes have a second ground that is hardly darker than the first, meant for side bars.
    private static func showSelection(in looks: inout [Look]) {
        let plain = looks[Int(Role.text.index)]
        guard let ground = plain.background, let text = plain.foreground else { return }
        for role in [Role.select, .selectInactive] {
            let index = Int(role.index)
            guard let own = looks[index].background else { continue }
            var seen = own
            var share = 0.0
            while seen.contrast(with: ground) < leastGroundContrast, share < 1 {
                share += 0.02
                seen = ground.mixed(with: text, share: share)
            }
            looks[index].background = seen
        }
    }

    private static func addSeries(
        to looks: inout [Look], _ written: String?, _ palette: [String: RGB]
    ) throws(ThemeError) {
        let text = written ?? "base0D base0A base0B base0E base0C base09 base08 base0F"
        guard var paints = RoleExpression.series(text, palette: palette) else {
            throw ThemeError(
                key: "roles.series", value: "\"\(text)\"",
                accepted: "one to \(Role.seriesCount) colours with spaces between them")
        }
        // A scheme's hues mean something to its author, but their order as series is ours to choose.
        if written == nil, let ground = palette["base00"] {
            let shown = paints.map { $0.rgb.legible(on: ground, least: leastContrast(.series(0))) }
            paints = SeriesOrder.best(for: shown).map { paints[$0] }
        }
        for number in 0..<Role.seriesCount {
            let paint = paints[number % paints.count]
            let index = Int(Role.series(number).index)
            looks[index].foreground = paint.rgb
            if written != nil, let slot = paint.slot { looks[index].slot = slot }
        }
    }

    private static func addHeat(
        to looks: inout [Look], _ written: String?, _ palette: [String: RGB]
    ) throws(ThemeError) {
        let text = written ?? "ramp(base03, base0C, base0A)"
        guard let ramp = RoleExpression.ramp(text, palette: palette) else {
            throw ThemeError(
                key: "roles.heat", value: "\"\(text)\"",
                accepted: "ramp(COLOUR, COLOUR, ...) with two colours or more")
        }
        for step in 0..<Role.heatSteps {
            let level = Double(step) / Double(Role.heatSteps - 1)
            looks[Int(Role.heat(level).index)].foreground = RoleExpression.color(
                at: level, of: ramp)
        }
    }

    // MARK: Resolving

    /// How a style looks on a terminal.
    ///
    /// - Parameters:
    ///   - style: the style.
    ///   - depth: how many colours the terminal shows.
    /// - Returns: colours and emphasis.
    public func appearance(of style: Style, at depth: ColorDepth) -> Appearance {
        let look = looks[Int(style.role.index)]
        let hasGround = style.ground != .text
        let ground = hasGround ? looks[Int(style.ground.index)] : look
        switch min(depth, self.depth) {
        case .mono:
            return Appearance(
                foreground: .standard, background: .standard,
                attributes: look.mono.union(hasGround ? ground.mono : [])
                    .union(style.attributes))
        case .ansi16:
            return Appearance(
                foreground: Theme.indexed(look.slot), background: Theme.indexed(ground.groundSlot),
                attributes: look.slotAttributes.union(hasGround ? ground.slotAttributes : [])
                    .union(style.attributes))
        case .indexed256, .truecolor:
            let plain = looks[Int(Role.text.index)]
            func shown(_ color: RGB) -> RGB {
                depth == .truecolor ? color : RGB(index256: color.nearest256)
            }
            let background = (ground.background ?? plain.background).map(shown)
            var foreground = look.foreground ?? plain.foreground
            if let color = foreground, let background {
                foreground = color.legible(
                    on: background, least: Theme.leastContrast(style.role), shown: shown)
            }
            func color(_ color: RGB?) -> TerminalColor {
                guard let color else { return .standard }
                return depth == .truecolor ? .rgb(color) : .indexed(color.nearest256)
            }
            return Appearance(
                foreground: color(foreground), background: color(background),
                attributes: look.attributes.union(hasGround ? ground.attributes : [])
                    .union(style.attributes))
        }
    }

    private static func indexed(_ slot: Int8?) -> TerminalColor {
        slot.map { .indexed(UInt8($0)) } ?? .standard
    }

    /// The colours as the scheme gives them, before they are made legible.
    func colors(of role: Role) -> (foreground: RGB?, background: RGB?) {
        let look = looks[Int(role.index)]
        let plain = looks[Int(Role.text.index)]
        return (look.foreground ?? plain.foreground, look.background ?? plain.background)
    }

    /// The contrast a role needs: letters more than lines and blocks.
    ///
    /// - Source: WCAG 2.1, success criteria 1.4.3 (text) and 1.4.11 (graphics).
    /// - Parameter role: the role.
    /// - Returns: 4.5 or 3.
    public static func leastContrast(_ role: Role) -> Double {
        if role.seriesNumber != nil || role.heatLevel != nil { return 3 }
        switch role {
        case .border, .borderFocus, .axis, .band, .raw, .cursor, .bar, .barTrack, .disabled:
            return 3
        default: return 4.5
        }
    }
}
