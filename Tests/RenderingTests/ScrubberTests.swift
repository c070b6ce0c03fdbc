import Testing

@testable import Rendering

@Suite struct ScrubberTests {
    @Test("track, marks, handle and read-out stand in one row, in ASCII too")
    func row() {
        var grid = Grid(width: 44, height: 1)
        let scrubber = Scrubber(
            1...400, position: 200,
            marks: [
                StepMark(at: 100, "e"), StepMark(at: 300, "!", style: .bad),
                StepMark(at: 300, "日"), StepMark(at: 500, "x"),
            ], readout: "step 200")
        let placement = scrubber.draw(on: &grid, in: grid.bounds)
        #expect(grid.text == "1 ━━━━━━━e━━━━━●──────?─────── 400  step 200")
        #expect(placement.track.width == 28)
        #expect(
            grid.reduced(to: .ascii).text == "1 =======e=====o------?------- 400  step 200")
    }

    @Test("steps and columns lead to each other, whichever there are more of")
    func roundTrip() {
        for width in 1...60 {
            for count in [1, 2, 3, 7, 30, 59, 60, 61, 400, 10_000] {
                let track = Rect(x: 5, y: 3, width: width, height: 1)
                let placement = Scrubber.Placement(track: track, steps: 1...count)
                let columns = (1...count).compactMap { placement.column(of: $0) }
                #expect(columns == columns.sorted() && columns.count == count)
                #expect(columns.allSatisfy { $0 >= 5 && $0 < 5 + width })
                if count >= width {
                    for column in 5..<(5 + width) {
                        let step = placement.step(atColumn: column) ?? 0
                        #expect(placement.column(of: step) == column)
                    }
                }
                if count <= width {
                    for step in 1...count {
                        let column = placement.column(of: step) ?? 0
                        #expect(placement.step(atColumn: column) == step)
                    }
                }
                if width > 1 {
                    #expect(placement.step(atColumn: -9) == 1)
                    #expect(placement.step(atColumn: 99) == count)
                    #expect(placement.step(atColumn: 4, row: 3) == nil)
                    #expect(placement.step(atColumn: 5, row: 3) == 1)
                }
            }
        }
        let huge = Scrubber.Placement(
            track: Rect(width: 80, height: 1), steps: 0...(Int.max - 1))
        #expect(huge.column(of: Int.max) == 79 && huge.column(of: 0) == 0)
    }

    @Test("it draws inside its row at every width")
    func sizes() {
        for width in 0...50 {
            var grid = Grid(width: width + 2, height: 3)
            let rect = Rect(x: 1, y: 1, width: width, height: 1)
            Scrubber(1...9, position: 99, marks: [StepMark(at: .nan, "e")], readout: "step 9 of 9")
                .draw(on: &grid, in: rect)
            let isInside = grid.isBlank(outside: rect)
            #expect(isInside)
        }
        var grid = Grid(width: 5, height: 0)
        #expect(Scrubber(1...9, position: 1).draw(on: &grid, in: grid.bounds).column(of: 2) == nil)
    }

    @Test("a sparkline's eight heights differ and rise in ASCII too")
    func sparkline() {
        var grid = Grid(width: 8, height: 1)
        grid.write(Bars.sparkline((0..<8).map(Double.init), width: 8), x: 0, y: 0)
        #expect(grid.text == "▁▂▃▄▅▆▇█")
        let ascii = Array(grid.reduced(to: .ascii).text)
        #expect(Set(ascii).count == 8 && ascii.first == "_" && ascii.last == "#")
    }
}
