import Testing

@testable import Rendering

@Suite struct GridTests {
    @Test("text is clipped at every edge, and half a wide glyph becomes a space")
    func clipping() {
        var grid = Grid(width: 4, height: 1)
        grid.write("abcdef", x: -2, y: 0)
        #expect(grid.text == "cdef")
        grid.write("界界界", x: -1, y: 0)
        #expect(grid.text == " 界")
        #expect(grid[3, 0].glyph == .space)
        #expect(grid[1, 0].glyph.width == 2 && grid[2, 0].glyph == .continuation)
        grid.write("ignored", x: 0, y: 1)
        grid.write("ignored", x: 0, y: -1)
        #expect(grid.text == " 界")
    }

    @Test("overwriting half of a wide glyph clears the other half")
    func halves() {
        for x in 0..<4 {
            var grid = Grid(width: 4, height: 1)
            grid.write("界界", x: 0, y: 0)
            grid.write("x", x: x, y: 0)
            let expected = ["x 界", " x界", "界x", "界 x"][x]
            #expect(grid.text == expected)
            #expect(grid.isSound)
        }
    }

    @Test("a clip rectangle bounds text, fills and copies")
    func clips() {
        var grid = Grid(width: 6, height: 2)
        let clip = Rect(x: 1, y: 0, width: 3, height: 1)
        grid.write("abcdef", x: 0, y: 0, clip: clip)
        grid.write("abcdef", x: 0, y: 1, clip: clip)
        #expect(grid.text == " bcd\n")
        var other = Grid(width: 6, height: 1)
        other.write("uvwxyz", x: 0, y: 0)
        grid.copy(other, x: 0, y: 1, clip: Rect(x: 2, y: 1, width: 2, height: 9))
        #expect(grid.text == " bcd\n  wx")
        grid.copy(other, from: Rect(x: 4, y: 0, width: 9, height: 9), x: 0, y: 1)
        #expect(grid.text == " bcd\nyzwx")
    }

    @Test("a box carries title and state, and gives up the state first")
    func boxes() {
        func top(_ width: Int) -> String {
            var grid = Grid(width: width, height: 3)
            grid.box(grid.bounds, title: "Buffer", state: "by score")
            return grid.rowText(0)
        }
        #expect(top(26) == "┌─ Buffer ─── by score ─┐".replacing("───", with: "────"))
        #expect(top(23) == "┌─ Buffer ─ by score ─┐")
        #expect(top(22) == "┌─ Buffer ───────────┐")
        #expect(top(12) == "┌─ Buffer ─┐")
        #expect(top(11) == "┌─ Buff… ─┐")
        #expect(top(7) == "┌─ … ─┐")
        #expect(top(6) == "┌────┐")
        #expect(top(2) == "┌┐")
        #expect(top(1) == "│")
    }

    @Test("a box never draws outside its rectangle, at any place and size")
    func boxBounds() {
        for width in 0...6 {
            for height in 0...5 {
                for rect in Rect.every(width: 5, height: 5) {
                    var grid = Grid(width: width, height: height)
                    let inside = grid.box(rect, title: "T", state: "s", isFocused: true)
                    #expect(inside.isEmpty || rect.intersection(inside) == inside)
                    for y in 0..<height {
                        for x in 0..<width where !rect.contains(column: x, row: y) {
                            #expect(grid[x, y] == Cell())
                        }
                    }
                }
            }
        }
    }

    @Test("the role plane shows what cells mean")
    func rolePlane() {
        var grid = Grid(width: 8, height: 2)
        grid.write(Line("ab", .bad) + Line("c") + Line("d", .series(3)), x: 0, y: 0)
        grid.write("xy", x: 1, y: 1, style: Style(.text, on: .select))
        #expect(grid.rolePlane == "xx.3\n ss")
    }

    @Test("every named role has a name and a letter of its own")
    func roleNames() {
        #expect(Set(Role.named.map(\.name)).count == Role.named.count)
        #expect(Set(Role.named.map(\.letter)).count == Role.named.count)
        #expect(Role.disabled.name == "disabled" && Role.named.last == Role.disabled)
        #expect(Role.series(9) == Role.series(1) && Role.series(-1) == Role.series(7))
        #expect(Role.heat(.nan) == Role.heat(0) && Role.heat(7) == Role.heat(1))
    }

    @Test("the ASCII set replaces glyphs one for one and leaves only printable ASCII")
    func ascii() {
        var grid = Grid(width: 12, height: 4)
        grid.box(grid.bounds, title: "e\u{301}")
        grid.write("⣀▇…界▶e\u{301}", x: 1, y: 1)
        let reduced = grid.reduced(to: .ascii)
        #expect(
            reduced.text == """
                +- e ------+
                |.%~??>e   |
                |          |
                +----------+
                """)
        let isPrintable = reduced.cells.allSatisfy {
            $0.glyph.first >= 0x20 && $0.glyph.first < 0x7F && $0.glyph[1] == 0
        }
        #expect(isPrintable)
        #expect(grid.reduced(to: .blocks).rowText(1).hasPrefix("│▄▇…界▶e\u{301}"))
    }

    @Test("all braille patterns have a block and an ASCII form, blank only when blank")
    func braille() throws {
        for dots in UInt32(0)...255 {
            let scalar = try #require(Unicode.Scalar(0x2800 + dots))
            let glyph = Glyph(scalar: scalar)
            #expect((GlyphReduction.ascii(glyph) == .space) == (dots == 0))
            #expect((GlyphReduction.blocks(glyph) == .space) == (dots == 0))
        }
    }
}

extension Grid {
    /// Whether every wide glyph has its continuation and every continuation its wide glyph.
    var isSound: Bool {
        for y in 0..<height {
            var isOwed = false
            for x in 0..<width {
                let glyph = self[x, y].glyph
                if isOwed != (glyph == .continuation) { return false }
                isOwed = glyph.width == 2
            }
            if isOwed { return false }
        }
        return true
    }
}

extension Rect {
    /// Every rectangle with corners from -1 to one past the given size.
    static func every(width: Int, height: Int) -> [Rect] {
        var result: [Rect] = []
        for y in -1...height {
            for x in -1...width {
                for rows in 0...(height + 1) {
                    for columns in 0...(width + 1) {
                        result.append(Rect(x: x, y: y, width: columns, height: rows))
                    }
                }
            }
        }
        return result
    }
}
