import Runs

/// An evaluation as `redraft eval` prints it.
struct EvaluationReport: Encodable, TextReport {
    let run: RunID
    let record: EvaluationRecord

    private enum CodingKeys: String, CodingKey {
        case run
        case passAt = "pass_at"
    }

    func encode(to encoder: any Encoder) throws {
        try record.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(run.name, forKey: .run)
        // A key that has no value is there all the same: scripts rely on the keys.
        if record.passAt == nil { try container.encodeNil(forKey: .passAt) }
    }

    /// A table with a row for the number of improve steps, at most nine of them, and the rest below.
    var lines: [String] {
        let record = record
        var lines = [
            "\(record.domain), \(record.split): \(record.count) tasks, \(record.samples) "
                + (record.samples == 1 ? "sample" : "samples")
                + ", temperature \(ReportText.short(record.temperature)), step \(record.step)",
            "", "    k   solved  quality",
        ]
        for index in Self.shown(record.k.count) {
            lines.append(
                ReportText.padded("\(record.k[index])", 5)
                    + ReportText.padded(ReportText.percent(record.solve[index]), 9)
                    + ReportText.padded(ReportText.fixed(record.quality[index]), 9))
        }
        let corrections = record.corrections
        lines += [
            "",
            "corrections     \(ReportText.short(corrections.wrongToRight)) wrong to right, "
                + "\(ReportText.short(corrections.rightToWrong)) right to wrong, "
                + "net \(ReportText.signed(corrections.net))",
            "best so far     \(ReportText.percent(record.bestSoFar)) of chains held a solution",
        ]
        if let passAt = record.passAt {
            lines.append(
                "pass at \(ReportText.left("\((record.k.last ?? 0) + 1)", 8))"
                    + "\(ReportText.percent(passAt)) of tasks solved by independent drafts")
        }
        lines += [
            "distinct        \(ReportText.fixed(record.distinct)) answers a chain",
            "invalid         \(ReportText.percent(record.invalid)) of steps",
            "copied          \(ReportText.percent(record.copied)) of unsolved answers",
        ]
        return lines
    }

    /// The rows of the table: all of a few, else powers of two and the last.
    private static func shown(_ count: Int) -> [Int] {
        guard count > 9 else { return Array(0..<count) }
        return (0..<count).filter { $0 == count - 1 || $0 & ($0 - 1) == 0 }
    }
}
