import Runs

/// A study's tables, as text, Markdown, CSV and JSON.
struct StudyReport: TextReport, Encodable {
    let name: String
    let about: String
    let table: StudyTable
    /// Runs that are there, and runs in all.
    let done: Int
    let total: Int

    /// The tables of what is there so far.
    ///
    /// - Parameters:
    ///   - plan: the study.
    ///   - results: of its runs.
    init(_ plan: StudyPlan, _ results: [StudyResult]) {
        name = plan.name
        about = plan.about
        table = StudyTable(
            of: results, arms: plan.arms.map(\.name), baseline: plan.baseline,
            measurement: plan.measurement)
        done = results.count
        total = plan.runs.count
    }

    /// The tables of some runs.
    ///
    /// - Parameters:
    ///   - name: what they are called together.
    ///   - table: the tables.
    ///   - count: the runs in them.
    init(name: String, table: StudyTable, count: Int) {
        self.name = name
        about = ""
        self.table = table
        (done, total) = (count, count)
    }

    // MARK: Text

    var lines: [String] {
        var lines = [heading]
        if !about.isEmpty { lines.append(about) }
        for block in table.blocks where !block.rows.isEmpty {
            lines += ["", title(of: block)]
            for kind in StudyFigure.Kind.allCases {
                let table = aligned(rows(of: block, kind, difference: false))
                if kind == .verified, !table.isEmpty {
                    lines += ["", "where a verifier chooses among the policy's answers"]
                }
                lines += table
            }
            guard block.rows.contains(where: { $0.cells.contains { $0.difference != nil } }) else {
                continue
            }
            let hasIntervals = block.rows.contains { $0.cells.contains { $0.interval != nil } }
            lines += [
                "", "less \(table.baseline)" + (hasIntervals ? ", with the 95 % interval" : ""),
            ]
            for kind in StudyFigure.Kind.allCases {
                lines += aligned(rows(of: block, kind, difference: true))
            }
        }
        return lines
    }

    private var heading: String {
        "\(name): \(done) of \(total) runs, \(table.count) held-out tasks, mean ± standard deviation "
            + "over seeds"
    }

    private func title(of block: StudyTable.Block) -> String {
        "temperature \(ReportText.short(block.temperature))"
    }

    /// A header and a line a figure, a column an arm.
    private func rows(
        of block: StudyTable.Block, _ kind: StudyFigure.Kind, difference: Bool
    ) -> [[String]] {
        let arms = block.rows.filter { !difference || $0.arm != table.baseline }
        var names: [String] = []
        for row in arms {
            for cell in row.cells
            where cell.figure.kind == kind && !names.contains(cell.figure.name) {
                names.append(cell.figure.name)
            }
        }
        var rows = [[""] + arms.map(\.arm)]
        if kind == .unaided, !difference {
            rows.append(["seeds"] + arms.map { "\($0.seeds.count)" })
        }
        for name in names {
            rows.append(
                [name]
                    + arms.map { row in
                        guard let cell = row.cells.first(where: { $0.figure.name == name }) else {
                            return "-"
                        }
                        return difference ? Self.difference(cell) : Self.value(cell)
                    })
        }
        if kind == .unaided, !difference {
            rows.append(["mean training depth"] + arms.map { ReportText.short($0.meanDepth) })
            rows.append(["deepest"] + arms.map { ReportText.short($0.deepest) })
        }
        return rows
    }

    private static func number(_ value: Double, _ figure: StudyFigure) -> String {
        figure.isCount || figure.name == "distinct"
            ? ReportText.short((value * 10).rounded() / 10) : ReportText.fixed(value)
    }

    private static func value(_ cell: StudyTable.Cell) -> String {
        let mean = number(cell.mean, cell.figure)
        return cell.sd.map { "\(mean) ± \(number($0, cell.figure))" } ?? mean
    }

    private static func difference(_ cell: StudyTable.Cell) -> String {
        guard let difference = cell.difference else { return "-" }
        let text = (difference > 0 ? "+" : "") + number(difference, cell.figure)
        guard let interval = cell.interval else { return text }
        return text
            + " [\(number(interval.low, cell.figure)), \(number(interval.high, cell.figure))]"
    }

