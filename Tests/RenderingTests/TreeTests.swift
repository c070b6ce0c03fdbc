import Testing

@testable import Rendering

@Suite struct TreeTests {
    let items: [(id: String, parent: String?)] = [
        ("a", nil), ("a1", "a"), ("a2", "a"), ("a1x", "a1"), ("a1y", "a1"), ("b", nil), ("b1", "b"),
        ("b1x", "b1"),
    ]

    func screen(
        folded: Set<String> = [], width: Int = 24, height: Int = 9, shift: Int = 0,
        selection: Int? = nil
    ) -> (grid: Grid, placement: Tree<String>.Placement) {
        let outline = TreeOutline(items)
        var grid = Grid(width: width, height: height)
        let tree = Tree(
            outline, rows: outline.rows(folded: folded), selection: selection, shift: shift)
        let placement = tree.draw(on: &grid, in: grid.bounds) { Line("task \($0.id)") }
        return (grid, placement)
    }

    @Test("guides lead from each row to what it stands below, whatever the order of the items")
    func guides() {
        #expect(
            screen().grid.text == """
                ▾ task a
                ├─▾ task a1
                │ ├── task a1x
                │ └── task a1y
                └── task a2
                ▾ task b
                └─▾ task b1
                  └── task b1x

                """)
        #expect(
            screen(folded: ["a1", "b", "b1x"]).grid.text == """
                ▾ task a
                ├─▸ task a1
                └── task a2
                ▸ task b





                """)
        #expect(
            screen(height: 8).grid.reduced(to: .ascii).text.hasPrefix(
                """
                v task a
                +-v task a1
                | +-- task a1x
                | +-- task a1y
                """))
    }

    @Test("a cut shows the right part of every row")
    func shift() {
        let rows = screen(width: 12, shift: 3).grid.text.split(separator: "\n")
        #expect(rows.prefix(3) == ["…sk a", "…task a1", "…─ task a1x"])
        let outline = TreeOutline((0..<100).map { (id: $0, parent: $0 == 0 ? nil : $0 - 1) })
        for row in outline.rows() {
            for before in [0, 50, 500] {
                let cut = Tree.shift(before, showing: row, width: 30)
                let start = row.depth * 2 + 2 - cut
                #expect(cut >= 0 && start >= 0 && start <= 20)
            }
        }
        #expect(Tree.shift(0, showing: outline.rows()[3], width: 30) == 0)
    }

    @Test("clicks find rows and fold marks, also when cut")
    func mouse() {
        let (grid, placement) = screen()
        for y in 0..<8 {
            for x in 0..<grid.width {
                let isMark = "▾▸".contains(grid[x, y].glyph.text)
                #expect(placement.folding(atColumn: x, row: y) == (isMark ? y : nil))
                #expect(placement.row(atColumn: x, row: y) == y)
            }
        }
        #expect(placement.row(atColumn: 0, row: 8) == nil)
        let cut = screen(shift: 2)
        #expect(cut.placement.folding(atColumn: 0, row: 0) == nil)
        #expect(cut.placement.folding(atColumn: 0, row: 1) == nil)
    }

    @Test("only rows that are seen are asked for, also of a million")
    func virtual() {
        let outline = TreeOutline(
            (0..<20_000).map { (id: $0, parent: $0 == 0 ? nil : ($0 - 1) / 3) })
        let rows = outline.rows()
        #expect(rows.count == 20_000)
        for height in 0...6 {
            for width in 0...30 {
                var asked = 0
                var grid = Grid(width: width + 2, height: height + 2)
                let rect = Rect(x: 1, y: 1, width: width, height: height)
                Tree(
                    outline, rows: rows, title: "task", columns: [TableColumn("n", .fixed(3))],
                    selection: 19_999
                ).draw(on: &grid, in: rect) { row in
                    asked += 1
                    return Line("\(row.id)")
                } cells: { _ in
                    ["1"]
                }
                #expect(asked <= height)
                let isInside = grid.isBlank(outside: rect)
                #expect(isInside)
            }
        }
    }

    @Test("folding hides exactly what stands below, in random forests")
    func folding() {
        var random = SplitMix(state: 5)
        for _ in 0..<50 {
            let count = 1 + Int(random.next() % 60)
            var parents: [Int: Int] = [:]
            let items = (0..<count).map { item -> (id: Int, parent: Int?) in
                let parent =
                    item > 0 && random.next() % 4 > 0 ? Int(random.next() % UInt64(item)) : nil
                parents[item] = parent
                return (item, parent)
            }
            let outline = TreeOutline(items)
            let folded = Set((0..<count).filter { _ in random.next() % 3 == 0 })
            func ancestors(_ item: Int) -> [Int] {
                Array(sequence(first: item) { parents[$0] }.dropFirst())
            }
            let rows = outline.rows(folded: folded)
            let seen = (0..<count).filter { folded.isDisjoint(with: ancestors($0)) }
            #expect(rows.map(\.id).sorted() == seen)
            #expect(rows.allSatisfy { $0.depth == ancestors($0.id).count })
            for item in 0..<count {
                let outermost = ancestors(item).last { folded.contains($0) } ?? item
                #expect(outline.shown(for: item, folded: folded) == outermost)
                #expect(outline.parent(of: item) == parents[item])
            }
            for row in outline.rows() {
                let below = (0..<count).filter { ancestors($0).contains(row.id) }
                #expect(row.descendants == below.count)
                #expect(outline.guides(of: row).width == row.depth * 2 + 2)
            }
            let wanted = outline.rows { $0 % 7 == 0 }.map(\.id)
            let kept = Set((0..<count).filter { $0 % 7 == 0 }.flatMap { ancestors($0) + [$0] })
            #expect(Set(wanted) == kept && wanted.count == kept.count)
        }
    }

    @Test("circles, strangers and doubles do no harm")
    func malformed() {
        let items: [(id: Int, parent: Int?)] = [
            (1, 2), (2, 3), (3, 1), (4, 4), (5, 99), (5, 1), (6, 5),
        ]
        let outline = TreeOutline(items)
        #expect(outline.ids.sorted() == [1, 2, 3, 4, 5, 6])
        #expect(outline.rows().map(\.id) == [4, 5, 6, 1, 3, 2])
        #expect(outline.rows().map(\.depth) == [0, 0, 1, 0, 1, 2])
        #expect(outline.firstChild(of: 5) == 6 && outline.branches == [1, 3, 5])
        #expect(TreeOutline<Int>([]).rows().isEmpty)
        let deep = TreeOutline((0..<100_000).map { (id: $0, parent: $0 == 0 ? nil : $0 - 1) })
        #expect(deep.rows().last?.depth == 99_999)
    }

    @Test("an item's row is found among all rows, and not where it is folded away")
    func index() {
        let outline = TreeOutline(items)
        for folded in [[], ["a1"], ["a", "b"]] as [Set<String>] {
            let rows = outline.rows(folded: folded)
            for (id, _) in items {
                #expect(outline.index(of: id, in: rows) == rows.firstIndex { $0.id == id })
            }
            #expect(outline.index(of: "c", in: rows) == nil)
        }
        let few = outline.rows { $0 == "b1x" }
        #expect(few.map { outline.index(of: $0.id, in: few) } == [0, 1, 2])
    }
}
