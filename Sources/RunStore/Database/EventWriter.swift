import Foundation
import GRDB
import Runs

/// Writes the trainer's events as rows, within a transaction of the caller.
struct EventWriter {
    /// Which metric stands where in a row of metrics.
    let places: [Metric?]
    private let encoder: JSONEncoder

    init(places: [Metric?]) {
        self.places = places
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    }

    /// Reads the metrics' places, after giving a place to each that has none.
    static func placeMetrics(_ db: Database) throws -> [Metric?] {
        for metric in Metric.allCases {
            try db.execute(
                sql: "INSERT OR IGNORE INTO metric (place, name) VALUES "
                    + "((SELECT ifnull(max(place), -1) + 1 FROM metric), ?)",
                arguments: [metric.rawValue])
        }
        return try metricPlaces(db)
    }

    /// Which metric stands where; nil for one that this program does not know.
    static func metricPlaces(_ db: Database) throws -> [Metric?] {
        var places: [Metric?] = []
        let rows = try Row.fetchCursor(db, sql: "SELECT place, name FROM metric ORDER BY place")
        while let row = try rows.next() {
            let place = try row.integer(0)
            guard (places.count..<4096).contains(place) else {
                throw BlobError(reason: "has a metric at place \(place)")
            }
            while places.count < place { places.append(nil) }
            places.append(Metric(rawValue: try row.text(1)))
        }
        return places
    }

    func write(_ event: RunEvent, to db: Database) throws {
        switch event {
        case .step(let record): try write(record, to: db)
        case .warmStart(let record):
            try db.cachedStatement(
                sql: "INSERT OR REPLACE INTO warm_start VALUES (?, ?, ?, ?, ?, ?)"
            ).execute(arguments: [
                record.step, record.steps, record.loss, record.learningRate, record.solve,
                record.passAt17,
            ])
        case .evaluation(let record):
            try db.cachedStatement(
                sql: "INSERT OR REPLACE INTO evaluation VALUES (?, ?, ?, ?, ?, ?)"
            ).execute(arguments: [
                record.step, record.split, record.count, record.samples, record.temperature,
                try json(record),
            ])
        case .searches(let trees):
            let insert = try db.cachedStatement(
                sql: "INSERT OR REPLACE INTO search VALUES (?, ?, ?, ?)")
            for (number, tree) in trees.enumerated() {
                try insert.execute(arguments: [
                    tree.step, number, Int64(tree.task.id.bits), Data(SearchCoding.encode(tree)),
                ])
            }
        case .alarm(let alarm):
            try db.cachedStatement(sql: "INSERT OR REPLACE INTO alarm VALUES (?, ?, ?, ?, ?)")
                .execute(arguments: [
                    alarm.step, alarm.kind.rawValue, alarm.isRaised ? 1 : 0, alarm.value,
                    alarm.message,
                ])
        case .command(let command, let step, let time):
            try db.cachedStatement(
                sql: "INSERT INTO command (step, time, command) VALUES (?, ?, ?)"
            ).execute(arguments: [step, time, try json(command)])
        case .edit(let edit):
            try db.cachedStatement(
                sql: "INSERT INTO edit (step, key, old, new, time) VALUES (?, ?, ?, ?, ?)"
            ).execute(arguments: [edit.step, edit.key, edit.old, edit.new, edit.time])
        case .log(let entry):
            try db.cachedStatement(
                sql: "INSERT INTO log (time, level, step, message) VALUES (?, ?, ?, ?)"
            ).execute(arguments: [
                entry.time, LogLevel.allCases.firstIndex(of: entry.level) ?? 0, entry.step,
                entry.message,
            ])
        case .state(let phase, let end, let step):
            try db.cachedStatement(
                sql: "INSERT INTO state (time, step, phase, ending) VALUES (?, ?, ?, ?)"
            ).execute(arguments: [
                Date().timeIntervalSince1970, step, phase.rawValue, try end.map(json),
            ])
        }
    }

