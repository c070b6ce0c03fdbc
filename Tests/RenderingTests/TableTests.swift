import Testing

@testable import Rendering

@Suite struct TableTests {
    let columns = [
        TableColumn("id", .fixed(4)), TableColumn("task", .share(minimum: 6)),
        TableColumn("score", .fixed(6, priority: 2), alignment: .trailing, order: .descending),
        TableColumn("age", .fixed(3, priority: 1), alignment: .trailing),
    ]

    func screen(
        width: Int, height: Int, rows: Int = 9, selection: Int? = nil, offset: Int = 0,
        isFocused: Bool = true
    ) -> (grid: Grid, placement: Table.Placement) {
        var grid = Grid(width: width, height: height)
        let table = Table(
            columns, rowCount: rows, selection: selection, offset: offset, isFocused: isFocused)
        let placement = table.draw(on: &grid, in: grid.bounds) { row in
            [Line("\(row)"), "countdown", Line("0.\(row)00"), "12"]
        }
        return (grid, placement)
    }

    @Test("columns line up under their headings, and the sort is marked")
    func wide() {
        let (grid, placement) = screen(width: 30, height: 4, rows: 3)
        #expect(
            grid.text == """
                id   task           score▼ age
                0    countdown       0.000  12
                1    countdown       0.100  12
                2    countdown       0.200  12
                """)
        #expect(placement.rows == 0..<3)
        #expect(
            placement.row(atColumn: 2, row: 3) == 2 && placement.row(atColumn: 2, row: 0) == nil)
    }

    @Test("columns of low priority give way, with their gaps")
    func narrow() {
        #expect(screen(width: 20, height: 2, rows: 1).grid.rowText(0) == "id   task     score▼")
        #expect(screen(width: 12, height: 2, rows: 1).grid.rowText(0) == "id   task")
        #expect(screen(width: 12, height: 2, rows: 1).grid.rowText(1) == "0    countd…".prefix(12))
    }

    @Test("the selection is seen, moved as little as needed, and marked across the row")
    func selection() {
        #expect(Table.offset(0, showing: 5, rowCount: 9, height: 4) == 2)
        #expect(Table.offset(5, showing: 2, rowCount: 9, height: 4) == 2)
        #expect(Table.offset(8, showing: nil, rowCount: 9, height: 4) == 5)
        #expect(Table.offset(3, showing: 4, rowCount: 9, height: 4) == 3)
        #expect(Table.offset(3, showing: 4, rowCount: 2, height: 4) == 0)
        let (grid, placement) = screen(width: 30, height: 5, selection: 6)
        #expect(placement.rows == 3..<7)
        #expect(grid.rolePlane.split(separator: "\n")[4].prefix(29).allSatisfy { $0 == "s" })
        let inactive = screen(width: 30, height: 5, selection: 6, isFocused: false).grid
        #expect(inactive.rolePlane.split(separator: "\n")[4].prefix(29).allSatisfy { $0 == "i" })
    }

    @Test("only rows that are seen are asked for, at every size")
    func virtual() {
        for height in 0...6 {
            for width in 0...34 {
                for rows in [0, 1, 5, 1_000_000] {
                    var asked: [Int] = []
                    var grid = Grid(width: width + 1, height: height + 1)
                    let rect = Rect(x: 1, y: 1, width: width, height: height)
                    Table(columns, rowCount: rows, selection: rows - 1, offset: 3)
                        .draw(on: &grid, in: rect) { row in
                            asked.append(row)
                            return ["1", "2", "3", "4"]
                        }
                    #expect(asked.count <= height && asked.allSatisfy { $0 >= 0 && $0 < rows })
                    let isInside = grid.isBlank(outside: rect)
                    #expect(isInside)
                }
            }
        }
    }
}
