import Runs

/// The task buffer as `redraft show --buffer` prints it.
struct BufferReport: Encodable, TextReport {
    let view: BufferView
    /// Entries the buffer holds; nil if `view` has all of them.
    var total: Int?

    private struct Entry: Encodable {
        let row: BufferView.Row

        enum CodingKeys: String, CodingKey {
            case id, task, turn, depth, score, created, sampled, probability, quality, latest
            case taskID = "task_id"
            case revision
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(row.id, forKey: .id)
            try container.encode(row.taskText, forKey: .task)
            try container.encode("\(row.task)", forKey: .taskID)
            try container.encode(row.turn, forKey: .turn)
            try container.encode(row.depth, forKey: .depth)
            try container.encode(row.score, forKey: .score)
            try container.encode(row.created, forKey: .created)
            try container.encode(row.sampled, forKey: .sampled)
            try container.encode(row.probability, forKey: .probability)
            try container.encode(row.quality, forKey: .quality)
            try container.encode(row.latestText, forKey: .latest)
            try container.encode(row.latest.map { "\($0)" }, forKey: .revision)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case step, capacity, sharpness, entries
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(view.step, forKey: .step)
        try container.encode(view.capacity, forKey: .capacity)
        try container.encode(view.sharpness, forKey: .sharpness)
        try container.encode(view.rows.map { Entry(row: $0) }, forKey: .entries)
    }

    var lines: [String] {
        var lines = [
            "step \(view.step)  \(total ?? view.rows.count) of \(view.capacity) entries, "
                + "sharpness \(ReportText.short(view.sharpness))",
            "      id  depth  score  created  sampled  probability  task",
        ]
        for row in view.rows {
            lines.append(
                ReportText.padded("\(row.id)", 8)
                    + ReportText.padded(
                        row.turn > 0 ? "\(row.depth)/t\(row.turn)" : "\(row.depth)", 7)
                    + ReportText.padded(ReportText.fixed(row.score), 7)
                    + ReportText.padded("\(row.created)", 9)
                    + ReportText.padded("\(row.sampled)", 9)
                    + ReportText.padded(ReportText.percent(row.probability), 13)
                    + "  \(row.taskText)" + (row.latestText.map { "  <- \($0)" } ?? ""))
        }
        return lines
    }
}
