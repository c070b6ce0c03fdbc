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

    /// Only rows it lets through are shown, and pinned ones.
    var filter = RowFilter.all
    /// Ids of rows that are marked, to be copied together.
    var marked: Set<Int> = []
    /// Ids of rows that stay on top.
    var pinned: Set<Int> = []

    /// The columns in the order of the screen.
    static let shownColumns: [Column] = [
        .id, .score, .depth, .quality, .probability, .created, .sampled, .task,
    ]

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
    /// The rows in the order of the table.
    var sorted = Kept<BufferOrder, [BufferView.Row]>()

    mutating func lookedElsewhere() { changesTop = 0 }

    var saved: [String: String] {
        [
            "sort": column.rawValue, "reversed": "\(isReversed)", "histogram": quantity.rawValue,
            "filter": filter.text,
        ]
    }

    mutating func restore(_ saved: [String: String]) {
        if let text = saved["filter"], let kept = try? RowFilter(text, for: BufferView.Row.self) {
            filter = kept
        }
        column = saved["sort"].flatMap(Column.init(rawValue:)) ?? column
        isReversed = saved["reversed"].flatMap(Bool.init) ?? isReversed
        quantity = saved["histogram"].flatMap(Quantity.init(rawValue:)) ?? quantity
    }
}
