import Testing

@testable import Rendering

@Suite struct ChartWindowTests {
    @Test("a line whose ends are outside the window is drawn through it, and the axis fits it")
    func entering() {
        func draw(_ x: [Double], _ y: [Double]) -> (text: String, readout: LineChart.Readout) {
            var grid = Grid(width: 40, height: 12)
            let readout = LineChart([.init("a", x: x, y: y)], x: Axis(low: 40, high: 60))
                .draw(on: &grid, in: grid.bounds)
            return (grid.text, readout)
        }
        let sparse = draw([0, 100], [0, 100])
        let dense = draw((0...1_000).map { Double($0) / 10 }, (0...1_000).map { Double($0) / 10 })
        #expect(sparse.readout.y == Axis(fitting: [40, 60]))
        #expect(abs(dense.readout.y.low - 39) < 0.1 && abs(dense.readout.y.high - 61) < 0.1)
        #expect(sparse.text.contains { $0.unicodeScalars.first.map { $0.value > 0x2800 } == true })
        // One end inside, entering from either side.
        let left = draw([0, 50], [0, 50]).readout.y
        let right = draw([50, 100], [50, 0]).readout.y
        #expect(left == Axis(fitting: [40, 50]) && right == Axis(fitting: [40, 50]))
        // A gap is not drawn through.
        let gap = draw([0, 45, 100], [0, .nan, 100])
        #expect(!gap.text.contains { $0.unicodeScalars.first.map { $0.value > 0x2800 } == true })
    }

    @Test("the same steps look the same however much lies outside the window")
    func clipping() {
        let x = (0..<400).map(Double.init)
        let y = x.map { ($0 * 7).truncatingRemainder(dividingBy: 31) }
        for dash in LineChart.Dash.allCases {
            func draw(_ part: Range<Int>) -> String {
                var grid = Grid(width: 60, height: 12)
                var curve = LineChart.Curve("a", x: Array(x[part]), y: Array(y[part]))
                curve.dash = dash
                LineChart([curve], x: Axis(low: 100, high: 130), y: Axis(low: 0, high: 31))
                    .draw(on: &grid, in: grid.bounds)
                return grid.text
            }
            #expect(draw(99..<132) == draw(0..<400))
        }
    }

    @Test("curves over each other differ by sign and dash, without colour and in ASCII")
    func distinguished() {
        let curves = (0..<8).map { number in
            LineChart.Curve("run \(number)", y: (0..<50).map { Double($0 * 8 + number * 60) })
                .distinguished(number)
        }
        var grid = Grid(width: 120, height: 40)
        let chart = LineChart(curves)
        chart.draw(on: &grid, in: grid.bounds)
        for sign in "●◆▲■○◇△□" { #expect(grid.text.contains(sign)) }
        let ascii = Set(
            "●◆▲■○◇△□".map { sign in
                var cell = Grid(width: 1, height: 1)
                cell.write(String(sign), x: 0, y: 0)
                return cell.reduced(to: .ascii).text
            })
        #expect(ascii.count == 8)
        #expect(Set(LineChart.Dash.allCases.map(\.sample)).count == 4)
        #expect(chart.legend(width: 30).plain == "●⠤⠤⠤⠤ run 0   ◆⠤⠤ ⠤ run 1   ▲…")
        // Two level curves at the same height: the dashes of the later let the earlier be seen.
        var both = Grid(width: 40, height: 6)
        let flat = Array(repeating: 1.0, count: 200)
        LineChart([.init("a", y: flat), LineChart.Curve("b", y: flat).distinguished(1)])
            .draw(on: &both, in: both.bounds)
        #expect(both.text.contains("◆"))
    }

    @Test("few values have a sign each, many a sign now and then")
    func signs() {
        func count(_ values: Int) -> Int {
            var grid = Grid(width: 70, height: 12)
            let y = (0..<values).map { Double($0 % 5) }
            LineChart([LineChart.Curve("a", y: y).distinguished(0)])
                .draw(on: &grid, in: grid.bounds)
            return grid.text.count { $0 == "●" }
        }
        #expect(count(5) == 5 && count(1) == 1)
        #expect((3...6).contains(count(1_000)))
    }

    @Test("columns and values of the horizontal axis lead to each other; a drag spans its columns")
    func columns() {
        for width in 6...50 {
            for axis in [Axis(low: 1, high: 400), Axis(low: 1, high: 400, scale: .log)] {
                var grid = Grid(width: width, height: 8)
                let readout = LineChart([], x: axis).draw(on: &grid, in: grid.bounds)
                for column in readout.plot.x..<readout.plot.maxX {
                    let value = readout.x(atColumn: column) ?? .nan
                    #expect(readout.column(ofX: value) == column)
                }
                #expect(readout.column(ofX: 1) == readout.plot.x)
                #expect(readout.column(ofX: 400) == readout.plot.maxX - 1)
                #expect(readout.column(ofX: 401) == nil)
                let all = readout.range(fromColumn: 999, toColumn: -5)
                #expect(
                    all.map { abs($0.lowerBound - 1) < 1e-9 && abs($0.upperBound - 400) < 1e-9 }
                        == true)
                let one = readout.range(fromColumn: readout.plot.x, toColumn: readout.plot.x)
                #expect(one.map { $0.lowerBound < $0.upperBound && $0.upperBound <= 400 } == true)
            }
        }
        var none = Grid(width: 0, height: 0)
        let readout = LineChart([]).draw(on: &none, in: none.bounds)
        #expect(readout.range(fromColumn: 0, toColumn: 3) == nil && readout.x(atColumn: 0) == nil)
    }

