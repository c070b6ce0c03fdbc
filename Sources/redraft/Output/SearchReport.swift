import Runs

/// Searches and what they are held against, as `redraft eval --search` prints them.
struct SearchReport: Encodable, TextReport {
    let run: RunID
    let record: SearchRecord
    /// The policy's search for each task.
    let trees: [SearchTree]
    /// The run's domain.
    let texts: any RunFormatting

    // MARK: Text

    /// A table with a row a method, what its columns mean, and the medals' rule.
    var lines: [String] {
        let budget = record.budget
        let rows = record.methods.map(cells)
        let header =
            ["", "n", "private", "95 %", "quality", "95 %"]
            + ["gold", "silver", "bronze", "above median", "distinct", "invalid"]
        let widths = header.indices.map { column in
            ([header] + rows).map { $0[column].count }.max() ?? 0
        }
        func line(_ cells: [String]) -> String {
            cells.enumerated().map { column, cell in
                column == 0
                    ? ReportText.left(cell, widths[0]) : ReportText.padded(cell, widths[column] + 2)
            }.joined()
        }
        let noun = record.count == 1 ? "task" : "tasks"
        var lines = [
            "\(record.domain), \(record.split): \(record.count) \(noun), "
                + "\(budget.executions) executions each, temperature "
                + "\(ReportText.short(record.temperature)), step \(record.step)",
            "", line(header),
        ]
        for (row, method) in zip(rows, record.methods) {
            if method.isBaseline, !lines.contains("without a policy") {
                lines += ["without a policy"]
            }
            lines.append(line(row))
        }
        lines += [
            "",
            "search          \(budget.drafts) drafts, then the best is improved; what failed is mended "
                + "first now and then",
            "last@k          the last answer of a plain chain: no verifier chooses",
        ]
        if record.methods.contains(where: { $0.privateScore != nil }) {
            lines.append(
                "private         of the answer chosen by quality, on data that no search looks at")
        }
        return lines
    }

    private func cells(_ method: SearchRecord.Method) -> [String] {
        func interval(_ estimate: SearchRecord.Estimate?) -> String {
            guard let interval = estimate?.interval else { return "-" }
            return "[\(ReportText.fixed(interval.low)), \(ReportText.fixed(interval.high))]"
        }
        func medal(_ medal: Medal) -> String {
            method.medals.map { "\($0[medal.rawValue] ?? 0)" } ?? "-"
        }
        return [
            method.name, "\(method.executions)",
            method.privateScore.map { ReportText.fixed($0.mean) } ?? "-",
            interval(method.privateScore), ReportText.fixed(method.quality.mean),
            interval(method.quality), medal(.gold), medal(.silver), medal(.bronze),
            method.aboveMedian.map { ReportText.percent($0.mean) } ?? "-",
            ReportText.short((method.distinct * 10).rounded() / 10),
            ReportText.percent(method.invalid),
        ]
    }

    // MARK: JSON

    private enum CodingKeys: String, CodingKey {
        case run, step, domain, split, count, temperature, executions, drafts, methods, trees
    }

    private struct Estimate: Encodable {
        let mean: Double
        let ci95: [Double]?

        init(_ estimate: SearchRecord.Estimate) {
            mean = estimate.mean
            ci95 = estimate.interval.map { [$0.low, $0.high] }
        }

        enum CodingKeys: String, CodingKey { case mean, ci95 }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(mean, forKey: .mean)
            try container.encode(ci95, forKey: .ci95)
        }
    }

    private struct Method: Encodable {
        let method: SearchRecord.Method

        enum CodingKeys: String, CodingKey {
            case name, baseline, executions, quality, medals, distinct, invalid
            case privateScore = "private"
            case anyMedal = "any_medal"
            case aboveMedian = "above_median"
        }

        // A key that has no value is there all the same: scripts rely on the keys.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(method.name, forKey: .name)
            try container.encode(method.isBaseline, forKey: .baseline)
            try container.encode(method.executions, forKey: .executions)
            try container.encode(method.privateScore.map(Estimate.init), forKey: .privateScore)
            try container.encode(Estimate(method.quality), forKey: .quality)
            try container.encode(method.medals, forKey: .medals)
            try container.encode(method.anyMedal.map(Estimate.init), forKey: .anyMedal)
            try container.encode(method.aboveMedian.map(Estimate.init), forKey: .aboveMedian)
            try container.encode(method.distinct, forKey: .distinct)
            try container.encode(method.invalid, forKey: .invalid)
        }
    }

    private struct Tree: Encodable {
        struct Node: Encodable {
            let node: SearchNode
            let text: String
            let isOnBestPath: Bool

            enum CodingKeys: String, CodingKey {
                case id, parent, text, feedback, quality, valid, solved
                case origin = "operator"
                case isOnBestPath = "on_best_path"
            }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(node.id, forKey: .id)
                try container.encode(node.parent, forKey: .parent)
                try container.encode(node.origin, forKey: .origin)
                try container.encode(text, forKey: .text)
                try container.encode(node.feedback, forKey: .feedback)
                try container.encode(node.answer.quality, forKey: .quality)
                try container.encode(node.answer.isValid, forKey: .valid)
                try container.encode(node.answer.isSolved, forKey: .solved)
                try container.encode(isOnBestPath, forKey: .isOnBestPath)
            }
        }

        let task: String
        let taskID: String
        let best: Int?
        let privateScore: PrivateScore?
        let nodes: [Node]

        enum CodingKeys: String, CodingKey {
            case task, best, nodes
            case taskID = "task_id"
            case privateScore = "private"
        }

        init(_ tree: SearchTree, _ texts: any RunFormatting) {
            let instance = TaskInstance(task: tree.task)
            let path = Set(tree.bestPath)
            task = texts.text(of: tree.task)
            taskID = "\(tree.task.id)"
            best = tree.best
            privateScore = tree.privateScore
            nodes = tree.nodes.map { node in
                Node(
                    node: node, text: texts.text(of: node.answer.tokens, answering: instance),
                    isOnBestPath: path.contains(node.id))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(task, forKey: .task)
            try container.encode(taskID, forKey: .taskID)
            try container.encode(best, forKey: .best)
            try container.encode(privateScore, forKey: .privateScore)
            try container.encode(nodes, forKey: .nodes)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(run.name, forKey: .run)
        try container.encode(record.step, forKey: .step)
        try container.encode(record.domain, forKey: .domain)
        try container.encode(record.split, forKey: .split)
        try container.encode(record.count, forKey: .count)
        try container.encode(record.temperature, forKey: .temperature)
        try container.encode(record.budget.executions, forKey: .executions)
        try container.encode(record.budget.drafts, forKey: .drafts)
        try container.encode(record.methods.map(Method.init), forKey: .methods)
        try container.encode(trees.map { Tree($0, texts) }, forKey: .trees)
    }
}
