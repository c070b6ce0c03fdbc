import Testing

@testable import Rendering

@Suite struct HeatmapTests {
    @Test("rows, columns and scale are labelled; an empty cell is not a zero")
    func labelled() {
        var map = Heatmap(
            [.init("d0", [0, 0.5, 1]), .init("d1", [.nan, 0, 0.3])],
            cursor: .init(row: 1, column: 2))
        map.columnLabels = ["1", "50", "100"]
        map.hasLegend = true
        var grid = Grid(width: 15, height: 6)
        map.draw(on: &grid, in: grid.bounds)
        #expect(
            grid.text == """
                d0 ····▒▒▒▒████
                   ····▒▒▒▒████
                d1     ····░░░░
                       ····░░░░
                   1   50  100
                   0 ··░░▒▒▓▓█…
                """)
        #expect(grid[11, 2].style.attributes == .reverse && grid[10, 2].style.attributes == [])
        #expect(grid[0, 2].style.role == .cursor && grid[11, 4].style.role == .cursor)
        #expect(
            grid.reduced(to: .ascii).rowText(0) == "d0 ....====####"
                && grid.reduced(to: .ascii).rowText(2) == "d1     ....::::")
    }

    @Test("a scatter chart's points are shaded by their level; the last in a cell is seen")
    func scatter() {
        var grid = Grid(width: 20, height: 7)
        let chart = ScatterChart([
            .init(x: 0, y: 0, level: 0), .init(x: 10, y: 10, level: 1),
            .init(x: 5, y: 5, level: 0.2), .init(x: 5, y: 5, level: 0.5, sign: "*"),
            .init(x: .nan, y: 1, level: 1),
        ])
        chart.draw(on: &grid, in: grid.bounds)
        let plot = (0..<5).map { grid.rowText($0) }
        #expect(plot[0].contains("█") && plot[2].contains("*") && plot[4].contains("·"))
        #expect(plot.joined().filter { "·░▒▓█*".contains($0) }.count == 3)
        var none = Grid(width: 20, height: 7)
        ScatterChart([]).draw(on: &none, in: none.bounds)
        #expect(!none.text.contains("·"))
    }

    @Test("with an axis the cursor is marked on it")
    func axis() {
        var grid = Grid(width: 24, height: 4)
        let map = Heatmap(
            [.init("d0", Array(repeating: 0.5, count: 10))], x: Axis(low: 0, high: 100),
            cursor: .init(row: 0, column: 9))
        map.draw(on: &grid, in: grid.bounds)
        #expect(grid.rowText(2).contains("▲") && grid.rowText(3).contains("100"))
    }

    @Test("every cell leads to its values and every value to its cells")
    func mouse() {
        for count in [1, 2, 7, 30, 31, 200] {
            for width in [1, 2, 9, 30, 31, 64] {
                for height in [1, 3, 8] {
                    var grid = Grid(width: width + 2, height: height + 2)
                    let rect = Rect(x: 1, y: 1, width: width, height: height)
                    let values = (0..<count).map(Double.init)
                    let placed = Heatmap([.init("", values), .init("", values)], range: 0...200)
                        .draw(on: &grid, in: rect)
                    for y in 0..<grid.height {
                        for x in 0..<grid.width {
                            let cell = placed.cell(atColumn: x, row: y)
                            #expect((cell != nil) == placed.plot.contains(column: x, row: y))
                            guard let cell else { continue }
                            for column in cell.columns {
                                let cells = placed.rect(row: cell.row, column: column)
                                #expect(cells.contains(column: x, row: y))
                            }
                        }
                    }
                    for row in 0..<placed.rowCount {
                        for column in 0..<count {
                            let cells = placed.rect(row: row, column: column)
                            let cell = placed.cell(atColumn: cells.x, row: cells.y)
                            #expect(cell?.row == row && cell?.columns.contains(column) == true)
                        }
                    }
                    #expect(placed.rect(row: 2, column: 0).isEmpty)
                    #expect(placed.rect(row: 0, column: count).isEmpty)
                }
            }
        }
        var grid = Grid(width: 9, height: 9)
        let empty = Heatmap([]).draw(on: &grid, in: grid.bounds)
        #expect(empty.cell(atColumn: 1, row: 1) == nil)
    }
}