    @Test("marks stand on the axis with their labels on top, where they fit")
    func marks() {
        var grid = Grid(width: 44, height: 7)
        var chart = LineChart(
            [.init("a", x: [0, 100], y: [0, 1])], x: Axis(low: 0, high: 100),
            y: Axis(low: 0, high: 1))
        chart.marks = [
            StepMark(at: 25, "e", "beta .1"), StepMark(at: 75, "!", "stall", style: .bad),
            StepMark(at: 78, "f", "fork"), StepMark(at: 200, "x", "never"),
        ]
        chart.selection = 40...60
        chart.draw(on: &grid, in: grid.bounds)
        let rows = grid.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(rows[0].contains("╎beta .1") && rows[0].contains("stall"))
        #expect(!grid.text.contains("fork") && !grid.text.contains("never"))
        #expect(rows[5].contains("e") && rows[5].contains("!") && rows[5].contains("f"))
        #expect(grid.text.count { $0 == "╎" } >= 8)
        let chosen = (0..<44).filter { grid[$0, 2].style.ground == .select }
        #expect(chosen.count >= 8 && chosen.count <= 10)
        // Many marks keep their signs but draw no lines.
        chart.marks = (0..<20).map { StepMark(at: Double($0) * 5, "e", "edit") }
        var full = Grid(width: 44, height: 7)
        chart.draw(on: &full, in: full.bounds)
        #expect(!full.text.contains("╎") && !full.text.contains("edit"))
    }

    @Test("an impossible logarithmic axis says how many values are in its way")
    func logarithm() {
        var grid = Grid(width: 30, height: 8)
        let refused = LineChart([.init("a", y: [0, 1, -1, 10])], scale: .log)
            .draw(on: &grid, in: grid.bounds)
        #expect(refused.note == "log y needs values above zero; 2 shown are not")
        let zoomed = LineChart(
            [.init("a", y: [0, 1, 5, 10])], x: Axis(low: 1, high: 3), scale: .log
        )
        .draw(on: &grid, in: grid.bounds)
        #expect(zoomed.note == "log y needs values above zero" || zoomed.y.scale == .log)
    }

    @Test("zooming keeps its point, panning its length, and neither leaves the whole")
    func windows() {
        var random = SplitMix(state: 4)
        func number(_ range: ClosedRange<Double>) -> Double {
            range.lowerBound
                + Double(random.next() >> 11) / 9_007_199_254_740_992
                * (range.upperBound - range.lowerBound)
        }
        for scale in [AxisScale.linear, .log] {
            let whole = Axis(low: 1, high: 10_000, scale: scale)
            for _ in 0..<300 {
                let part = whole.zoomed(by: number(1...50), around: number(1...10_000))
                let value = part.value(at: number(0...1))
                let zoomed = part.zoomed(by: number(0.2...5), around: value)
                #expect(abs(zoomed.position(value) - part.position(value)) < 1e-6)
                let panned = part.panned(by: number(-3...3))
                let lengths = [part, panned].map { axis in
                    scale == .log ? axis.high / axis.low : axis.high - axis.low
                }
                #expect(abs(lengths[0] - lengths[1]) < 1e-6 * lengths[0])
                let kept = panned.kept(inside: whole, atLeast: 20)
                #expect(kept.low >= 1 - 1e-9 && kept.high <= 10_000 + 1e-6)
                #expect(kept.high - kept.low >= 20 - 1e-6)
            }
        }
        let axis = Axis(low: 0, high: 1)
        #expect(axis.zoomed(by: 0, around: 0) == axis && axis.panned(by: .nan) == axis)
        #expect(
            Axis(low: 200, high: 300).kept(inside: Axis(low: 0, high: 50)) == Axis(low: 0, high: 50)
        )
    }
}
