/// A row with a handle on a track, to move through the steps of a run.
///
///     1 ━━━━e━━━━━━━!━●─────┴─────── 400  step 212
///
/// The part before the handle is heavier, marks stand on the track, the read-out is right of it.
public struct Scrubber: Sendable {
    /// What a drawing shows, for the mouse.
    public struct Placement: Hashable, Sendable {
        /// The track's cells; one row high, or empty.
        public var track: Rect
        /// The steps of its ends.
        public var steps: ClosedRange<Int>

        /// The column that shows a step.
        ///
        /// - Parameter step: the step; clamped to the track's.
        /// - Returns: a column of the screen, or nil if there is no track.
        public func column(of step: Int) -> Int? {
            guard track.width > 0 else { return nil }
            let length = steps.upperBound - steps.lowerBound
            let step = min(max(step, steps.lowerBound), steps.upperBound) - steps.lowerBound
            return track.x
                + Placement.scaled(step, from: length, to: track.width - 1, ifEmpty: 0)
        }

        /// The step at a column, for clicks and drags.
        ///
        /// While there are at least as many steps as columns, each column leads to a step that this
        /// column shows; while there are fewer, each step is found again at its column.
        ///
        /// - Parameter column: a column of the screen; beyond an end of the track it means that end.
        /// - Returns: the step, or nil if there is no track.
        public func step(atColumn column: Int) -> Int? {
            guard track.width > 0 else { return nil }
            let length = steps.upperBound - steps.lowerBound
            let place = min(max(column, track.x), track.maxX - 1) - track.x
            return steps.lowerBound
                + Placement.scaled(place, from: track.width - 1, to: length, ifEmpty: length)
        }

        /// The step under a cell of the screen.
        ///
        /// - Parameters:
        ///   - column: the cell's column.
        ///   - row: the cell's row.
        /// - Returns: the step, or nil if the cell is not on the track.
        public func step(atColumn column: Int, row: Int) -> Int? {
            track.contains(column: column, row: row) ? step(atColumn: column) : nil
        }

        /// `value · to / from`, rounded to nearest, halves up.
        private static func scaled(_ value: Int, from: Int, to: Int, ifEmpty: Int) -> Int {
            guard from > 0 else { return ifEmpty }
            // The value is no larger than `from`, so the result is no larger than `to`.
            let (quotient, rest) = from.dividingFullWidth(value.multipliedFullWidth(by: to))
            return quotient + (rest >= from - rest ? 1 : 0)
        }
    }

    /// The first and last step.
    public var steps: ClosedRange<Int>
    /// The step shown now.
    public var position: Int
    /// What happened on the way; later ones cover earlier ones.
    public var marks: [StepMark]
    /// What is written right of the track.
    public var readout: Line
    /// Whether the scrubber has the focus.
    public var isFocused: Bool

    /// Creates a scrubber.
    ///
    /// - Parameters:
    ///   - steps: the first and last step.
    ///   - position: the step shown now.
    ///   - marks: what happened on the way; later ones cover earlier ones.
    ///   - readout: what is written right of the track.
    ///   - isFocused: whether it has the focus.
    public init(
        _ steps: ClosedRange<Int>, position: Int, marks: [StepMark] = [], readout: Line = Line(),
        isFocused: Bool = true
    ) {
        self.steps = steps
        self.position = position
        self.marks = marks
        self.readout = readout
        self.isFocused = isFocused
    }

    /// Draws one row; the ends' numbers, then the read-out, give way where room is short.
    ///
    /// - Parameters:
    ///   - grid: where to draw.
    ///   - rect: where; its first row is used.
    /// - Returns: what was drawn where.
    @discardableResult
    public func draw(on grid: inout Grid, in rect: Rect) -> Placement {
        let row = rect.row(0)
        let ends = (Line("\(steps.lowerBound) ", .dim), Line(" \(steps.upperBound)", .dim))
        let parts = row.columns([
            .fixed(ends.0.width, priority: 1), .share(1, minimum: 8),
            .fixed(ends.1.width, priority: 1),
            .fixed(readout.width > 0 ? readout.width + 2 : 0, priority: 2),
        ])
        grid.write(ends.0, in: parts[0])
        grid.write(ends.1, in: parts[2])
        grid.write(readout, in: parts[3], alignment: .trailing)
        let track = parts[1]
        let placement = Placement(track: track, steps: steps)
        guard let handle = placement.column(of: position) else { return placement }
        grid.fill(track, with: BoxGlyph.horizontal, style: .barTrack)
        grid.fill(
            Rect(x: track.x, y: track.y, width: handle - track.x, height: 1),
            with: Glyph(scalar: "━"), style: .bar)
        for mark in marks
        where mark.place >= Double(steps.lowerBound) && mark.place <= Double(steps.upperBound) {
            guard let column = placement.column(of: Int(mark.place)) else { continue }
            grid.set(mark.glyph, x: column, y: track.y, style: mark.style, clip: track)
        }
        grid.set(
            Glyph(scalar: "●"), x: handle, y: track.y,
            style: isFocused ? .cursor.adding(.bold) : .cursor, clip: track)
        return placement
    }
}
