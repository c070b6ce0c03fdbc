/// What a piece of the screen means; a theme says how that looks.
///
/// Views name roles and never colours, so that one drawing serves every theme and colour depth and
/// a test can read the roles back as letters.
public struct Role: Hashable, Sendable {
    /// Its number: named roles from 0, then series, then heat.
    public let index: UInt8

    /// How many colours a line or bar chart can tell apart.
    public static let seriesCount = 8
    /// How many steps a heat ramp has.
    public static let heatSteps = 32
    /// The largest number a role has.
    public static let count = Int(firstHeat) + heatSteps

    static let firstSeries: UInt8 = 64
    static let firstHeat: UInt8 = 96

    init(index: UInt8) { self.index = index }

    /// Plain text on the plain ground.
    public static let text = Role(index: 0)
    /// Less important text, still readable.
    public static let dim = Role(index: 1)
    /// Text that stands out.
    public static let strong = Role(index: 2)
    /// A pane's title.
    public static let title = Role(index: 3)
    /// The title of the pane that has the focus.
    public static let titleFocus = Role(index: 4)
    /// A pane's frame.
    public static let border = Role(index: 5)
    /// The frame of the pane that has the focus.
    public static let borderFocus = Role(index: 6)
    /// The selected row or item.
    public static let select = Role(index: 7)
    /// The selected row of a pane without the focus.
    public static let selectInactive = Role(index: 8)
    /// The top line.
    public static let header = Role(index: 9)
    /// The footer's explanations.
    public static let footer = Role(index: 10)
    /// A key's name in footer and help.
    public static let key = Role(index: 11)
    /// Something that went well or rose where rising is good.
    public static let good = Role(index: 12)
    /// Something that went badly.
    public static let bad = Role(index: 13)
    /// Something to look at.
    public static let warning = Role(index: 14)
    /// Something worth knowing.
    public static let info = Role(index: 15)
    /// The run trains.
    public static let stateRunning = Role(index: 16)
    /// The run is paused or about to be.
    public static let statePaused = Role(index: 17)
    /// The run has come to its end.
    public static let stateFinished = Role(index: 18)
    /// The run failed or is lost.
    public static let stateFailed = Role(index: 19)
    /// A line a revision added.
    public static let diffAdd = Role(index: 20)
    /// A word a revision added.
    public static let diffAddWord = Role(index: 21)
    /// A line a revision took away.
    public static let diffDelete = Role(index: 22)
    /// A word a revision took away.
    public static let diffDeleteWord = Role(index: 23)
    /// The mark of a line that was changed.
    public static let diffChange = Role(index: 24)
    /// A character that was escaped because a terminal might obey it.
    public static let escape = Role(index: 25)
    /// An axis and its ticks.
    public static let axis = Role(index: 26)
    /// An axis's labels.
    public static let axisLabel = Role(index: 27)
    /// The range between the smallest and largest values.
    public static let band = Role(index: 28)
    /// Unsmoothed values behind a smoothed curve.
    public static let raw = Role(index: 29)
    /// The read-out line of a chart and other cursors.
    public static let cursor = Role(index: 30)
    /// The filled part of a meter or bar that belongs to no series.
    public static let bar = Role(index: 31)
    /// The empty part of a meter.
    public static let barTrack = Role(index: 32)
    /// What a search found.
    public static let match = Role(index: 33)
    /// The ground of pop-ups.
    public static let panel = Role(index: 34)
    /// A field that takes input.
    public static let input = Role(index: 35)
    /// Something that cannot be used now.
    public static let disabled = Role(index: 36)

    /// The colour of one series of a chart.
    ///
    /// - Parameter number: the series, from 0; after the last colour the first comes again.
    /// - Returns: its role.
    public static func series(_ number: Int) -> Role {
        let wrapped = ((number % seriesCount) + seriesCount) % seriesCount
        return Role(index: firstSeries + UInt8(wrapped))
    }

