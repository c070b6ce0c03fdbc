extension LineChart {
    /// One series.
    public struct Curve: Sendable {
        /// What it is, for legends and read-outs.
        public var label: String
        /// Where the values stand, rising; as many as values.
        public var x: [Double]
        /// The values drawn on top.
        public var y: [Double]
        /// Unsmoothed values behind them.
        public var raw: [Double]?
        /// Lower and upper bounds of the range behind the curve; as many as values.
        public var range: (low: [Double], high: [Double])?
        /// How the curve looks.
        public var style: Style
        /// How its line is broken.
        public var dash = Dash.solid
        /// A sign set on the curve now and then, to tell it from others without colour.
        public var mark: Character?

        /// Creates a curve, smoothing its values if asked.
        ///
        /// - Parameters:
        ///   - label: what it is.
        ///   - x: where the values stand, rising; 0, 1, 2... if nil.
        ///   - y: the values.
        ///   - smoothing: the weight of the moving average, 0 for none.
        ///   - range: lower and upper bounds, as many as values.
        ///   - style: how the curve looks.
        public init(
            _ label: String, x: [Double]? = nil, y: [Double], smoothing: Double = 0,
            range: (low: [Double], high: [Double])? = nil, style: Style = .series(0)
        ) {
            self.label = label
            self.x = x ?? y.indices.map(Double.init)
            self.y = smoothing > 0 ? Smoothing.debiased(y, weight: smoothing) : y
            raw = smoothing > 0 ? y : nil
            self.range = range
            self.style = style
            precondition(
                self.x.count == y.count, "a curve has \(self.x.count) places and \(y.count) values")
        }

        /// The signs that tell curves apart, by number.
        static let marks: [Character] = Array("●◆▲■○◇△□")

        /// The curve as one of several over each other: with a colour, a sign and a dash of its own.
        ///
        /// - Parameter number: which of them, from 0.
        /// - Returns: the curve, told from seven others by its sign alone.
        public func distinguished(_ number: Int) -> Curve {
            var curve = self
            let wrapped = ((number % Role.seriesCount) + Role.seriesCount) % Role.seriesCount
            curve.style = .series(wrapped)
            curve.dash = Dash.allCases[wrapped % Dash.allCases.count]
            curve.mark = Curve.marks[wrapped]
            return curve
        }

        /// The curve's entry in a legend: its sign, a piece of its line, its label.
        public var key: Line {
            let sign = mark.map { String($0) } ?? ""
            return Line([Span(sign + dash.sample, style), Span(" " + label)])
        }
    }

    /// How a curve's line is broken, so that curves differ without colour.
    public enum Dash: String, Sendable, CaseIterable {
        /// Not at all.
        case solid
        /// Long strokes.
        case dashed
        /// Single dots.
        case dotted
        /// Strokes and dots in turn.
        case dashDotted

        /// Whether the line is drawn at a distance along it, counted in dots from its start.
        func isDrawn(at distance: Int) -> Bool {
            switch self {
            case .solid: true
            case .dashed: distance % 6 < 4
            case .dotted: distance % 3 == 0
            case .dashDotted: distance % 10 < 5 || distance % 10 == 7
            }
        }

        /// Four cells of a level line.
        var sample: String {
            var text = ""
            for cell in 0..<4 {
                let left: UInt32 = isDrawn(at: cell * 2) ? 0x04 : 0
                let right: UInt32 = isDrawn(at: cell * 2 + 1) ? 0x20 : 0
                // Some fonts draw the dots that are not set.
                let dots = left + right
                text.unicodeScalars.append(dots == 0 ? " " : Unicode.Scalar(0x2800 + dots) ?? " ")
            }
            return text
        }
    }

    /// The entries of all curves side by side.
    ///
    /// - Parameter width: the columns they may take.
    /// - Returns: a line of at most that width.
    public func legend(width: Int) -> Line {
        var line = Line()
        for curve in curves {
            if !line.spans.isEmpty { line.append("   ") }
            line += curve.key
        }
        return line.truncated(to: width)
    }
}
