/// Bars drawn with eighth blocks.
public enum Bars {
    /// Blocks filled from the left by 0 to 8 eighths.
    private static let horizontal: [Character] = Array(" ▏▎▍▌▋▊▉█")
    /// Blocks filled from the bottom by 0 to 8 eighths.
    static let vertical: [Character] = Array(" ▁▂▃▄▅▆▇█")

    /// A horizontal bar of a fixed width.
    ///
    /// - Parameters:
    ///   - fraction: how much of it is filled, clamped to `0...1`; not a number counts as 0.
    ///   - width: its columns.
    ///   - style: the filled part.
    ///   - track: the empty part's glyph style, or nil to leave it blank.
    /// - Returns: a line of exactly that width.
    public static func meter(
        _ fraction: Double, width: Int, style: Style = .bar, track: Style? = nil
    ) -> Line {
        let width = max(0, width)
        let clamped = fraction.isNaN ? 0 : min(1, max(0, fraction))
        let eighths = Int((clamped * Double(width * 8)).rounded())
        var filled = String(repeating: "█", count: eighths / 8)
        if eighths % 8 > 0 { filled.append(horizontal[eighths % 8]) }
        let rest = width - filled.count
        var line = Line(filled, style)
        if rest > 0 {
            line.append(String(repeating: track == nil ? " " : "░", count: rest), track ?? .text)
        }
        return line
    }

    /// A row of small columns, one a value; more values than columns are averaged in groups.
    ///
    /// - Parameters:
    ///   - values: what to show, oldest first; not finite ones leave a gap.
    ///   - width: its columns.
    ///   - range: the values of an empty and a full column; those of the values if nil.
    ///   - style: how it looks.
    /// - Returns: a line of at most that width.
    public static func sparkline(
        _ values: [Double], width: Int, range: ClosedRange<Double>? = nil, style: Style = .bar
    ) -> Line {
        let columns = means(of: values, groups: width)
        let finite = columns.filter(\.isFinite)
        guard let low = range?.lowerBound ?? finite.min(),
            let high = range?.upperBound ?? finite.max()
        else { return Line(String(repeating: " ", count: columns.count), style) }
        let text = columns.map { value -> Character in
            guard value.isFinite else { return " " }
            // A constant series is a low, even row.
            let place = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0
            return vertical[1 + Int((min(1, max(0, place)) * 7).rounded())]
        }
        return Line(String(text), style)
    }

    /// Means of consecutive groups of values; not finite ones are left out of their group's mean.
    ///
    /// - Parameters:
    ///   - values: the values.
    ///   - groups: at most so many groups.
    /// - Returns: the values themselves if they are few enough; not a number for an empty group.
    static func means(of values: [Double], groups: Int) -> [Double] {
        guard groups > 0 else { return [] }
        guard values.count > groups else { return values }
        return (0..<groups).map { group in
            mean(
                of: values,
                in: (values.count * group / groups)..<(values.count * (group + 1) / groups))
        }
    }

    /// The mean of the finite ones of some values; not a number if there is none.
    static func mean(of values: [Double], in places: Range<Int>) -> Double {
        var mean = 0.0
        var count = 0.0
        for place in places where values[place].isFinite {
            count += 1
            // Step by step, so that large values do not overflow.
            mean += values[place] / count - mean / count
        }
        return count > 0 ? mean : .nan
    }
}

/// Horizontal bars with labels before them and notes after them.
public struct BarChart: Sendable {
    /// One bar.
    public struct Bar: Sendable {
        /// What it is.
        public var label: Line
        /// How long it is; may be negative.
        public var value: Double
        /// How it looks.
        public var style: Style
        /// What is written after it.
        public var note: Line

        /// Creates a bar.
        ///
        /// - Parameters:
        ///   - label: what it is.
        ///   - value: how long it is; may be negative.
        ///   - style: how it looks.
        ///   - note: what is written after it.
        public init(_ label: Line, _ value: Double, style: Style = .bar, note: Line = Line()) {
            self.label = label
            self.value = value
            self.style = style
            self.note = note
        }
    }

    /// The bars, from the top.
    public var bars: [Bar]
    /// The value of a full bar; the largest value if nil.
    public var full: Double?

    /// Creates a chart.
    ///
    /// - Parameters:
    ///   - bars: the bars, from the top.
    ///   - full: the value of a full bar; the largest value if nil.
    public init(_ bars: [Bar], full: Double? = nil) {
        self.bars = bars
        self.full = full
    }

