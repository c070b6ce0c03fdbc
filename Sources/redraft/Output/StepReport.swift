import Runs

/// One step as `redraft show --step` prints it.
struct StepReport: Encodable, TextReport {
    let step: Int
    let metrics: MetricRow
    let groups: [GroupSummary]

    private struct Entry: Encodable {
        let group: GroupSummary

        enum CodingKeys: String, CodingKey {
            case group, task, depth, mode, reward, learnability, best, quality
            case taskID = "task_id"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(group.index, forKey: .group)
            try container.encode(group.taskText, forKey: .task)
            try container.encode("\(group.task)", forKey: .taskID)
            try container.encode(group.depth, forKey: .depth)
            try container.encode(group.mode, forKey: .mode)
            try container.encode(group.reward, forKey: .reward)
            try container.encode(group.learnability, forKey: .learnability)
            try container.encode("\(group.best)", forKey: .best)
            try container.encode(group.quality, forKey: .quality)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case step, metrics, groups
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(step, forKey: .step)
        try container.encode(metrics, forKey: .metrics)
        try container.encode(groups.map { Entry(group: $0) }, forKey: .groups)
    }

    var lines: [String] {
        var lines = ["step \(step)"]
        for metric in Metric.allCases {
            guard let value = metrics[metric] else { continue }
            lines.append(
                "  " + ReportText.left(metric.rawValue, 32) + ReportText.significant(value))
        }
        lines += ["", "   group  depth  mode     reward  learnability  best         task"]
        for group in groups {
            lines.append(
                ReportText.padded("\(group.index)", 8) + ReportText.padded("\(group.depth)", 7)
                    + "  " + ReportText.left(group.mode.rawValue, 8)
                    + ReportText.padded(ReportText.fixed(group.reward), 7)
                    + ReportText.padded(ReportText.fixed(group.learnability), 14) + "  "
                    + ReportText.left("\(group.best)", 13) + group.taskText)
        }
        return lines
    }
}