    /// A colour between a scale's low and high end.
    ///
    /// - Parameter level: the place on the scale, clamped to `0...1`; not a number counts as 0.
    /// - Returns: the nearest of the ramp's steps.
    public static func heat(_ level: Double) -> Role {
        let clamped = level.isNaN ? 0 : min(1, max(0, level))
        return Role(index: firstHeat + UInt8((clamped * Double(heatSteps - 1)).rounded()))
    }

    /// The number of the series, if the role is one.
    var seriesNumber: Int? {
        let offset = Int(index) - Int(Role.firstSeries)
        return offset >= 0 && offset < Role.seriesCount ? offset : nil
    }

    /// The place on the heat ramp, if the role is on it.
    var heatLevel: Double? {
        guard index >= Role.firstHeat, Int(index) < Role.count else { return nil }
        return Double(index - Role.firstHeat) / Double(Role.heatSteps - 1)
    }

    /// The letter that stands for the role in a test's role plane.
    public var letter: Character {
        if let series = seriesNumber { return Character("\(series)") }
        if heatLevel != nil { return "h" }
        let index = Int(index)
        return index < Role.names.count ? Role.names[index].letter : "?"
    }

    /// The name a theme file uses for the role.
    public var name: String {
        if seriesNumber != nil { return "series" }
        if heatLevel != nil { return "heat" }
        let index = Int(index)
        return index < Role.names.count ? Role.names[index].name : "?"
    }

    /// Every named role, by number.
    public static var named: [Role] { names.indices.map { Role(index: UInt8($0)) } }

    /// Names in theme files, and letters in role planes, by number.
    static let names: [(name: String, letter: Character)] = [
        ("text", "."), ("text.dim", "d"), ("text.strong", "S"), ("title", "t"),
        ("title.focus", "T"), ("border", "b"), ("border.focus", "B"), ("select", "s"),
        ("select.inactive", "i"), ("header", "H"), ("footer", "f"), ("key", "k"), ("good", "g"),
        ("bad", "x"), ("warning", "w"), ("info", "n"), ("state.running", "R"),
        ("state.paused", "P"), ("state.finished", "F"), ("state.failed", "X"), ("diff.add", "a"),
        ("diff.add.word", "A"), ("diff.del", "e"), ("diff.del.word", "E"), ("diff.change", "c"),
        ("escape", "!"), ("axis", "+"), ("axis.label", "l"), ("chart.band", "m"),
        ("chart.raw", "r"), ("cursor", "|"), ("bar", "#"), ("bar.track", "_"), ("match", "M"),
        ("panel", "p"), ("input", "I"), ("disabled", "-"),
    ]
}

/// Emphasis that does not depend on colour.
public struct Attributes: OptionSet, Hashable, Sendable {
    /// One bit an attribute.
    public let rawValue: UInt8

    /// Creates a set from its bits.
    ///
    /// - Parameter rawValue: the bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Heavier letters.
    public static let bold = Attributes(rawValue: 1)
    /// Fainter letters.
    public static let dim = Attributes(rawValue: 2)
    /// Foreground and background exchanged.
    public static let reverse = Attributes(rawValue: 4)
    /// A line below the letters.
    public static let underline = Attributes(rawValue: 8)
    /// Slanted letters, where the terminal can.
    public static let italic = Attributes(rawValue: 16)
}

/// How a cell is to look: a role, the role whose background it stands on, and extra emphasis.
public struct Style: Hashable, Sendable {
    /// What the cell means.
    public var role: Role
    /// Whose background it has; `.text` leaves it to `role`.
    public var ground: Role
    /// Emphasis added to what the theme gives the role.
    public var attributes: Attributes

    /// Creates a style.
    ///
    /// - Parameters:
    ///   - role: what the cell means.
    ///   - ground: whose background it stands on.
    ///   - attributes: emphasis to add.
    public init(_ role: Role, on ground: Role = .text, _ attributes: Attributes = []) {
        self.role = role
        self.ground = ground
        self.attributes = attributes
    }

