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

    @Test("pinned rows stay on top while the others scroll, and the mouse finds both")
    func pinned() {
        var grid = Grid(width: 14, height: 6)
        var table = Table([TableColumn("id", .fixed(4))], rowCount: 20, selection: 12)
        table.pinned = 2
        table.marked = [1, 12]
        let placement = table.draw(on: &grid, in: grid.bounds) { [Line("\($0)")] }
        #expect(grid.text == "  id\n  0\n● 1\n  10         │\n  11         █\n● 12         │")
        #expect(placement.rows == 10..<13 && placement.pinned == 2)
        let found = (0..<6).map { placement.row(atColumn: 3, row: $0) }
        #expect(found == [nil, 0, 1, 10, 11, 12])
        // No more than half of the room is pinned, and a pinned selection scrolls nothing.
        table.pinned = 20
        table.selection = 1
        table.offset = 4
        var small = Grid(width: 14, height: 5)
        #expect(table.draw(on: &small, in: small.bounds) { [Line("\($0)")] }.rows == 4..<6)
    }

    @Test("scrolled sideways, the first column stays and later ones get room")
    func sideways() {
        var grid = Grid(width: 16, height: 2)
        var table = Table(columns, rowCount: 1)
        table.shift = 1
        let cells = [Line("0"), Line("task"), Line("0.100"), Line("12")]
        let placement = table.draw(on: &grid, in: grid.bounds) { _ in cells }
        #expect(grid.text == "id  ‹score▼ age\n0     0.100  12")
        #expect(placement.hidden == (1, 0))
        table.shift = 99
        var last = Grid(width: 16, height: 2)
        table.draw(on: &last, in: last.bounds) { _ in cells }
        #expect(last.text == "id  ‹age\n0     12")
    }

    @Test("a click on a heading finds its column, shown or scrolled")
    func headings() {
        let (_, placement) = screen(width: 30, height: 4, rows: 3)
        let found = (0..<30).map { placement.heading(atColumn: $0, row: 0) }
        #expect(found[0] == 0 && found[4] == nil && found[5] == 1 && found[21] == 2)
        #expect(found[29] == 3 && placement.heading(atColumn: 0, row: 1) == nil)
        #expect(screen(width: 20, height: 4, rows: 3).placement.heading(atColumn: 19, row: 0) == 2)
    }

    @Test("what a search found keeps its colours in the selected row")
    func matchInSelection() {
        var grid = Grid(width: 12, height: 2)
        Table([TableColumn("id", .share())], rowCount: 1, selection: 0)
            .draw(on: &grid, in: grid.bounds) { _ in
                [Line("one two").highlighting("TWO".lowercased())]
            }
        #expect(grid.rolePlane.split(separator: "\n").last == "ssssMMMsssss")
    }
}
