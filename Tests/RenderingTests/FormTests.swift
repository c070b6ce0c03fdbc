import Testing

@testable import Rendering

@Suite struct FormTests {
    let fields = [
        FormField("name", .text(""), placeholder: "made for you", heading: "New run"),
        FormField("strategy", .choice(["grpo", "exit"], selected: 1)),
        FormField("steps", .text("4000"), note: Line("1 or more", .dim), problem: "expected less"),
        FormField("", .button("start"), isEnabled: false),
    ]

    func screen(
        selection: Int?, cursor: Int = 0, width: Int = 40, height: Int = 7,
        fields: [FormField]? = nil
    ) -> (grid: Grid, placement: Form.Placement) {
        var grid = Grid(width: width, height: height)
        let placement = Form(fields ?? self.fields, selection: selection, cursor: cursor)
            .draw(on: &grid, in: grid.bounds)
        return (grid, placement)
    }

    @Test("labels, values, notes and problems line up")
    func lines() {
        let (grid, placement) = screen(selection: 2, cursor: 4)
        #expect(
            grid.text == """
                New run
                  name      made for you
                  strategy   grpo  [exit]
                > steps     4000   1 or more
                            ! expected less
                            [ start ]

                """)
        #expect(placement.cursor?.column == 16 && placement.cursor?.row == 3)
        #expect(grid[16, 3].style == Style(.input, .reverse))
        #expect(screen(selection: 1).placement.cursor == nil)
    }

    @Test("clicks find fields, words and places in the text")
    func mouse() {
        let (_, placement) = screen(selection: 2, cursor: 4)
        #expect(placement.hit(atColumn: 3, row: 1) == .field(0))
        #expect(placement.hit(atColumn: 13, row: 2) == .choice(1, 0))
        #expect(placement.hit(atColumn: 20, row: 2) == .choice(1, 1))
        #expect(placement.hit(atColumn: 13, row: 3) == .text(2, character: 1))
        #expect(placement.hit(atColumn: 17, row: 3) == .text(2, character: 4))
        #expect(placement.hit(atColumn: 15, row: 5) == .field(3))
        #expect(
            placement.hit(atColumn: 0, row: 0) == nil && placement.hit(atColumn: 0, row: 6) == nil)
    }

    @Test("a choice that does not fit shows one word between arrows")
    func narrow() {
        let (grid, placement) = screen(selection: 1, width: 22)
        #expect(grid.rowText(2) == "> strategy < exit >")
        #expect(placement.hit(atColumn: 11, row: 2) == .turn(1, by: -1))
        #expect(placement.hit(atColumn: 17, row: 2) == .turn(1, by: 1))
    }

    @Test("a long text is cut so that its cursor is seen, wide letters and escapes too")
    func longText() {
        let text = "日本\u{1B}語 and a much longer text than fits"
        for cursor in 0...text.count {
            for width in 12...30 {
                let (_, placement) = screen(
                    selection: 0, cursor: cursor, width: width, height: 2,
                    fields: [FormField("t", .text(text))])
                let caret = placement.cursor
                #expect(caret.map { $0.column >= 5 && $0.column < width } == true)
            }
        }
    }

    @Test("the selected field is seen at every size, and nothing is drawn outside")
    func sizes() {
        for width in 0...40 {
            for height in 0...9 {
                for selection in 0..<4 {
                    var grid = Grid(width: width + 2, height: height + 2)
                    let rect = Rect(x: 1, y: 1, width: width, height: height)
                    let placement = Form(fields, selection: selection, offset: 99)
                        .draw(on: &grid, in: rect)
                    let isInside = grid.isBlank(outside: rect)
                    #expect(isInside)
                    if width > 0, height > 0 {
                        let rows = (1...height).map { grid[1, $0].glyph.text }
                        #expect(rows.contains(">"), "\(width)x\(height), field \(selection)")
                    }
                    #expect(placement.offset >= 0)
                }
            }
        }
    }
}