    /// The same style on another role's background.
    ///
    /// - Parameter ground: the role whose background is wanted.
    /// - Returns: the changed style.
    public func on(_ ground: Role) -> Style { Style(role, on: ground, attributes) }

    /// The same style with more emphasis.
    ///
    /// - Parameter attributes: emphasis to add.
    /// - Returns: the changed style.
    public func adding(_ attributes: Attributes) -> Style {
        Style(role, on: ground, self.attributes.union(attributes))
    }

    /// Role, ground and attributes in one number, for tables.
    public var key: UInt32 {
        UInt32(role.index) | UInt32(ground.index) << 8 | UInt32(attributes.rawValue) << 16
    }
}

/// Every role's plain style under the role's own name, so that a call can say `.dim`.
extension Style {
    /// Plain text on the plain ground.
    public static let text = Style(.text)
    /// Less important text, still readable.
    public static let dim = Style(.dim)
    /// Text that stands out.
    public static let strong = Style(.strong)
    /// A pane's title.
    public static let title = Style(.title)
    /// The title of the pane that has the focus.
    public static let titleFocus = Style(.titleFocus)
    /// A pane's frame.
    public static let border = Style(.border)
    /// The frame of the pane that has the focus.
    public static let borderFocus = Style(.borderFocus)
    /// The selected row or item.
    public static let select = Style(.select)
    /// The selected row of a pane without the focus.
    public static let selectInactive = Style(.selectInactive)
    /// The top line.
    public static let header = Style(.header)
    /// The footer's explanations.
    public static let footer = Style(.footer)
    /// A key's name in footer and help.
    public static let key = Style(.key)
    /// Something that went well.
    public static let good = Style(.good)
    /// Something that went badly.
    public static let bad = Style(.bad)
    /// Something to look at.
    public static let warning = Style(.warning)
    /// Something worth knowing.
    public static let info = Style(.info)
    /// The run trains.
    public static let stateRunning = Style(.stateRunning)
    /// The run is paused or about to be.
    public static let statePaused = Style(.statePaused)
    /// The run has come to its end.
    public static let stateFinished = Style(.stateFinished)
    /// The run failed or is lost.
    public static let stateFailed = Style(.stateFailed)
    /// A line a revision added.
    public static let diffAdd = Style(.diffAdd)
    /// A word a revision added.
    public static let diffAddWord = Style(.diffAddWord)
    /// A line a revision took away.
    public static let diffDelete = Style(.diffDelete)
    /// A word a revision took away.
    public static let diffDeleteWord = Style(.diffDeleteWord)
    /// The mark of a line that was changed.
    public static let diffChange = Style(.diffChange)
    /// A character that was escaped.
    public static let escape = Style(.escape)
    /// An axis and its ticks.
    public static let axis = Style(.axis)
    /// An axis's labels.
    public static let axisLabel = Style(.axisLabel)
    /// The range between the smallest and largest values.
    public static let band = Style(.band)
    /// Unsmoothed values behind a smoothed curve.
    public static let raw = Style(.raw)
    /// The read-out line of a chart and other cursors.
    public static let cursor = Style(.cursor)
    /// The filled part of a meter or bar.
    public static let bar = Style(.bar)
    /// The empty part of a meter.
    public static let barTrack = Style(.barTrack)
    /// What a search found.
    public static let match = Style(.match)
    /// The ground of pop-ups.
    public static let panel = Style(.panel)
    /// A field that takes input.
    public static let input = Style(.input)
    /// Something that cannot be used now.
    public static let disabled = Style(.disabled)

    /// The colour of one series of a chart.
    ///
    /// - Parameter number: the series, from 0.
    /// - Returns: its style.
    public static func series(_ number: Int) -> Style { Style(.series(number)) }

    /// A colour between a scale's low and high end.
    ///
    /// - Parameter level: the place on the scale, clamped to `0...1`.
    /// - Returns: its style.
    public static func heat(_ level: Double) -> Style { Style(.heat(level)) }
}
