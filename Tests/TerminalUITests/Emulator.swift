import Testing

/// What a terminal shows after bytes such as curses sends: enough of an xterm to read cells back.
///
/// It is strict: a sequence it does not know is an issue of the test.
struct Emulator {
    /// One place on the screen, with colours as curses numbers them, -1 the terminal's own.
    struct Cell: Equatable {
        var text = " "
        var foreground = -1
        var background = -1
        /// Numbers of SGR, such as 1 for bold.
        var emphasis: Set<Int> = []
    }

    let width: Int
    let height: Int
    private(set) var rows: [[Cell]]
    private var x = 0
    private var y = 0
    private var pen = Cell()
    private var isWrapDue = false

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        rows = Array(repeating: Array(repeating: Cell(), count: width), count: height)
    }

    subscript(column: Int, row: Int) -> Cell { rows[row][column] }

    mutating func feed(_ text: String) {
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\u{1B}": escape(&rest)
            case "\r": (x, isWrapDue) = (0, false)
            case "\n": y = min(height - 1, y + 1)
            case "\u{8}": (x, isWrapDue) = (max(0, x - 1), false)
            // One of two sets of characters, the first of which is the usual one.
            case "\u{E}", "\u{F}": break
            case "\t": (x, isWrapDue) = (min(width - 1, (x / 8 + 1) * 8), false)
            default: put(scalar)
            }
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let columns =
            scalar.value >= 0x1100 && scalar.value < 0xE000 && scalar.value > 0x2E80 ? 2 : 1
        if isWrapDue || x + columns > width {
            x = 0
            y = min(height - 1, y + 1)
            isWrapDue = false
        }
        var cell = pen
        cell.text = String(scalar)
        rows[y][x] = cell
        if columns == 2 {
            cell.text = ""
            rows[y][x + 1] = cell
        }
        x += columns
        if x >= width {
            x = width - 1
            isWrapDue = true
        }
    }

    /// What an erased cell looks like: it has the background of the moment.
    private var blank: Cell { Cell(background: pen.background) }

    private mutating func escape(_ rest: inout ArraySlice<Unicode.Scalar>) {
        switch rest.popFirst() {
        case "[": control(&rest)
        case "(": #expect(rest.popFirst() == "B")
        case ")": #expect(rest.popFirst() == "0")
        case "M":
            isWrapDue = false
            if y > 0 {
                y -= 1
            } else {
                rows.insert(Array(repeating: blank, count: width), at: 0)
                rows.removeLast()
            }
        case "]":
            while let scalar = rest.popFirst(), scalar != "\u{7}" {}
        case "=", ">", "7", "8": break
        case let other: Issue.record("unknown: ESC \(other.map { String($0) } ?? "")")
        }
    }

    private mutating func control(_ rest: inout ArraySlice<Unicode.Scalar>) {
        var text = ""
        while let scalar = rest.first, scalar.value < 0x40 {
            text.unicodeScalars.append(scalar)
            rest = rest.dropFirst()
        }
        let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
        let first = max(1, numbers.first.flatMap { $0 } ?? 1)
        let final = rest.popFirst()
        if final != "m", final != "b" { isWrapDue = false }
        switch final {
        case "H":
            y = min(height, first) - 1
            x = min(width, numbers.count > 1 ? max(1, numbers[1] ?? 1) : 1) - 1
        case "d": y = min(height, first) - 1
        case "G": x = min(width, first) - 1
        case "A": y = max(0, y - first)
        case "B": y = min(height - 1, y + first)
        case "C": x = min(width - 1, x + first)
        case "D": x = max(0, x - first)
        case "K": erase(numbers.first.flatMap { $0 } ?? 0, rows: y..<y)
        case "J":
            let part = numbers.first.flatMap { $0 } ?? 0
            erase(part, rows: part == 2 ? 0..<height : part == 0 ? y + 1..<height : 0..<y)
        case "X": for column in x..<min(width, x + first) { rows[y][column] = blank }
        case "P":
            let count = min(first, width - x)
            rows[y].removeSubrange(x..<x + count)
            rows[y] += Array(repeating: blank, count: count)
        case "@":
            let count = min(first, width - x)
            rows[y].insert(contentsOf: Array(repeating: blank, count: count), at: x)
            rows[y].removeLast(count)
        case "L":
            let empty = Array(repeating: Array(repeating: blank, count: width), count: first)
            rows.insert(contentsOf: empty, at: y)
            rows.removeLast(first)
        case "M":
            rows.removeSubrange(y..<min(height, y + first))
            while rows.count < height { rows.append(Array(repeating: blank, count: width)) }
        case "m": dress(numbers.map { $0 ?? 0 })
        case "b":
            guard x > 0 else { return }
            let repeated = rows[y][isWrapDue ? x : x - 1].text.unicodeScalars
            for _ in 0..<first { for scalar in repeated { put(scalar) } }
        case "h", "l", "r", "t", "n", "c": break
        case let other: Issue.record("unknown: CSI \(text)\(other.map { String($0) } ?? "")")
        }
    }

    /// Erases from the cursor, to it, or all of its row, and other rows.
    private mutating func erase(_ part: Int, rows others: Range<Int>) {
        let columns = part == 0 ? x..<width : part == 1 ? 0..<x + 1 : 0..<width
        for column in columns { rows[y][column] = blank }
        for row in others { rows[row] = Array(repeating: blank, count: width) }
    }

    private mutating func dress(_ numbers: [Int]) {
        var rest = (numbers.isEmpty ? [0] : numbers)[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: pen = Cell()
            case 1...9: pen.emphasis.insert(number)
            case 22: pen.emphasis.subtract([1, 2])
            case 23...29: pen.emphasis.remove(number - 20)
            case 30...37: pen.foreground = number - 30
            case 90...97: pen.foreground = number - 82
            case 39: pen.foreground = -1
            case 40...47: pen.background = number - 40
            case 100...107: pen.background = number - 92
            case 49: pen.background = -1
            case 38, 48:
                var color = 0
                if rest.popFirst() == 5 {
                    color = rest.popFirst() ?? 0
                } else {
                    for part in rest.prefix(3) { color = color << 8 | part }
                    rest = rest.dropFirst(3)
                }
                if number == 38 { pen.foreground = color } else { pen.background = color }
            default: Issue.record("unknown: SGR \(number)")
            }
        }
    }
}
