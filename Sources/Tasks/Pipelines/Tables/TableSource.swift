/// Where a task's rows come from: ten generators, three sets of real measurements, or a person's own
/// table.
///
/// For each learner there is a source on which it is the best. What decides is not on the card that
/// a first prompt shows; results show it.
enum TableSource: Int, Sendable {
    /// The sign of a weighted sum of six columns.
    case lin
    /// The same of three columns out of eleven.
    case sparse
    /// The sign of a product.
    case xor
    /// Inside a ring or not.
    case ring
    /// Thresholds on single columns, joined by and and or.
    case rules
    /// The sign of a weighted sum, then columns stretched by an exponential.
    case heavy
    /// Ten centres, two or three classes.
    case blobs
    /// The sign of a sum of sines.
    case wave
    /// Classes that differ in spread alone.
    case spread
    /// Classes that differ in how often cells are missing.
    case gaps
    case iris, wine, cancer
    /// A person's own table, which a run may have.
    case own

    /// The sources that every run has.
    static let allCases: [TableSource] = [
        .lin, .sparse, .xor, .ring, .rules, .heavy, .blobs, .wave, .spread, .gaps, .iris, .wine,
        .cancer,
    ]

    var text: String {
        switch self {
        case .lin: "lin"
        case .sparse: "sparse"
        case .xor: "xor"
        case .ring: "ring"
        case .rules: "rules"
        case .heavy: "heavy"
        case .blobs: "blobs"
        case .wave: "wave"
        case .spread: "spread"
        case .gaps: "gaps"
        case .iris: "iris"
        case .wine: "wine"
        case .cancer: "cancer"
        case .own: "own"
        }
    }

    /// Whether the rows are measurements, so that there are only so many.
    var isReal: Bool { self == .iris || self == .wine || self == .cancer }

    /// Whether columns may be mixed; some sources are what they are by single columns.
    var mayRotate: Bool { self != .heavy && self != .gaps }

    /// Columns before noise is added, where the source draws rows or is one set.
    var columns: Int {
        switch self {
        case .lin, .gaps: 6
        case .sparse: 11
        case .xor, .wave: 2
        case .ring: 3
        case .rules: 4
        case .heavy, .spread: 5
        case .blobs: 3
        case .iris: 4
        case .wine: 13
        case .cancer: 30
        case .own: 0
        }
    }
}
