import Rendering

/// Numbers and columns for lines of text.
enum ReportText {
    /// A share in percent with one digit after the point.
    static func percent(_ share: Double) -> String { decimal(share * 100, 1) + "%" }

    /// Three digits after the point.
    static func fixed(_ value: Double) -> String { decimal(value, 3) }

    /// At most three digits after the point, none that are needless.
    static func short(_ value: Double) -> String {
        var text = decimal(value, 3)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// Enough digits to tell values apart, whatever their size.
    static func significant(_ value: Double) -> String {
        abs(value) >= 1e6 || value == value.rounded() && abs(value) < 1e6
            ? decimal(value, 0)
            : abs(value) < 0.001 ? NumberText.scientific(value) : decimal(value, 4)
    }

    /// As `short`, with its sign.
    static func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + short(value) }

    /// A time span such as `0:42`, `12:07` or `3:00:12`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "-" }
        let whole = Int(seconds.rounded())
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
    }

    /// Bytes in the largest unit that leaves a number of at least one.
    static func bytes(_ count: Int) -> String {
        var value = Double(count)
        var unit = 0
        let units = ["B", "KB", "MB", "GB", "TB"]
        while value >= 1000, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        return unit == 0 ? "\(count) B" : "\(decimal(value, 1)) \(units[unit])"
    }

    /// Text set to the right of a column.
    static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// Text set to the left of a column.
    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func decimal(_ value: Double, _ digits: Int) -> String {
        value.isFinite ? NumberText.fixed(value, decimals: digits) : "-"
    }
}
