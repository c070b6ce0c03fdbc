/// The metrics of one step.
///
/// A metric that has no value at a step, such as the mean reward of no
/// groups, is absent.
public struct MetricRow: Hashable, Codable, Sendable {
    /// The values, indexed as `Metric.allCases`; NaN where absent.
    private var values: [Double]

    /// A row without values.
    public init() {
        values = Array(repeating: .nan, count: Metric.allCases.count)
    }

    /// The value of one metric; nil where absent.
    public subscript(metric: Metric) -> Double? {
        get {
            let value = values[Self.index[metric, default: 0]]
            return value.isNaN ? nil : value
        }
        set { values[Self.index[metric, default: 0]] = newValue ?? .nan }
    }

    private static let index = Dictionary(
        uniqueKeysWithValues: Metric.allCases.enumerated().map { ($1, $0) })

    /// Equal when every value is equal and the same are absent.
    public static func == (left: MetricRow, right: MetricRow) -> Bool {
        left.values.map(\.bitPattern) == right.values.map(\.bitPattern)
    }

    /// Hashes the bits.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(values.map(\.bitPattern))
    }

    /// Reads an object of names and numbers; a name it does not know is skipped, so that a newer
    /// program's runs can be watched.
    public init(from decoder: any Decoder) throws {
        self.init()
        let object = try decoder.singleValueContainer().decode([String: Double].self)
        for (name, value) in object {
            if let metric = Metric(rawValue: name) { self[metric] = value }
        }
    }

    /// Writes an object of names and numbers, absent ones left out.
    public func encode(to encoder: any Encoder) throws {
        var object: [String: Double] = [:]
        for metric in Metric.allCases {
            if let value = self[metric], value.isFinite { object[metric.rawValue] = value }
        }
        var container = encoder.singleValueContainer()
        try container.encode(object)
    }
}
