import Foundation
import Testing

@testable import Rendering

@Suite struct ChartTests {
    @Test("the moving average is the debiased one of the equation")
    func smoothing() {
        let smoothed = Smoothing.debiased([1, 2, .nan, 4], weight: 0.5)
        // By hand: 0.5/0.5; (0.25 + 1)/0.75; gap; (0.625 + 2)/0.875.
        #expect(abs(smoothed[0] - 1) < 1e-12)
        #expect(abs(smoothed[1] - 1.25 / 0.75) < 1e-12)
        #expect(smoothed[2].isNaN)
        #expect(abs(smoothed[3] - 2.625 / 0.875) < 1e-12)
        #expect(Smoothing.debiased([3, 3, 3], weight: 0.9) == [3, 3, 3])
        #expect(Smoothing.debiased([1, 5], weight: 0) == [1, 5])
        #expect(Smoothing.debiased([], weight: 0.9).isEmpty)
    }

    @Test(
        "ticks are at nice steps with just enough decimals",
        arguments: [
            (0.0, 1.0, 5, ["0", "0.25", "0.50", "0.75", "1.00"]),
            (0.0, 1.0, 3, ["0", "0.5", "1.0"]),
            (0.0, 1482.0, 4, ["0", "500", "1000"]),
            (-0.013, 0.048, 4, ["0", "0.02", "0.04"]),
            (0.0, 60_000.0, 4, ["0", "20k", "40k", "60k"]),
            (3.0, 3.4, 2, ["3.0", "3.2", "3.4"].filter { $0 != "3.2" }),
        ])
    func ticks(_ low: Double, _ high: Double, _ count: Int, _ labels: [String]) {
        let ticks = Axis(low: low, high: high).ticks(atMost: count)
        if labels.count == 2 {
            #expect(ticks.count <= count && !ticks.isEmpty)
        } else {
            #expect(ticks.map(\.label) == labels)
        }
    }

    @Test("ticks are few, inside and rising, for ranges of every size")
    func tickFuzz() {
        var random = SplitMix(state: 3)
        for _ in 0..<2_000 {
            let size = pow(10, Double.random(in: -12...12, using: &random))
            let low = Double.random(in: -1...1, using: &random) * size
            let axis = Axis(
                low: low, high: low + Double.random(in: 0...1, using: &random) * size,
                scale: Bool.random(using: &random) ? .log : .linear)
            let count = Int.random(in: 1...9, using: &random)
            let ticks = axis.ticks(atMost: count)
            #expect(ticks.count <= count)
            for (before, after) in zip(ticks, ticks.dropFirst()) {
                #expect(before.value < after.value)
            }
            for tick in ticks {
                let place = axis.position(tick.value)
                #expect(place > -1e-6 && place < 1 + 1e-6)
                #expect(tick.label.utf8.count <= 9, "\(tick.label)")
            }
        }
    }

    @Test("an axis is finite and not empty whatever it is made from")
    func axes() {
        let ends: [Double] = [
            0, 1, -1, 5, .nan, .infinity, -.infinity, 1e308, -1e308, .leastNonzeroMagnitude, -0.0,
            1e-12,
        ]
        for low in ends {
            for high in ends {
                for scale in AxisScale.allCases {
                    for axis in [
                        Axis(low: low, high: high, scale: scale),
                        Axis(fitting: [low, high], scale: scale),
                    ] {
                        #expect(axis.low < axis.high && (axis.high - axis.low).isFinite)
                        #expect(axis.scale == .linear || axis.low > 0)
                        #expect(axis.ticks(atMost: 4).count <= 4)
                    }
                }
            }
        }
        let constant = Axis(fitting: [2, 2, 2])
        #expect(abs(constant.low - 1.9) < 1e-12 && abs(constant.high - 2.1) < 1e-12)
        #expect(Axis(fitting: [0, 0]) == Axis(low: -1, high: 1))
        let log = Axis(fitting: [1, 1000], scale: .log)
        #expect(log.scale == .log && log.low < 1 && log.high > 1000)
        #expect(log.ticks(atMost: 4).map(\.label) == ["1", "10", "100", "1000"])
        #expect(Axis(fitting: [0, 10], scale: .log).scale == .linear)
        #expect(abs(log.value(at: log.position(37)) - 37) < 1e-9)
    }

    @Test("a sticky range grows at once and shrinks only after its patience")
    func sticky() {
        var range = StickyRange(patience: 2)
        range.update(Axis(low: 0, high: 1))
        #expect(range.update(Axis(low: -1, high: 4)) == Axis(low: -1, high: 4))
        #expect(range.update(Axis(low: 0, high: 1)).high == 4)
        #expect(range.update(Axis(low: 0, high: 1)).high == 4)
        #expect(range.update(Axis(low: 0, high: 1)).high == 1)
    }

