/// What a glyph of frames, blocks or dots covers of its cell.
enum CellShape: Equatable {
    /// A part of a cell: the cell is 1 wide and 1 high.
    struct Area: Equatable {
        var x: Double
        var y: Double
        var width: Double
        var height: Double
    }

    /// A place in a cell.
    struct Place: Equatable {
        var x: Double
        var y: Double
    }

    /// Filled parts.
    case areas([Area], opacity: Double)
    /// Dots of a braille pattern.
    case dots([Place])
    /// A letter or a sign, which fonts know how to draw.
    case text

    /// The shape of a glyph.
    ///
    /// - Parameter glyph: what a cell shows.
    init(_ glyph: Glyph) {
        let scalar = glyph.first
        // A sign with marks is text, whatever it is.
        guard glyph.width == 1, glyph[1] == 0 else {
            self = .text
            return
        }
        switch scalar {
        case 0x2800...0x28FF: self = .dots(CellShape.dots(scalar - 0x2800))
        case 0x2580...0x259F: self = CellShape.block(scalar)
        case 0x2500...0x257F:
            let arms = CellShape.arms[scalar]
            self = arms.map { .areas(CellShape.lines($0), opacity: 1) } ?? .text
        default: self = .text
        }
    }

    /// The dots of a braille pattern: Unicode numbers them down the left, down the right, then the
    /// last row.
    private static func dots(_ bits: UInt32) -> [Place] {
        let order = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
        var places: [Place] = []
        for (bit, place) in order.enumerated() where bits >> UInt32(bit) & 1 != 0 {
            places.append(
                Place(x: (Double(place.0) + 0.5) / 2, y: (Double(place.1) + 0.5) / 4))
        }
        return places
    }

    private static func block(_ scalar: UInt32) -> CellShape {
        func area(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> CellShape {
            .areas([Area(x: x, y: y, width: width, height: height)], opacity: 1)
        }
        switch scalar {
        case 0x2580: return area(0, 0, 1, 0.5)
        case 0x2581...0x2588:
            let share = Double(scalar - 0x2580) / 8
            return area(0, 1 - share, 1, share)
        case 0x2589...0x258F: return area(0, 0, Double(0x2590 - scalar) / 8, 1)
        case 0x2590: return area(0.5, 0, 0.5, 1)
        case 0x2591...0x2593:
            return .areas(
                [Area(x: 0, y: 0, width: 1, height: 1)], opacity: Double(scalar - 0x2590) / 4)
        case 0x2594: return area(0, 0, 1, 0.125)
        case 0x2595: return area(0.875, 0, 0.125, 1)
        default:
            // Bits: upper left, upper right, lower left, lower right.
            let quadrants: [UInt8] = [4, 8, 1, 13, 9, 7, 11, 2, 6, 14]
            let bits = quadrants[Int(scalar - 0x2596)]
            var areas: [Area] = []
            for place in 0..<4 where bits >> UInt8(place) & 1 != 0 {
                let (right, low) = (place & 1 != 0, place >= 2)
                areas.append(
                    Area(x: right ? 0.5 : 0, y: low ? 0.5 : 0, width: 0.5, height: 0.5))
            }
            return .areas(areas, opacity: 1)
        }
    }

    /// Which ways a frame's lines go from the middle, and how thick they are.
    struct Arms: Equatable {
        var up = 0
        var right = 0
        var down = 0
        var left = 0
    }

    /// The frames that screens are drawn with; dashes and others are left to fonts.
    private static let arms: [UInt32: Arms] = [
        0x2500: Arms(right: 1, left: 1), 0x2501: Arms(right: 2, left: 2),
        0x2502: Arms(up: 1, down: 1), 0x2503: Arms(up: 2, down: 2),
        0x250C: Arms(right: 1, down: 1), 0x2510: Arms(down: 1, left: 1),
        0x2514: Arms(up: 1, right: 1), 0x2518: Arms(up: 1, left: 1),
        0x251C: Arms(up: 1, right: 1, down: 1), 0x2524: Arms(up: 1, down: 1, left: 1),
        0x252C: Arms(right: 1, down: 1, left: 1), 0x2534: Arms(up: 1, right: 1, left: 1),
        0x253C: Arms(up: 1, right: 1, down: 1, left: 1),
        0x2574: Arms(left: 1), 0x2575: Arms(up: 1), 0x2576: Arms(right: 1), 0x2577: Arms(down: 1),
    ]

    private static func lines(_ arms: Arms) -> [Area] {
        // A thin line is an eighth of a cell's width.
        let (thin, flat) = (0.125, 0.125 * SVG.cell.width / SVG.cell.height)
        var areas: [Area] = []
        let (across, upright) = (max(arms.left, arms.right), max(arms.up, arms.down))
        if across > 0 {
            let height = flat * Double(across)
            let start = arms.left > 0 ? 0 : 0.5 - thin / 2
            let end = arms.right > 0 ? 1 : 0.5 + thin / 2
            areas.append(Area(x: start, y: 0.5 - height / 2, width: end - start, height: height))
        }
        if upright > 0 {
            let width = thin * Double(upright)
            let start = arms.up > 0 ? 0 : 0.5 - flat / 2
            let end = arms.down > 0 ? 1 : 0.5 + flat / 2
            areas.append(Area(x: 0.5 - width / 2, y: start, width: width, height: end - start))
        }
        return areas
    }
}
