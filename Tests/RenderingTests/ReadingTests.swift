import Testing

@testable import Rendering

@Suite struct ReadingTests {
    @Test("panes are read one after the other, title first, without frames and bars")
    func order() {
        let panes = [
            ReadingPane(
                title: "Run", lines: ["strategy  exit", "", Line("solved    ██▌░░ 27%"), "└─ end"]),
            ReadingPane(title: Line("Buffer  ") + Line("12/512"), lines: []),
            ReadingPane(title: "", lines: ["footer: q quit"]),
        ]
        #expect(
            ReadingPane.text(panes) == """
                Run:
                strategy, exit
                solved, 27%
                end

                Buffer, 12/512:
                nothing

                footer: q quit

                """)
        #expect(ReadingPane.text([]).isEmpty)
    }

    @Test("what was drawn is read, the selected row by name, curves left out")
    func drawn() {
        var grid = Grid(width: 30, height: 6)
        let inside = grid.box(grid.bounds, title: "Buffer")
        Table(
            [TableColumn("id", .fixed(4)), TableColumn("task", .share())], rowCount: 2, selection: 1
        )
        .draw(on: &grid, in: inside) { [Line("\($0)"), "count\u{1B}down"] }
        let pane = ReadingPane(title: "Buffer", grid, in: inside)
        #expect(pane.lines == ["id, task", "0, count^[down", "selected: 1, count^[down"])
        var chart = Grid(width: 30, height: 6)
        LineChart([.init("a", y: [1, 2, 3])]).draw(on: &chart, in: chart.bounds)
        let text = ReadingPane.text([ReadingPane(title: "reward", chart, in: chart.bounds)])
        #expect(!text.unicodeScalars.contains { (0x2500...0x28FF).contains($0.value) })
        #expect(text.hasPrefix("reward:\n"))
        #expect(
            ReadingPane(title: "x", grid, in: Rect(x: 90, y: 2, width: 5, height: 5)).lines.isEmpty)
    }
}
