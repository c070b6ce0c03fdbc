import Runs
import Synchronization
import Testing

@testable import Tasks

@Suite("Parts of a person's own table")
struct OwnPartsTests {
    /// Rows that are all different in their first column, of three classes; the class is hard to miss.
    private static func table(rows: Int = 200, seed: Int = 1) throws -> OwnTable {
        let text =
            "x,y,z,kind\n"
            + (0..<rows).map { row in
                let kind = row % 3
                let noise = Double((row * 7919 + seed * 31) % 101) / 101
                return "\(row).5,\(Double(kind) + noise),\((row * 31 + seed) % 17),k\(kind)\n"
            }.joined()
        return try OwnTable.read(csv: text, file: "mine", target: "kind").table
    }

    private func firsts(_ table: DataTable) -> Set<Double> {
        Set((0..<table.rows).map { table.values[$0 * table.columns] })
    }

    @Test(
        "Private rows are two fifths of each class, the same for every task, and in no task's part")
    func apart() throws {
        for rows in [63, 200, 1500] {
            let own = try Self.table(rows: rows)
            var open: Set<Double> = []
            var held: [Set<Double>] = []
            for seed in 0..<60 {
                let drawn = DrawnTable(TableKey(own: own, seed: seed))
                open.formUnion(firsts(drawn.training))
                held.append(firsts(drawn.held))
                #expect(drawn.training.rows == firsts(drawn.training).count)
                #expect(drawn.training.rows <= min(220, rows * 3 / 5))
                #expect(drawn.twists.count == 0 && drawn.twists.mislabelled == 0)
                #expect(drawn.training.columns == 3)
                for label in 0..<Int32(3) {
                    let folds = Set(
                        drawn.fold.indices.filter { drawn.training.labels[$0] == label }
                            .map { drawn.fold[$0] })
                    #expect(folds.count == PipelineRunner.folds)
                    #expect(drawn.held.labels.contains(label))
                }
            }
            #expect(held.allSatisfy { $0 == held[0] })
            #expect(open.isDisjoint(with: held[0]))
            #expect(held[0].count >= min(rows * 2 / 5 - 3, 597) && held[0].count <= rows * 2 / 5)
        }
    }