    /// Draws one row a bar; notes, then labels, give way where room is short.
    ///
    /// Bars below zero go left from a common zero and are hatched, so that the sign shows without
    /// colour.
    ///
    /// - Parameters:
    ///   - grid: where to draw.
    ///   - rect: which part of it.
    public func draw(on grid: inout Grid, in rect: Rect) {
        let labelWidth = bars.map(\.label.width).max() ?? 0
        let noteWidth = bars.map(\.note.width).max() ?? 0
        let parts = rect.columns([
            .fixed(labelWidth > 0 ? labelWidth + 1 : 0, priority: 2),
            .share(minimum: 4),
            .fixed(noteWidth > 0 ? noteWidth + 1 : 0, priority: 1),
        ])
        let values = bars.map { $0.value.isFinite ? $0.value : 0 }
        let high = max(full ?? 0, values.max() ?? 0, 0)
        let low = min(values.min() ?? 0, 0)
        let span = high / 2 - low / 2
        let zero =
            low < 0 && span > 0
            ? max(1, Int((Double(parts[1].width) * (-low / 2) / span).rounded(.up))) : 0
        for (row, bar) in bars.prefix(rect.height).enumerated() {
            grid.write(bar.label, in: parts[0].cutLeft(labelWidth).left, row: row)
            grid.write(
                bar.note, in: parts[2].cutLeft(1).rest, row: row, alignment: .leading)
            let (left, right) = parts[1].row(row).cutLeft(zero)
            let value = values[row]
            if value >= 0 {
                let fraction = high > 0 ? value / high : 0
                grid.write(Bars.meter(fraction, width: right.width, style: bar.style), in: right)
            } else {
                let cells = max(1, Int((value / low * Double(left.width)).rounded()))
                let text = String(repeating: "▒", count: min(cells, left.width))
                grid.write(Line(text, .bad), in: left, alignment: .trailing)
            }
        }
    }
}

/// Counts of values in equal bins, drawn as upright bars.
public struct Histogram: Sendable, Equatable {
    /// The value at the left end of the first bin.
    public let low: Double
    /// The value at the right end of the last bin.
    public let high: Double
    /// How many values lie in each bin; the last holds its right end too.
    public let counts: [Int]
    /// How many values were not finite or lay outside.
    public let outside: Int

    /// Counts values.
    ///
    /// - Parameters:
    ///   - values: what to count.
    ///   - bins: into how many bins, at least 1.
    ///   - range: which values; all finite ones if nil.
    public init(_ values: [Double], bins: Int, range: ClosedRange<Double>? = nil) {
        let finite = values.filter(\.isFinite)
        let axis = Axis(
            low: range?.lowerBound ?? finite.min() ?? 0,
            high: range?.upperBound ?? finite.max() ?? 1)
        low = axis.low
        high = axis.high
        var counts = Array(repeating: 0, count: max(1, bins))
        var outside = 0
        for value in values {
            let place = axis.position(value)
            guard place >= 0, place <= 1 else {
                outside += 1
                continue
            }
            counts[min(counts.count - 1, Int(place * Double(counts.count)))] += 1
        }
        self.counts = counts
        self.outside = outside
    }

    /// Draws upright bars over a line of labels.
    ///
    /// - Parameters:
    ///   - grid: where to draw.
    ///   - rect: which part of it; bins are as wide as it allows, at least one column.
    ///   - style: how the bars look.
    public func draw(on grid: inout Grid, in rect: Rect, style: Style = .bar) {
        guard !rect.isEmpty else { return }
        let isLabelled = rect.height >= 3
        let (area, labels) = rect.cutBottom(isLabelled ? 1 : 0)
        let width = max(1, rect.width / counts.count)
        let most = max(1, counts.max() ?? 1)
        for (bin, count) in counts.enumerated() {
            var eighths = Int(
                (Double(count) / Double(most) * Double(area.height * 8)).rounded())
            // What is there must be seen.
            if count > 0 { eighths = max(1, eighths) }
            for row in 0..<area.height where eighths > 0 {
                let glyph = String(Bars.vertical[min(8, eighths)])
                grid.write(
                    String(repeating: glyph, count: width), x: area.x + bin * width,
                    y: area.maxY - 1 - row, style: style, clip: area)
                eighths -= 8
            }
        }
        guard isLabelled else { return }
        let end = Rect(
            x: labels.x, y: labels.y, width: min(labels.width, width * counts.count), height: 1)
        let right = Line(NumberText.compact(high), .axisLabel)
        let left = Line(NumberText.compact(low), .axisLabel)
        guard left.width + right.width < end.width else { return }
        grid.write(left, in: end)
        grid.write(right, in: end, alignment: .trailing)
    }
}
