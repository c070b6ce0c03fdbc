import Rendering
import Runs

/// How a study is laid out above the list of its runs.
enum StudyDrawing {
    /// Rows of its pane: what its arms take, and no more than leaves the list of runs some.
    static func height(of study: StudyProgress, in body: Rect) -> Int {
        let wanted = max(study.arms.count + 3, body.width >= 120 ? 14 : 0)
        return max(0, min(wanted, body.height - 7))
    }

    /// What a cell says of its run.
    static func text(of stage: StudyProgress.Stage) -> Line {
        func share(_ done: Int, _ total: Int) -> String {
            Format.percent(total > 0 ? Double(done) / Double(total) : 0)
        }
        switch stage {
        case .waiting: return Line("-", .dim)
        case .warmStart(let done, let total):
            return Line("warm \(share(done, total))", .stateRunning)
        case .training(let step, let steps):
            return Line("train \(share(step, steps))", .stateRunning)
        case .measuring(let done, let total):
            return Line("eval \(share(done, total))", .stateRunning)
        case .done(let solve): return Line(Format.fixed(solve.last, 3))
        case .failed: return Line("failed", .stateFailed)
        }
    }
}

extension View {
    /// The study whose runs are listed: its table as far as it is, and its curves.
    mutating func draw(_ study: StudyProgress, in rect: Rect) {
        let total = study.cells.count
        var about = "\(study.doneCount) of \(total) runs"
        if study.isOver {
            about += study.doneCount == total ? ", done" : ", stopped"
        } else if study.isStopping {
            about += ", stopping"
        } else if let seconds = study.remainingSeconds {
            about += ", ETA \(Format.duration(seconds))"
        }
        let isWide = rect.width >= 120
        let (left, right) = rect.cutLeft(isWide ? rect.width * 3 / 5 : rect.width)
        let inside = frame(left, "Study \(study.name)", about, isFocused: false)
        var columns = [TableColumn("arm", .share(1, minimum: 10))]
        let (word, title) =
            switch study.kind {
            case .chains: ("solve", "Solved")
            case .episodes: ("turn 1", "First turn")
            case .search: ("last", "Private score")
            }
        for (index, k) in study.k.enumerated() {
            // The first, the last and the middle stay longest.
            let isEnd = index == 0 || index == study.k.count - 1
            columns.append(
                TableColumn(
                    isEnd ? "\(word)@\(k)" : "@\(k)",
                    .fixed(isEnd ? word.count + 3 : 6, priority: isEnd ? 9 : 2),
                    alignment: .trailing))
        }
        for seed in study.seeds {
            columns.append(
                TableColumn("seed \(seed)", .fixed(10, priority: 5), alignment: .trailing))
        }
        let cells = Dictionary(grouping: study.cells, by: \.arm)
        Table(columns, rowCount: study.arms.count, selection: nil, offset: 0)
            .draw(on: &grid, in: inside) { index in
                let arm = study.arms[index]
                let solve = study.solve(of: arm)
                let stages = study.seeds.map { seed in
                    cells[arm]?.first { $0.seed == seed }.map { StudyDrawing.text(of: $0.stage) }
                        ?? Line("-", .dim)
                }
                let means = study.k.indices.map { place in
                    solve.indices.contains(place)
                        ? Line(Format.fixed(solve[place], 3), .strong) : Line("-", .dim)
                }
                return [Line(arm)] + means + stages
            }
        guard isWide else { return }
        let curves = study.arms.enumerated().compactMap { number, arm -> LineChart.Curve? in
            let solve = study.solve(of: arm)
            guard !solve.isEmpty else { return nil }
            return LineChart.Curve(arm, x: study.k.map(Double.init), y: solve)
                .distinguished(number)
        }
        let plot = frame(
            right,
            "\(title) after k, T \(Format.compact(study.temperature))",
            "mean of runs done", isFocused: false)
        guard !curves.isEmpty else {
            grid.write([Line("no run is measured yet", .dim)], in: plot)
            return
        }
        let (chart, legend) = plot.cutLeft(max(0, plot.width - 18))
        LineChart(
            curves, x: Axis(low: 0, high: Double(max(1, study.k.last ?? 1))),
            y: Axis(low: 0, high: 1)
        ).draw(on: &grid, in: chart)
        grid.write(curves.map(\.key), in: legend)
    }
}
