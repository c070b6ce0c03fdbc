import Runs

/// How the buffer screen shows its table and histogram.
struct BufferPanel: Panel, Hashable {
    static let name = "buffer"

    /// The columns the table can be sorted by.
    enum Column: String, Hashable, Sendable, CaseIterable {
        case score, probability, depth, quality, created, sampled, id, task

        /// The column's heading.
        var title: String {
            switch self {
            case .score: "score"
            case .probability: "prob"
            case .depth: "depth"
            case .quality: "quality"
            case .created: "created"
            case .sampled: "sampled"
            case .id: "id"
            case .task: "task"
            }
        }

        /// Whether large values stand first until the order is reversed.
        var isDescending: Bool { self != .id && self != .task }
    }

    /// The quantity of the histogram.
    enum Quantity: String, Hashable, Sendable, CaseIterable {
        case score, depth, quality, created, sampled

        var title: String {
            switch self {
            case .score: "score"
            case .depth: "depth"
            case .quality: "quality"
            case .created: "step created"
            case .sampled: "times sampled"
            }
        }
    }

    var column = Column.score
    var isReversed = false
    var quantity = Quantity.score
    /// The selected entry's id, so that the selection stays on it when the buffer changes.
    var entry: Int?
    var table = ListCursor()
    /// The first change shown.
    var changesTop = 0

    mutating func lookedElsewhere() { changesTop = 0 }

    var saved: [String: String] {
        ["sort": column.rawValue, "reversed": "\(isReversed)", "histogram": quantity.rawValue]
    }

    mutating func restore(_ saved: [String: String]) {
        column = saved["sort"].flatMap(Column.init(rawValue:)) ?? column
        isReversed = saved["reversed"].flatMap(Bool.init) ?? isReversed
        quantity = saved["histogram"].flatMap(Quantity.init(rawValue:)) ?? quantity
    }
}
