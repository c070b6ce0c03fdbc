import Runs

/// An evaluation of whole episodes as `redraft eval --episodes` prints it.
struct EpisodesReport: Encodable, TextReport {
    let run: RunID
    let record: EpisodeRecord

    private enum CodingKeys: String, CodingKey {
        case run
    }

    func encode(to encoder: any Encoder) throws {
        try record.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(run.name, forKey: .run)
    }

    /// A table with a row for each number of improve steps in every turn.
    var lines: [String] {
        let header = [
            ReportText.padded("k", 4), ReportText.padded("first turn", 12),
            ReportText.padded("return", 9), ReportText.padded("strict", 9),
            ReportText.padded("invalid", 9), ReportText.padded("copied", 9),
            ReportText.padded("to right", 10), ReportText.padded("to wrong", 10),
            "  solved by turn",
        ].joined()
        let rows = record.k.indices.map { place in
            [
                ReportText.padded("\(record.k[place])", 4),
                ReportText.padded(ReportText.percent(record.firstTurn[place]), 12),
                ReportText.padded(ReportText.fixed(record.totalReturn[place]), 9),
                ReportText.padded(ReportText.percent(record.strict[place]), 9),
                ReportText.padded(ReportText.percent(record.invalid[place]), 9),
                ReportText.padded(ReportText.percent(record.copied[place]), 9),
                ReportText.padded("\(record.wrongToRight[place])", 10),
                ReportText.padded("\(record.rightToWrong[place])", 10),
                "  " + record.solve[place].map(ReportText.percent).joined(separator: " "),
            ].joined()
        }
        return [
            "\(record.domain), \(record.split): \(record.count) tasks of up to \(record.turns) "
                + "turns, temperature \(ReportText.short(record.temperature)), step \(record.step)",
            "", header,
        ] + rows
    }
}
