/// Numbers as text, the same in every locale.
public enum NumberText {
    /// A number with so many decimals, rounded to nearest.
    ///
    /// - Parameters:
    ///   - value: the number.
    ///   - decimals: digits after the point, `0...9`.
    /// - Returns: such as `-0.25`; `nan`, `inf` or `-inf` for what is not a finite number.
    public static func fixed(_ value: Double, decimals: Int = 2) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        let decimals = min(9, max(0, decimals))
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e15 else { return scientific(value) }
        let digits = String(Int(scaled))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + padded }
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// A number with its sign, such as `+0.07`; zero has none.
    ///
    /// - Parameters:
    ///   - value: the number.
    ///   - decimals: digits after the point, `0...9`.
    /// - Returns: its text.
    public static func signed(_ value: Double, decimals: Int = 2) -> String {
        let text = fixed(value, decimals: decimals)
        let isZero = !text.contains { $0 >= "1" && $0 <= "9" }
        return value > 0 && !isZero ? "+" + text : text
    }

    /// A number in about four characters: `0.013`, `3.2k`, `12M`, `3e-4`.
    ///
    /// - Parameter value: the number.
    /// - Returns: its text, with two or three significant digits.
    public static func compact(_ value: Double) -> String {
        guard value.isFinite else { return fixed(value) }
        let size = abs(value)
        if size == 0 { return "0" }
        if size < 0.001 { return scientific(value) }
        if size < 1 { return fixed(value, decimals: 3) }
        if value == value.rounded(), size < 10_000 { return fixed(value, decimals: 0) }
        if size < 10 { return fixed(value, decimals: 2) }
        if size < 100 { return fixed(value, decimals: 1) }
        if size < 1000 { return fixed(value, decimals: 0) }
        for (unit, name) in [(1e3, "k"), (1e6, "M"), (1e9, "G"), (1e12, "T")] {
            // 999.6k would round to 1000k: it is 1.0M.
            let part = size / unit
            if part < 999.5 {
                return fixed(value / unit, decimals: part < 9.95 ? 1 : 0) + name
            }
        }
        return scientific(value)
    }

    /// A number with one digit before an exponent, such as `3e-4` or `2.5e12`.
    ///
    /// - Parameter value: the number.
    /// - Returns: its text, with two significant digits at most.
    public static func scientific(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return fixed(value, decimals: 0) }
        var exponent = 0
        var mantissa = abs(value)
        while mantissa >= 10 {
            mantissa /= 10
            exponent += 1
        }
        while mantissa < 1 {
            mantissa *= 10
            exponent -= 1
        }
        mantissa = (mantissa * 10).rounded() / 10
        if mantissa >= 10 {
            mantissa /= 10
            exponent += 1
        }
        var digits = fixed(mantissa, decimals: 1)
        if digits.hasSuffix(".0") { digits.removeLast(2) }
        return (value < 0 ? "-" : "") + digits + "e\(exponent)"
    }
}