    private func aligned(_ rows: [[String]]) -> [String] {
        guard rows.count > 1, let columns = rows.first?.count, columns > 1 else { return [] }
        let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).enumerated().map { column, cell in
                column == 0
                    ? ReportText.left(cell.0, cell.1) : "  " + ReportText.padded(cell.0, cell.1)
            }.joined()
        }
    }

    // MARK: Markdown and CSV

    /// The same tables in Markdown.
    var markdown: String {
        var lines = ["# \(name)", ""]
        if !about.isEmpty { lines += [about, ""] }
        lines += [
            "\(done) of \(total) runs, \(table.count) held-out tasks; mean ± standard deviation over "
                + "seeds.", "",
        ]
        func add(_ rows: [[String]]) {
            guard rows.count > 1, let first = rows.first, first.count > 1 else { return }
            lines.append("| " + first.joined(separator: " | ") + " |")
            lines.append("|" + String(repeating: "---|", count: first.count))
            lines += rows.dropFirst().map { "| " + $0.joined(separator: " | ") + " |" }
            lines.append("")
        }
        for block in table.blocks where !block.rows.isEmpty {
            let temperature = title(of: block)
            lines += ["## At \(temperature)", ""]
            add(rows(of: block, .unaided, difference: false))
            let verified = rows(of: block, .verified, difference: false)
            if verified.count > 1 {
                lines += ["Where a verifier chooses among the policy's answers:", ""]
            }
            add(verified)
            lines += [
                "Less `\(table.baseline)`, with the 95 % bootstrap interval (seeds, then number "
                    + "multisets where a figure is a mean over tasks):", "",
            ]
            add(rows(of: block, .unaided, difference: true))
            add(rows(of: block, .verified, difference: true))
        }
        return lines.joined(separator: "\n")
    }

    /// One line a figure of an arm at a temperature.
    var csv: String {
        var lines = [
            "temperature,arm,strategy,seeds,figure,uses_verifier,mean,sd,difference,low,high,"
                + "resamples_tasks"
        ]
        func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
        func quoted(_ text: String) -> String {
            "\"" + text.replacing("\"", with: "\"\"") + "\""
        }
        for block in table.blocks {
            for row in block.rows {
                for cell in row.cells {
                    lines.append(
                        [
                            "\(block.temperature)", quoted(row.arm), row.strategy,
                            "\(row.seeds.count)", quoted(cell.figure.name),
                            "\(cell.figure.kind == .verified)", "\(cell.mean)", text(cell.sd),
                            text(cell.difference), text(cell.interval?.low),
                            text(cell.interval?.high), "\(cell.resamplesTasks)",
                        ].joined(separator: ","))
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: JSON

    private struct Document: Encodable {
        struct Figure: Encodable {
            let mean: Double
            let sd: Double?
            let values: [Double]
            let difference: Double?
            let ci95: [Double]?
            let resamplesTasks: Bool

            enum CodingKeys: String, CodingKey {
                case mean, sd, values, difference, ci95
                case resamplesTasks = "resamples_tasks"
            }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: CodingKeys.self)
                try container.encode(mean, forKey: .mean)
                try container.encode(sd, forKey: .sd)
                try container.encode(values, forKey: .values)
                try container.encode(difference, forKey: .difference)
                try container.encode(ci95, forKey: .ci95)
                try container.encode(resamplesTasks, forKey: .resamplesTasks)
            }
        }

        struct Arm: Encodable {
            let name: String
            let strategy: String
            let temperature: Double
            let seeds: [UInt64]
            let meanDepth: Double
            let deepest: Double
            let figures: [String: Figure]
            let verified: [String: Figure]

            enum CodingKeys: String, CodingKey {
                case name, strategy, temperature, seeds, figures, deepest
                case meanDepth = "mean_depth"
                case verified = "figures_with_verifier"
            }
        }

        let study: String
        let baseline: String
        let count: Int
        let k: [Int]
        let runsDone: Int
        let runsTotal: Int
        let arms: [Arm]

        enum CodingKeys: String, CodingKey {
            case study, baseline, count, k, arms
            case runsDone = "runs_done"
            case runsTotal = "runs_total"
        }
    }

    func encode(to encoder: any Encoder) throws {
        func figures(_ row: StudyTable.Row, _ kind: StudyFigure.Kind) -> [String: Document.Figure] {
            Dictionary(
                uniqueKeysWithValues: row.cells.filter { $0.figure.kind == kind }.map { cell in
                    (
                        cell.figure.name,
                        Document.Figure(
                            mean: cell.mean, sd: cell.sd, values: cell.values,
                            difference: cell.difference,
                            ci95: cell.interval.map { [$0.low, $0.high] },
                            resamplesTasks: cell.resamplesTasks)
                    )
                })
        }
        try Document(
            study: name, baseline: table.baseline, count: table.count, k: table.k,
            runsDone: done, runsTotal: total,
            arms: table.blocks.flatMap { block in
                block.rows.map { row in
                    Document.Arm(
                        name: row.arm, strategy: row.strategy, temperature: block.temperature,
                        seeds: row.seeds, meanDepth: row.meanDepth, deepest: row.deepest,
                        figures: figures(row, .unaided), verified: figures(row, .verified))
                }
            }
        ).encode(to: encoder)
    }
}
