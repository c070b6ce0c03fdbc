import Runs

/// The order of the table of a group's completions.
struct SiblingOrder: Hashable, Sendable {
    /// The columns it can be sorted by.
    enum Column: String, Hashable, Sendable, CaseIterable {
        case number, quality, reward, advantage, diversity, valid, text

        /// The column's heading.
        var title: String {
            switch self {
            case .number: "#"
            case .advantage: "adv"
            case .diversity: "divers"
            case .quality, .reward, .valid, .text: rawValue
            }
        }

        /// Whether large values stand first until the order is reversed.
        var isDescending: Bool { self != .number && self != .text }
    }

    var column = Column.number
    var isReversed = false

    var isDescending: Bool { column.isDescending != isReversed }

    /// The completions' places in the group, in this order.
    func places(in group: [ChainView.Sibling]) -> [Int] {
        func key(_ sibling: ChainView.Sibling) -> Double {
            let value: Double =
                switch column {
                case .number: Double(sibling.id.completion)
                case .quality: sibling.quality
                case .reward: sibling.reward
                case .advantage: sibling.advantage
                case .diversity: sibling.diversity
                case .valid: sibling.isValid ? 1 : 0
                case .text: 0
                }
            // A number that is none stands at the end, whatever the order.
            return value.isNaN ? (isDescending ? -Double.infinity : .infinity) : value
        }
        let keys = group.map(key)
        return group.indices.sorted { left, right in
            if column == .text, group[left].text != group[right].text {
                return (group[left].text > group[right].text) == isDescending
            }
            if keys[left] != keys[right] { return (keys[left] > keys[right]) == isDescending }
            return left < right
        }
    }
}
