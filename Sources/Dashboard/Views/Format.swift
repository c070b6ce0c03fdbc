import Rendering

/// Numbers and times as the screens write them.
enum Format {
    /// A number with a fixed count of digits after the point; a dash where it is absent.
    static func fixed(_ value: Double?, _ digits: Int = 3) -> String {
        value.map { NumberText.fixed($0, decimals: digits) } ?? "-"
    }

    /// A number with its sign; a dash where it is absent.
    static func signed(_ value: Double?, _ digits: Int = 3) -> String {
        value.map { NumberText.signed($0, decimals: digits) } ?? "-"
    }

    /// A share as whole percent; a dash where it is absent.
    static func percent(_ value: Double?) -> String {
        value.map { NumberText.fixed($0 * 100, decimals: 0) + "%" } ?? "-"
    }

    /// A number in about four characters; a dash where it is absent.
    static func compact(_ value: Double?) -> String {
        value.map { NumberText.compact($0) } ?? "-"
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

    /// How long ago, in one unit.
    static func age(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "-" }
        let seconds = max(0, seconds)
        for (unit, name) in [(86_400.0, "d"), (3600, "h"), (60, "min")] where seconds >= unit {
            return NumberText.fixed(seconds / unit, decimals: 0) + " " + name
        }
        return "now"
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