    @Test("Which rows are private hangs on what they hold, not on where they stand")
    func order() throws {
        let own = try Self.table()
        let words = own.line.split(separator: ":", maxSplits: 1)
        let rows = words[1].split(separator: ",").map(String.init)
        let turned = try #require(
            OwnTable(line: words[0] + ":" + rows.reversed().joined(separator: ",")))
        #expect(turned != own)
        #expect(
            firsts(DrawnTable(TableKey(own: own, seed: 0)).held)
                == firsts(DrawnTable(TableKey(own: turned, seed: 0)).held))
    }

    @Test("A row that is there twice is not private and open at once")
    func twice() throws {
        let text =
            "x,y,kind\n"
            + (0..<120).map { "\($0 / 3 * 2).25,\($0 / 3 % 7),\($0 / 3 % 2)\n" }.joined()
        let own = try OwnTable.read(csv: text, file: "t", target: "kind").table
        let parts = DrawnTable(TableKey(own: own, seed: 0))
        var open: Set<Double> = []
        for seed in 0..<100 {
            open.formUnion(firsts(DrawnTable(TableKey(own: own, seed: seed)).training))
        }
        #expect(parts.held.rows > 40)
        #expect(open.isDisjoint(with: firsts(parts.held)))
        // Where all rows of a class are equal nothing else can be done, and nothing traps.
        let same = "x,y,kind\n" + (0..<60).map { "\($0 % 2),0.5,\($0 % 2)\n" }.joined() + "7,1,1\n"
        let equal = try OwnTable.read(csv: same, file: "t", target: "kind").table
        #expect(DrawnTable(TableKey(own: equal, seed: 0)).held.rows > 10)
    }

    private func domain(_ own: OwnTable, memo: PipelineMemo = PipelineMemo()) -> PipelineDomain {
        var settings = PipelineDomainSettings()
        (settings.tables, settings.diagnostics, settings.data) = (5, 1, own)
        return PipelineDomain(settings, memo: memo)
    }

    @Test("Half of the training tables and all others are the person's own, each of one split")
    func pools() throws {
        let own = try Self.table()
        let domain = domain(own)
        #expect(domain.tables(of: .train).count { $0.own == own } == 3)
        #expect(domain.tables(of: .train).count { $0.own == nil } == 2)
        #expect(domain.tables(of: .heldOut).allSatisfy { $0.own == own })
        #expect(domain.tables(of: .development).allSatisfy { $0.own == own })
        #expect(Set(TaskSplit.allCases.flatMap { domain.tables(of: $0) }).count == 5 + 12 + 6)
        for split in TaskSplit.allCases {
            #expect(domain.tables(of: split).allSatisfy { $0.split == split })
            for draw in 0..<20 {
                var generator = CounterGenerator(seed: 4, purpose: .evaluationTasks, group: draw)
                let task = domain.drawTask(from: split, using: &generator)
                #expect(domain.split(of: task) == split)
                #expect(try domain.parse(task: domain.text(of: task)) == task)
            }
        }
        #expect(try domain.split(of: domain.parse(task: "own 0")) == .heldOut)
        // Without a table there is no such task, and a recorded one is none.
        let plain = PipelineDomain(PipelineDomainSettings())
        #expect(throws: TaskSyntaxError.self) { try plain.parse(task: "own 0") }
        let task = try domain.parse(task: "own 4")
        #expect(plain.text(of: task) == "lin 0")
        #expect(
            plain.prompt(for: TaskInstance(task: task), mode: .base).count == plain.longestPrompt)
    }

    /// A cache in memory.
    private final class Memory: ResultCache {
        let bytes = Mutex<[String: [UInt8]]>([:])
        func load(key: String) -> [UInt8] { bytes.withLock { $0[key] ?? [] } }
        func append(_ bytes: [UInt8], key: String) {
            self.bytes.withLock { $0[key, default: []] += bytes }
        }
    }

    @Test("Results of tables that hold other values are told apart, in memory and in a cache")
    func memos() throws {
        let (one, other) = (try Self.table(), try Self.table(seed: 5))
        let cache = Memory()
        let memo = PipelineMemo()
        memo.keep(in: cache)
        let program = Diagnostics.programs[0]
        let tables = [one, other].map { TableKey(own: $0, seed: 0) }
        let plain = TableKey(source: .iris, seed: 0)
        let results = (tables + [plain]).map { memo.result(of: program, on: $0) }
        #expect(results[0] != results[1])
        #expect(cache.bytes.withLock { $0.count } == 3)
        let again = PipelineMemo()
        again.keep(in: cache)
        for (table, result) in zip(tables + [plain], results) {
            #expect(again.known(program, on: table) == result)
        }
        #expect(again.known(program, on: TableKey(own: one, seed: 1)) == nil)
        // Records of one file are none of another.
        let all = cache.bytes.withLock { $0.values.flatMap { $0 } }
        #expect(ResultRecord.records(in: all).map(\.table) == [plain])
        #expect(ResultRecord.records(in: all, of: one).allSatisfy { $0.table.own == one })
    }

    @Test("A program for a person's table is run, judged and scored on its private rows")
    func answers() throws {
        let domain = domain(try Self.table(rows: 300))
        let instance = TaskInstance(task: try domain.parse(task: "own 0"))
        #expect(domain.promptText(for: instance, mode: .base).hasPrefix("solve own 0 | rows<="))
        let best = Leaderboard.programs.map { program in
            domain.assess(domain.tokens.tokens(program) + [domain.endToken], answering: instance)
        }.max { $0.quality < $1.quality }
        let answer = try #require(best)
        #expect(answer.isValid && answer.quality > 0.8)
        let score = try #require(domain.privateScore(of: answer, answering: instance))
        #expect(score.score > 0.5 && score.isAboveMedian)
        #expect(
            domain.feedbackText(on: answer, answering: instance)?.hasPrefix("validated ") == true)
    }
}
