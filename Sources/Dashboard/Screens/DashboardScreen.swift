/// The screens of a run.
///
/// A new screen is one file that conforms to `Screen`, a case here, and its line in `definition`.
public enum DashboardScreen: String, Hashable, Sendable, CaseIterable {
    case overview, buffer, depth, curves, chain, logs, tree, compare, play, figures, instances,
        search, settings

    /// The name on the command line and in titles.
    public var name: String { rawValue }

    /// The key that shows it.
    public var key: Character {
        switch self {
        case .overview: "1"
        case .buffer: "2"
        case .depth: "3"
        case .curves: "4"
        case .chain: "5"
        case .logs: "6"
        case .tree: "7"
        case .compare: "8"
        case .play: "9"
        case .figures: "K"
        case .instances: "I"
        case .search: "V"
        case .settings: ","
        }
    }

    /// The screen of a name, or of its key; nil if there is none.
    ///
    /// - Parameter name: what a person typed.
    public init?(name: String) {
        guard
            let screen = Self.allCases.first(where: { $0.name == name || String($0.key) == name })
        else { return nil }
        self = screen
    }

    /// All that is particular to it.
    var definition: any Screen.Type {
        switch self {
        case .overview: OverviewScreen.self
        case .buffer: BufferScreen.self
        case .depth: DepthScreen.self
        case .curves: CurvesScreen.self
        case .chain: ChainScreen.self
        case .logs: LogScreen.self
        case .tree: TreeScreen.self
        case .compare: CompareScreen.self
        case .play: PlayScreen.self
        case .figures: FiguresScreen.self
        case .instances: InstancesScreen.self
        case .search: SearchScreen.self
        case .settings: SettingsScreen.self
        }
    }

    /// The panes, in the order Tab visits them.
    var panes: [Pane] { definition.panes }
}

/// A framed part of a screen.
struct Pane: Hashable, Sendable {
    /// Its name, different from every other pane's.
    let name: String
    /// What it takes of a column's height, relative to the others in it.
    let weight: Int
    /// Rows of it that do not scroll.
    let headings: Int

    init(_ name: String, weight: Int = 1, headings: Int = 0) {
        self.name = name
        self.weight = weight
        self.headings = headings
    }

    static func == (left: Pane, right: Pane) -> Bool { left.name == right.name }

    func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