    private func write(_ record: StepRecord, to db: Database) throws {
        try db.cachedStatement(sql: "INSERT INTO step VALUES (?, ?, ?, ?)").execute(arguments: [
            record.step, Data(MetricCoding.encode(record.metrics, places: places)),
            Data(DepthCoding.encode(record.depths)),
            Data(BufferCoding.encode(record.changes, of: record)),
        ])
        if let keyframe = record.keyframe {
            try db.cachedStatement(sql: "INSERT INTO keyframe VALUES (?, ?)").execute(arguments: [
                record.step, Data(BufferCoding.encode(keyframe: keyframe)),
            ])
        }
        let insert = try db.cachedStatement(
            sql: "INSERT INTO revision_group VALUES (?, ?, ?, ?, ?, ?, ?)")
        for group in record.groups {
            try insert.execute(arguments: [
                Schema.groupID(step: record.step, index: group.index),
                Int64(group.instance.task.id.bits), group.instance.turn, group.instance.depth,
                RevisionMode.allCases.firstIndex(of: group.mode) ?? 0,
                group.instance.parent.flatMap(Schema.revisionKey),
                Data(GroupCoding.encode(group)),
            ])
        }
        // An outline's place is its group's index.
        if record.groups.map(\.index) == Array(record.groups.indices) {
            try db.cachedStatement(sql: "INSERT INTO outline VALUES (?, ?)").execute(arguments: [
                record.step, Data(GroupOutline.encode(record.groups)),
            ])
        }
        try writePyramid(upTo: record.step, to: db)
        try writeDepthPyramid(upTo: record.step, to: db)
    }

    /// Writes the nodes that are complete with a step.
    private func writePyramid(upTo step: Int, to db: Database) throws {
        var level = 1
        var size = 4
        while step > 0, step % size == 0 {
            var nodes = Array(repeating: MetricNode(), count: places.count)
            let index = step / size - 1
            if level == 1 {
                let rows = try db.cachedStatement(
                    sql: "SELECT metrics FROM step WHERE step BETWEEN ? AND ? ORDER BY step")
                let cursor = try Row.fetchCursor(rows, arguments: [step - 3, step])
                while let row = try cursor.next() {
                    try row.bytes(0).withUnsafeBytes { bytes in
                        for place in nodes.indices {
                            nodes[place].append(
                                MetricNode(value: MetricCoding.value(bytes, place: place)))
                        }
                    }
                }
            } else {
                let rows = try db.cachedStatement(
                    sql: "SELECT nodes FROM pyramid WHERE id BETWEEN ? AND ? ORDER BY id")
                let first = Schema.pyramidID(level: level - 1, index: index * 4)
                let cursor = try Row.fetchCursor(rows, arguments: [first, first + 3])
                while let row = try cursor.next() {
                    try row.bytes(0).withUnsafeBytes { bytes in
                        for place in nodes.indices {
                            nodes[place].append(NodeCoding.node(bytes, place: place))
                        }
                    }
                }
            }
            try db.cachedStatement(sql: "INSERT OR REPLACE INTO pyramid VALUES (?, ?)").execute(
                arguments: [
                    Schema.pyramidID(level: level, index: index), Data(NodeCoding.encode(nodes)),
                ])
            level += 1
            size *= 4
        }
    }

    /// Writes the nodes of scores by depth that are complete with a step.
    ///
    /// A node needs all those below it: a run that began with an older version has none for its
    /// first steps, and for those the steps themselves are read.
    private func writeDepthPyramid(upTo step: Int, to db: Database) throws {
        var level = Schema.lowestDepthLevel
        var size = 1 << (2 * level)
        while step > 0, step % size == 0 {
            let index = step / size - 1
            var scores: [[DepthScore]] = []
            let cursor: RowCursor
            let isLowest = level == Schema.lowestDepthLevel
            if isLowest {
                cursor = try Row.fetchCursor(
                    db.cachedStatement(sql: "SELECT depths FROM step WHERE step BETWEEN ? AND ?"),
                    arguments: [step - size + 1, step])
            } else {
                let first = Schema.pyramidID(level: level - 1, index: index * 4)
                cursor = try Row.fetchCursor(
                    db.cachedStatement(
                        sql: "SELECT scores FROM depth_pyramid WHERE id BETWEEN ? AND ?"),
                    arguments: [first, first + 3])
            }
            while let row = try cursor.next() {
                scores.append(try DepthCoding.decode(row.bytes(0)))
            }
            guard scores.count == (isLowest ? size : 4) else { return }
            try db.cachedStatement(sql: "INSERT OR REPLACE INTO depth_pyramid VALUES (?, ?)")
                .execute(arguments: [
                    Schema.pyramidID(level: level, index: index),
                    Data(DepthCoding.encode(DepthSums.merged(scores.joined()).map(\.rounded))),
                ])
            level += 1
            size *= 4
        }
    }

    private func json(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
