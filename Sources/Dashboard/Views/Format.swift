/// Numbers and times as the screens write them.
enum Format {
    /// A number with a fixed count of digits after the point; a dash where it is absent.
    static func fixed(_ value: Double?, _ digits: Int = 3) -> String {
        guard let value else { return "-" }
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 1e15 else { return compact(value) }
        let whole = Int(scaled)
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard digits > 0 else { return sign + String(whole) }
        let text = String(whole)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
    }

    /// A number with its sign.
    static func signed(_ value: Double?, _ digits: Int = 3) -> String {
        guard let value else { return "-" }
        let text = fixed(value, digits)
        return text.hasPrefix("-") || !value.isFinite ? text : "+" + text
    }

    /// A share as whole percent.
    static func percent(_ value: Double?) -> String {
        value.map { fixed($0 * 100, 0) + "%" } ?? "-"
    }

    /// A number in at most about seven characters, whatever its size.
    static func compact(_ value: Double?) -> String {
        guard let value else { return "-" }
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        let size = abs(value)
        if size == 0 { return "0" }
        if size < 0.001 || size >= 1e15 { return scientific(value) }
        if size < 10 { return fixed(value, 3) }
        if size < 1000 { return size.rounded() == size ? fixed(value, 0) : fixed(value, 1) }
        for (unit, name) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")] where size >= unit {
            return fixed(value / unit, 1) + name
        }
        return fixed(value, 0)
    }

    private static func scientific(_ value: Double) -> String {
        var mantissa = abs(value)
        var exponent = 0
        while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        while mantissa >= 9.95 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        return (value < 0 ? "-" : "") + fixed(mantissa, 1) + "e\(exponent)"
    }

    /// Seconds as `0:29` or `1:02:03`.
    static func duration(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "-" }
        let whole = Int(seconds.rounded())
        let (hours, minutes) = (whole / 3600, whole / 60 % 60)
        func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
        return hours > 0
            ? "\(hours):\(two(minutes)):\(two(whole % 60))" : "\(minutes):\(two(whole % 60))"
    }

    /// The wall clock, `12:04:11`.
    static func clock(_ time: Double, offset: Int) -> String {
        guard time.isFinite, abs(time) < 1e12 else { return "--:--:--" }
        let seconds = Int(time.rounded(.down)) + offset
        let day = (seconds % 86_400 + 86_400) % 86_400
        func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
        return "\(two(day / 3600)):\(two(day / 60 % 60)):\(two(day % 60))"
    }

    /// Bytes as `6.4 MB`.
    static func bytes(_ count: Int) -> String {
        let size = Double(count)
        if size < 1000 { return "\(count) B" }
        for (unit, name) in [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")] where size >= unit {
            return fixed(size / unit, 1) + " " + name
        }
        return "\(count) B"
    }
}
