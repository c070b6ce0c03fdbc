/// Something that is printed as lines, or as JSON.
protocol TextReport {
    /// The lines.
    var lines: [String] { get }
}