    @Test("a rising line fills the diagonal of its plot, over labelled axes")
    func diagonal() {
        var grid = Grid(width: 14, height: 6)
        let chart = LineChart(
            [.init("a", y: [0, 1, 2, 3])], y: Axis(low: 0, high: 3))
        let readout = chart.draw(on: &grid, in: grid.bounds)
        #expect(
            grid.text == """
                  │        ⢀⠔⠊
                2 ┤     ⢀⠤⠊⠁
                  │  ⢀⡠⠒⠁
                0 ┤⡠⠔⠁
                  └┬──────┬───
                   0      2
                """)
        #expect(
            grid.reduced(to: .ascii).text == """
                  |        .-'
                2 +     .-''
                  |  ..-'
                0 +.-'
                  ++------+---
                   0      2
                """)
        #expect(readout.plot == Rect(x: 3, y: 0, width: 11, height: 4))
        #expect(readout.x(atColumn: 13).map { $0 > 2.7 && $0 <= 3 } == true)
        #expect(readout.x(atColumn: 2) == nil)
    }

    @Test("range, raw values, smoothed curve and cursor lie over each other in that order")
    func overlaid() {
        var grid = Grid(width: 30, height: 8)
        let y: [Double] = [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]
        let chart = LineChart(
            [
                .init(
                    "reward", y: y, smoothing: 0.9,
                    range: (y.map { _ in 0.5 }, y.map { _ in 3.5 }))
            ],
            y: Axis(low: 0, high: 4), cursor: 10)
        chart.draw(on: &grid, in: grid.bounds)
        #expect(grid.text == ChartTests.overlaidText)
        #expect(grid.rolePlane == ChartTests.overlaidRoles)
    }

    static let overlaidText = """
            │                      ┊
            │░░⡄░░░⢠░░░░⡄░░░⢠░░░░⡄░┊░⢠
        2.5 ┤░⡜⣀⡄░⢠⣀⡀░░⢀⣀⡀░⢀⣀⣀░░⣀⣀⡀┊⢀⣀
            │⢀⠎░⠉⠒⠉░⠈⠑⠊⠁░⠈⠉⠁░░⠉⠉⠁░⠈⠉⠁░
            │⠃░░░⠙░░░⠈⠃░░░⠙░░░⠈⠃░░░⠙░░
          0 ┤                      ┊
            └┬─────────────────────┬──
             0                    10
        """
    static let overlaidRoles = """
            +                      |
            +mmrmmmrmmmmrmmmrmmmmrm|mr
        lll +mr0rmr00mm000m000mm000|00
            +00m000m0000m000mm00rm000m
            +0mmmrmmmrrmmmrmmmrrmmmrmm
          l +                      |
            ++++++++++++++++++++++++++
             l                    ll
        """

    @Test("each column of dots shows the smallest and largest of its values")
    func reduction() {
        // 4,000 values, one spike of each sign: both must be seen.
        var values = Array(repeating: 0.0, count: 4_000)
        values[1_234] = 1
        values[3_210] = -1
        let axis = Axis(low: 0, high: 3_999)
        let reduced = ReducedSeries(
            x: values.indices.map(Double.init), y: values, axis: axis, columns: 20)
        #expect(reduced.runs.count == 1 && reduced.runs[0].count == 20)
        #expect(reduced.runs[0].map(\.summary.high).max() == 1)
        #expect(reduced.runs[0].map(\.summary.low).min() == -1)
        #expect(reduced.runs[0].map(\.column) == Array(0..<20))
    }

    @Test("values that are not finite break the line and are counted")
    func gaps() {
        var grid = Grid(width: 20, height: 3)
        let y = [1, 1, 1, .nan, .nan, .infinity, 1, 1, 1]
        let chart = LineChart([.init("a", y: y, smoothing: 0.5)], y: Axis(low: 0, high: 2))
        let readout = chart.draw(on: &grid, in: grid.bounds)
        #expect(readout.missing == 3)
        let plot = (readout.plot.x..<20).map { column in
            (0..<2).contains { grid[column, $0].glyph.first > 0x2800 }
        }
        let firstGap = plot.firstIndex(of: false) ?? 0
        #expect(plot.first == true && plot.last == true && plot[firstGap...].contains(true))
    }

    @Test("the cursor reads the nearest value of each curve, raw and smoothed")
    func cursor() {
        var grid = Grid(width: 40, height: 10)
        let chart = LineChart(
            [
                .init("a", x: [0, 10, 20], y: [1, 2, 3], smoothing: 0.5),
                .init("b", x: [0, 20], y: [5, 6]), .init("none", y: []),
            ], cursor: 11)
        let readout = chart.draw(on: &grid, in: grid.bounds)
        #expect(readout.atCursor.count == 2)
        #expect(readout.atCursor[0].x == 10 && readout.atCursor[0].raw == 2)
        #expect(readout.atCursor[1] == .init(curve: 1, x: 20, y: 6, raw: nil))
        #expect(grid.text.contains("┊"))
    }

    @Test("a logarithmic axis that is impossible is linear and says why")
    func logarithmic() {
        var grid = Grid(width: 30, height: 8)
        let zero = LineChart([.init("a", y: [0, 1, 10])], scale: .log)
        let refused = zero.draw(on: &grid, in: grid.bounds)
        #expect(refused.y.scale == .linear && refused.note != nil)
        let positive = LineChart([.init("a", y: [0.1, 1, 10])], scale: .log)
        let accepted = positive.draw(on: &grid, in: grid.bounds)
        #expect(accepted.y.scale == .log && accepted.note == nil)
    }

    @Test("later curves own the cells they touch; raw values and ranges lie behind")
    func layers() {
        var grid = Grid(width: 30, height: 8)
        let flat = Array(repeating: 1.0, count: 10)
        let chart = LineChart(
            [
                .init(
                    "a", y: flat, range: (flat.map { $0 - 1 }, flat.map { $0 + 1 }),
                    style: .series(0)),
                .init("b", y: flat, style: .series(4)),
            ], y: Axis(low: 0, high: 2))
        chart.draw(on: &grid, in: grid.bounds)
        let roles = Set(grid.rolePlane)
        #expect(roles.contains("4") && roles.contains("m") && !roles.contains("0"))
    }

    @Test("charts of hostile numbers draw at every size, inside their rectangle")
    func everySize() {
        let wild: [Double] = [
            .nan, .infinity, -.infinity, 1e308, -1e308, 0, .leastNonzeroMagnitude, 1,
        ]
        let charts = [
            LineChart([]), LineChart([.init("e", y: [])]), LineChart([.init("one", y: [1])]),
            LineChart(
                [.init("w", y: wild, smoothing: 0.9, range: (wild, wild))], scale: .log, cursor: 2,
                hasGrid: true),
            LineChart([.init("w", x: wild, y: wild)], x: Axis(low: 0, high: 5), cursor: .nan),
        ]
        for height in 0...8 {
            for width in 0...16 {
                let rect = Rect(x: 1, y: 1, width: width, height: height)
                for chart in charts {
                    var grid = Grid(width: width + 2, height: height + 2)
                    chart.draw(on: &grid, in: rect)
                    check(grid, rect)
                }
                var grid = Grid(width: width + 2, height: height + 2)
                BarChart([.init("a", 3, note: "x"), .init("b", -2), .init("c", .nan)])
                    .draw(on: &grid, in: rect)
                check(grid, rect)
                grid = Grid(width: width + 2, height: height + 2)
                Histogram(wild, bins: 3).draw(on: &grid, in: rect)
                check(grid, rect)
                grid = Grid(width: width + 2, height: height + 2)
                Heatmap(
                    [.init("d0", wild), .init("d1", [0, 1])], x: Axis(low: 0, high: 9),
                    cursor: .init(row: 1, column: 1)
                )
                .draw(on: &grid, in: rect)
                check(grid, rect)
            }
        }
    }

    @Test("2,000 random places and sizes neither crash nor draw outside")
    func randomSizes() {
        var random = SplitMix(state: 1)
        for _ in 0..<2_000 {
            let screen = (
                Int.random(in: 0...70, using: &random), Int.random(in: 0...24, using: &random)
            )
            var grid = Grid(width: screen.0, height: screen.1)
            let rect = Rect(
                x: Int.random(in: -5...40, using: &random),
                y: Int.random(in: -5...20, using: &random),
                width: Int.random(in: 0...50, using: &random),
                height: Int.random(in: 0...20, using: &random))
            let y = (0..<Int.random(in: 0...90, using: &random)).map { _ in
                Double.random(in: -10...10, using: &random)
            }
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                LineChart(
                    [.init("a", y: y, smoothing: 0.6, range: (y.map { $0 - 1 }, y.map { $0 + 1 }))],
                    x: Axis(low: 5, high: 40), cursor: 20, hasGrid: true
                ).draw(on: &grid, in: rect)
            case 1: BarChart(y.map { .init("n", $0, note: "note") }).draw(on: &grid, in: rect)
            case 2: Histogram(y, bins: 7).draw(on: &grid, in: rect)
            case 3:
                Heatmap(
                    [.init("d0", y), .init("d1", y)], range: -10...10, x: Axis(low: 0, high: 1)
                )
                .draw(on: &grid, in: rect)
            case 4:
                grid.write(
                    TextDiff(old: "a b", new: "a c").inline(width: rect.width).lines, in: rect)
            default:
                let inside = grid.box(rect, title: "title 界", state: "state", isFocused: true)
                grid.write(Line("text ") + Line("界界界", .bad), in: inside, alignment: .trailing)
            }
            check(grid, rect)
        }
    }

    /// Records an issue if something was drawn outside a rectangle, or half a glyph anywhere.
    func check(_ grid: Grid, _ rect: Rect, line: SourceLocation = #_sourceLocation) {
        if !grid.isBlank(outside: rect) || !grid.isSound {
            Issue.record("drawn outside \(rect), or half a glyph", sourceLocation: line)
        }
    }

    @Test("a meter is exact to an eighth and keeps its width")
    func meters() {
        #expect(Bars.meter(0.5, width: 4).plain == "██  ")
        #expect(Bars.meter(0.5 + 3.0 / 32, width: 4).plain == "██▍ ")
        #expect(Bars.meter(.nan, width: 2).plain == "  ")
        #expect(Bars.meter(9, width: 2, track: .barTrack).plain == "██")
        for eighths in -4...44 {
            #expect(Bars.meter(Double(eighths) / 40, width: 5, track: .dim).width == 5)
        }
    }

    @Test("a sparkline spans its range and averages what does not fit")
    func sparklines() {
        #expect(Bars.sparkline([0, 1, 2, 7], width: 9).plain == "▁▂▃█")
        #expect(Bars.sparkline([0, 0, 7, 7], width: 2).plain == "▁█")
        #expect(Bars.sparkline([5, .nan, 5], width: 9).plain == "▁ ▁")
        #expect(Bars.sparkline([2, 5], width: 9, range: 0...7).plain == "▃▆")
        #expect(Bars.sparkline([], width: 3).plain == "")
    }

    @Test("a histogram counts each value once")
    func histograms() {
        let histogram = Histogram([0, 0.1, 0.5, 0.99, 1, 2, .nan], bins: 2, range: 0...1)
        #expect(histogram.counts == [2, 3] && histogram.outside == 2)
        var grid = Grid(width: 8, height: 4)
        histogram.draw(on: &grid, in: grid.bounds)
        #expect(grid.rowText(3) == "0      1")
        #expect(grid.rowText(2) == "████████" && grid.rowText(0) == "    ████")
    }

    @Test("bars share a zero, and those below it are hatched")
    func bars() {
        var grid = Grid(width: 24, height: 3)
        BarChart([
            .init("d0", 0.074, note: "+.074"), .init("d1", 0.037, note: "+.037"),
            .init("d2", -0.01, note: "-.010"),
        ]).draw(on: &grid, in: grid.bounds)
        let rows = (0..<3).map(grid.rowText)
        #expect(rows[0].hasPrefix("d0   ██") && rows[0].hasSuffix("█ +.074"))
        #expect(rows[2].hasPrefix("d2 ▒") && !rows[2].contains("█"))
    }

    @Test("a heatmap's shade rises with the value")
    func heatmaps() {
        #expect(Heatmap.line([0, 0.25, 0.5, 0.75, 1], width: 5).plain == "·░▒▓█")
        #expect(Heatmap.line([0, .nan], width: 4).plain == "··  ")
        #expect(Heatmap.line([], width: 2).plain == "  ")
        #expect(Heatmap.legend().plain == "0 ··░░▒▒▓▓██ 1")
    }

    @Test(
        "numbers are short and the same everywhere",
        arguments: [
            (0.0, "0"), (0.0131, "0.013"), (3.14159, "3.14"), (42.42, "42.4"), (512, "512"),
            (1482, "1482"), (23_712, "24k"), (9_120.5, "9.1k"), (999_600, "1.0M"), (0.0003, "3e-4"),
            (-1.5e9, "-1.5G"), (.nan, "nan"), (-.infinity, "-inf"), (1e300, "1e300"),
        ])
    func compactNumbers(_ value: Double, _ text: String) {
        #expect(NumberText.compact(value) == text)
    }

    @Test("fixed and signed numbers round and sign correctly")
    func fixedNumbers() {
        #expect(NumberText.fixed(0.125, decimals: 2) == "0.13")
        #expect(NumberText.fixed(-0.001, decimals: 2) == "0.00")
        #expect(NumberText.fixed(-12.5, decimals: 1) == "-12.5")
        #expect(NumberText.fixed(1e22, decimals: 2) == "1e22")
        #expect(NumberText.signed(0.07) == "+0.07" && NumberText.signed(0.001) == "0.00")
    }
}

extension Grid {
    /// Whether nothing was drawn outside a rectangle.
    func isBlank(outside rect: Rect) -> Bool {
        for y in 0..<height {
            for x in 0..<width where !rect.contains(column: x, row: y) && self[x, y] != Cell() {
                return false
            }
        }
        return true
    }
}
