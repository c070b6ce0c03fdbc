import Foundation
import Runs

extension OwnTable {
    /// The most rows of a file; of more than a table may have some are drawn.
    private static let mostRecords = 100_000
    /// The most columns that a message names.
    private static let mostNamed = 20

    /// Reads comma-separated values with a header.
    ///
    /// Columns of numbers stay as they are, to nine significant digits. A column of at most
    /// `CSVColumn.mostChoices` different texts becomes columns of zeros and ones; one that is constant,
    /// numbers the rows, or has more texts is left out. An empty cell, `?`, `NA`, `N/A`, `NaN` and
    /// `null` are missing; rows whose target is missing are left out. Where rows are more than a table
    /// or its line holds, some of each class are drawn, always the same.
    ///
    /// - Parameters:
    ///   - text: the file.
    ///   - file: what it is called; the table's name is made of it.
    ///   - target: the column whose values are the classes.
    /// - Returns: the table, and a line for each thing that was done to the file.
    /// - Throws: `TableFileError` with the line, the column, the value and what is accepted.
    public static func read(
        csv text: String, file: String, target: String
    ) throws(TableFileError) -> (table: OwnTable, notes: [String]) {
        var sheet = try CSVSheet(text, target: target, mostRecords: mostRecords)
        var notes: [String] = []
        if sheet.untold > 0 {
            notes.append(
                "\(sheet.untold) rows without a value of \(sheet.targetName) were left out")
        }
        let classes = try sheet.classes()
        let found = sheet.rows.count
        sheet.thin(to: rowsAccepted.upperBound, classes)

        var names: [(name: String, columns: Int)] = []
        var ignored = 0
        var words = [[String]](repeating: [], count: sheet.rows.count)
        for place in sheet.header.indices where place != sheet.target {
            let column = sheet.column(place)
            let meaning = try column.meaning()
            if case .ignored(let reason) = meaning {
                ignored += 1
                if ignored <= mostNamed {
                    notes.append("column \(column.name) was left out: it \(reason)")
                }
                continue
            }
            let made = column.words(meaning)
            names.append((column.name, made.first?.count ?? 0))
            for row in made.indices { words[row] += made[row] }
        }
        if ignored > mostNamed {
            notes.append("\(ignored - mostNamed) more columns were left out")
        }
        let width = names.map(\.columns).reduce(0, +)
        guard columnsAccepted.contains(width) else {
            let widest = names.sorted { $0.columns > $1.columns }.prefix(3)
                .map { "\($0.name) \($0.columns)" }.joined(separator: ", ")
            throw TableFileError(
                line: sheet.line,
                width == 0
                    ? "no column beside \(sheet.targetName) tells rows apart; "
                        + "expected columns of numbers, or of at most \(CSVColumn.mostChoices) texts"
                    : "\(width) columns, with one for each text of a column of texts; expected at most "
                        + "\(columnsAccepted.upperBound) (the most are of \(widest))")
        }

        var lines = sheet.rows.indices.map { row in
            " " + (words[row] + [String(classes.labels[sheet.rows[row]])]).joined(separator: " ")
        }
        let head = "\(name(of: file)) \(name(of: target)) \(width) \(classes.names.count):"
        func size() -> Int { head.utf8.count + lines.reduce(0) { $0 + $1.utf8.count + 1 } }
        while size() > longestLine {
            let fewer = lines.count * longestLine / size() * 99 / 100
            let before = sheet.rows
            sheet.thin(to: fewer, classes)
            let places = Dictionary(uniqueKeysWithValues: zip(before, lines))
            lines = sheet.rows.compactMap { places[$0] }
        }
        if sheet.rows.count < found {
            notes.append(
                "\(sheet.rows.count) of \(found) rows were drawn, of each class its share")
        }
        guard let table = OwnTable(line: head + lines.joined(separator: ",")) else {
            preconditionFailure("a table within the bounds is one")
        }
        return (table, notes)
    }
}

/// The records of a CSV file whose target is known.
struct CSVSheet {
    /// The classes of a sheet.
    struct Classes {
        let names: [String]
        /// The class of each record.
        let labels: [Int]
    }

    let header: [String]
    /// The header's line.
    let line: Int
    /// The place of the target column.
    let target: Int
    /// Records whose target is missing.
    let untold: Int
    private let records: [CSVRecord]
    /// The records that are kept, in their order.
    private(set) var rows: [Int]

