import Runs

/// An evaluation as `redraft eval` prints it.
struct EvaluationReport: Encodable, TextReport {
    let run: RunID
    let record: EvaluationRecord

    private enum CodingKeys: String, CodingKey {
        case run
        case passAt = "pass_at"
        case wrongToRightAt = "wrong_to_right_at"
        case rightToWrongAt = "right_to_wrong_at"
        case bestSoFarAt = "best_so_far_at"
        case bestQualityAt = "best_quality_at"
        case passAtEach = "pass_at_each"
        case majorityAt = "majority_at"
        case bestOfAt = "best_of_at"
    }

    func encode(to encoder: any Encoder) throws {
        try record.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(run.name, forKey: .run)
        // A key that has no value is there all the same: scripts rely on the keys.
        if record.passAt == nil { try container.encodeNil(forKey: .passAt) }
        let lists: [(CodingKeys, [Double]?)] = [
            (.wrongToRightAt, record.wrongToRightAt), (.rightToWrongAt, record.rightToWrongAt),
            (.bestSoFarAt, record.bestSoFarAt), (.bestQualityAt, record.bestQualityAt),
            (.passAtEach, record.passAtEach), (.majorityAt, record.majorityAt),
            (.bestOfAt, record.bestOfAt),
        ]
        for (key, list) in lists where list == nil { try container.encodeNil(forKey: key) }
    }

    /// A table with a row for the number of improve steps, at most nine of them or powers of two and
    /// the last; what describes the chains; and apart from these what a verifier would have chosen.
    var lines: [String] {
        let record = record
        return [
            "\(record.domain), \(record.split): \(counted(record.count, "task")), "
                + counted(record.samples, "sample")
                + ", temperature \(ReportText.short(record.temperature)), step \(record.step)",
            "",
        ] + chainTable + [""] + description + verifierTable
    }

    private var chainTable: [String] {
        table([
            Column("k", 5, record.k) { "\($0)" },
            Column("solved", 9, record.solve, ReportText.percent),
            Column("quality", 9, record.quality, ReportText.fixed),
            Column("to right", 10, record.wrongToRightAt, ReportText.short),
            Column("to wrong", 10, record.rightToWrongAt, ReportText.short),
            Column("net", 8, net, ReportText.signed),
            Column("majority", 10, record.majorityAt, ReportText.percent),
        ])
    }

    private func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    private var net: [Double]? {
        guard let mended = record.wrongToRightAt, let broken = record.rightToWrongAt else {
            return nil
        }
        return zip(mended, broken).map { $0 - $1 }
    }

    private var description: [String] {
        let corrections = record.corrections
        var lines = [
            "corrections     \(ReportText.short(corrections.wrongToRight)) wrong to right, "
                + "\(ReportText.short(corrections.rightToWrong)) right to wrong, "
                + "net \(ReportText.signed(corrections.net))"
        ]
        if record.majorityAt != nil {
            lines.append(
                "majority        the most frequent of k + 1 independent drafts; no verifier chooses"
            )
        }
        return lines + [
            "distinct        \(ReportText.fixed(record.distinct)) answers a chain",
            "invalid         \(ReportText.percent(record.invalid)) of steps",
            "copied          \(ReportText.percent(record.copied)) of unsolved answers",
        ]
    }

    /// What a verifier would have chosen among as many answers as the chain has.
    private var verifierTable: [String] {
        let title = "chosen by a verifier, among n answers (the chain above has no such help)"
        guard record.bestSoFarAt != nil || record.passAtEach != nil else {
            // A record of a version that knew only the last k.
            let count = (record.k.last ?? 0) &+ 1
            var lines = [
                "", title,
                "best so far     \(ReportText.percent(record.bestSoFar)) of chains held a solution",
            ]
            if let passAt = record.passAt {
                lines.append(
                    "pass@\(ReportText.left("\(count)", 11))\(ReportText.percent(passAt)) "
                        + "of tasks solved by independent drafts")
            }
            return lines
        }
        let rows = table([
            Column("n", 5, record.k) { "\($0 &+ 1)" },
            Column("best so far", 14, record.bestSoFarAt, ReportText.percent),
            Column("pass@n", 9, record.passAtEach, ReportText.percent),
            Column("best so far", 14, record.bestQualityAt, ReportText.fixed),
            Column("best of n", 11, record.bestOfAt, ReportText.fixed),
        ])
        let quality = 5 + 14 + (record.passAtEach == nil ? 0 : 9)
        let over =
            ReportText.left(ReportText.padded("solved", 19), quality)
            + ReportText.padded("quality", 14)
        var lines = ["", title, "", over] + rows
        lines += ["", "best so far     of a chain's first n answers"]
        if record.passAtEach != nil {
            lines += [
                "pass@n          any of n independent drafts",
                "best of n       the best of n independent drafts",
            ]
        }
        return lines
    }

    // MARK: Tables

    private struct Column {
        let title: String
        let width: Int
        let cells: [String]?

        /// A column that is left out where there are no values.
        init<Value>(
            _ title: String, _ width: Int, _ values: [Value]?, _ text: (Value) -> String
        ) {
            self.title = title
            self.width = width
            cells = values?.map(text)
        }

        /// A stored list may be shorter than another.
        func cell(_ index: Int) -> String {
            cells.flatMap { $0.indices.contains(index) ? $0[index] : nil } ?? "-"
        }
    }

    private func table(_ columns: [Column]) -> [String] {
        let columns = columns.filter { $0.cells != nil }
        func line(_ text: (Column) -> String) -> String {
            columns.map { ReportText.padded(text($0), $0.width) }.joined()
        }
        return [line(\.title)] + Self.shown(record.k.count).map { index in line { $0.cell(index) } }
    }

    /// The rows of a table: all of a few, else powers of two and the last.
    private static func shown(_ count: Int) -> [Int] {
        guard count > 9 else { return Array(0..<count) }
        return (0..<count).filter { $0 == count - 1 || $0 & ($0 - 1) == 0 }
    }
}