    init(_ text: String, target: String, mostRecords: Int) throws(TableFileError) {
        var reader = CSVReader(text)
        guard let head = try reader.next() else {
            throw TableFileError("is empty; expected a header and rows of comma-separated values")
        }
        (header, line) = (head.fields, head.line)
        guard header.count > 1 else {
            throw TableFileError(
                line: line,
                "has the one column \(TableFileError.shown(header[0])); expected columns with "
                    + "commas between")
        }
        let names = header.map { $0.trimmingCharacters(in: .whitespaces) }
        let places = names.indices.filter { names[$0] == target }
        guard let place = places.first, places.count == 1 else {
            let known = names.prefix(20).map { TableFileError.shown($0) }.joined(separator: ", ")
            throw TableFileError(
                line: line,
                places.isEmpty
                    ? "no column \(TableFileError.shown(target)); expected one of \(known)"
                        + (names.count > 20 ? ", …" : "")
                    : "\(places.count) columns \(TableFileError.shown(target)); expected one")
        }
        self.target = place
        var records: [CSVRecord] = []
        var untold = 0
        while let record = try reader.next() {
            guard record.fields.count == header.count else {
                throw TableFileError(
                    line: record.line,
                    "has \(record.fields.count) fields; expected \(header.count), as the header has"
                )
            }
            guard records.count < mostRecords else {
                throw TableFileError(
                    line: record.line, "is a row too many; expected \(mostRecords) at most")
            }
            if CSVColumn.cell(record.fields[place]) == nil {
                untold += 1
            } else {
                records.append(record)
            }
        }
        let fewest = OwnTable.rowsAccepted.lowerBound
        guard records.count >= fewest else {
            throw TableFileError(
                "has \(records.count) rows with a value of \(TableFileError.shown(target)); "
                    + "expected at least \(fewest)")
        }
        self.records = records
        self.untold = untold
        rows = Array(records.indices)
    }

    /// The target's name, as messages show it.
    var targetName: String { name(target) }

    private func name(_ place: Int) -> String {
        let name = header[place].trimmingCharacters(in: .whitespaces)
        return name.isEmpty ? "number \(place + 1)" : TableFileError.shown(name)
    }

    /// The cells of a column, of the rows that are kept.
    func column(_ place: Int) -> CSVColumn {
        CSVColumn(
            name: name(place), cells: rows.map { CSVColumn.cell(records[$0].fields[place]) },
            lines: rows.map { records[$0].line })
    }

    /// The classes: the target's different values, numbers by size and texts by letter.
    func classes() throws(TableFileError) -> Classes {
        let values = records.map { CSVColumn.cell($0.fields[target]) ?? "" }
        var counts: [String: Int] = [:]
        for value in values { counts[value, default: 0] += 1 }
        let accepted = OwnTable.classesAccepted
        guard accepted.contains(counts.count) else {
            throw TableFileError(
                line: line,
                "column \(targetName) has \(counts.count) different values; expected "
                    + "\(accepted.lowerBound) to \(accepted.upperBound), which are the classes")
        }
        let names = counts.keys.sorted { left, right in
            if let one = OwnTable.number(left), let other = OwnTable.number(right), one != other {
                return one < other
            }
            return left < right
        }
        let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        for name in names where counts[name, default: 0] < OwnTable.fewestOfClass {
            let row = values.firstIndex(of: name) ?? 0
            throw TableFileError(
                line: records[row].line,
                "column \(targetName): \(TableFileError.shown(name)) is the class of "
                    + "\(counts[name, default: 0]) rows; expected at least \(OwnTable.fewestOfClass)"
            )
        }
        return Classes(names: names, labels: values.map { places[$0] ?? 0 })
    }

    /// Keeps some rows of each class, in proportion; always the same.
    ///
    /// - Parameters:
    ///   - count: the most, unless a class would fall below the fewest that are accepted.
    ///   - classes: of the sheet.
    mutating func thin(to count: Int, _ classes: Classes) {
        guard rows.count > count else { return }
        var draws = TableDraws(.own, seed: 0)
        var members = classes.names.indices.map { label in
            rows.filter { classes.labels[$0] == label }
        }
        var shares = members.map {
            min(max($0.count * count / rows.count, OwnTable.fewestOfClass), $0.count)
        }
        // What small classes have beyond their share the largest gives.
        let excess = shares.reduce(0, +) - count
        if excess > 0, let largest = shares.indices.max(by: { shares[$0] < shares[$1] }) {
            shares[largest] = max(shares[largest] - excess, OwnTable.fewestOfClass)
        }
        for label in members.indices { draws.shuffle(&members[label]) }
        rows = zip(members, shares).flatMap { $0.prefix($1) }.sorted()
    }
}
