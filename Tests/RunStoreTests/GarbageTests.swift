import Foundation
import GRDB
import Runs
import Testing

@testable import RunStore

@Suite("Garbage")
struct GarbageTests {
    private typealias Decoder = ([UInt8]) throws -> Void

    private let decoders: [Decoder] = [
        { _ = try GroupCoding.decode($0, step: 1, index: 0) },
        { _ = try GroupCoding.decode($0, step: 1, index: 0, isWhole: false) },
        { _ = try BufferCoding.decodeChanges($0, step: 3) },
        { _ = try BufferCoding.decodeKeyframe($0) },
        { _ = try DepthCoding.decode($0) },
        { _ = try GroupOutline.decode($0) },
    ]

    @Test("random bytes are refused, or read as something; nothing traps or takes all memory")
    func randomBytes() {
        var generator = SyntheticRun.SplitMix(state: 1)
        for round in 0..<20_000 {
            let count = Int.random(in: 0..<80, using: &generator)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            // Half of them get beyond the version.
            if round.isMultiple(of: 2), !bytes.isEmpty { bytes[0] = 1 }
            for decode in decoders { try? decode(bytes) }
        }
    }

    @Test("sound records with bytes changed, cut or added are refused, or read as something")
    func mutations() {
        var generator = SyntheticRun.SplitMix(state: 2)
        var run = SyntheticRun(groups: 8, completions: 4)
        var sound: [[UInt8]] = []
        for _ in 0..<12 {
            let record = run.next()
            sound += record.groups.map { GroupCoding.encode($0) }
            sound.append(BufferCoding.encode(record.changes, of: record))
            sound.append(BufferCoding.encode(keyframe: run.buffer))
            sound.append(DepthCoding.encode(record.depths))
            sound.append(GroupOutline.encode(record.groups))
        }
        for _ in 0..<20_000 {
            guard var bytes = sound.randomElement(using: &generator) else { return }
            for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 2: bytes.removeSubrange(place...)
                default: bytes.insert(255, at: place)
                }
            }
            for decode in decoders { try? decode(bytes) }
        }
    }

    @Test("a sound record that lost its end is always refused")
    func truncation() throws {
        var run = SyntheticRun(groups: 4, completions: 4)
        let record = run.next()
        for group in record.groups {
            let bytes = GroupCoding.encode(group)
            for length in 0..<bytes.count {
                #expect(throws: BlobError.self) {
                    try GroupCoding.decode(Array(bytes.prefix(length)), step: 1, index: 0)
                }
            }
        }
        let keyframe = BufferCoding.encode(keyframe: run.buffer)
        for length in 0..<keyframe.count {
            #expect(throws: BlobError.self) {
                try BufferCoding.decodeKeyframe(Array(keyframe.prefix(length)))
            }
        }
    }

    private func store(_ temporary: TemporaryFolder) throws -> (RunFolder, [UInt8]) {
        var run = SyntheticRun(groups: 2, completions: 2)
        let (folder, recorder) = try makeRun(in: temporary)
        for _ in 0..<40 { _ = recorder.record(.step(run.next())) }
        try recorder.save(makeCheckpoint(40))
        try recorder.close()
        return (folder, try readFile(folder.database))
    }

    private static let queries: [HistoryQuery] = [
        .series(metrics: Metric.allCases, steps: nil, points: 10), .warmStart, .buffer(step: 30),
        .depths(step: nil, window: 10), .evaluations(upTo: nil), .groups(step: 5),
        .episodes(upTo: nil, limit: 50), .chain(RevisionID(step: 30, group: 1, completion: 1)),
        .log(level: .debug, before: nil, limit: 10), .marks(upTo: nil),
        .depthGrid(steps: nil, columns: 10), .tree(step: 35),
        .distinct(upTo: nil, points: 10), .answerMap(task: nil, upTo: 30),
        .searches(upTo: nil),
        .chains(ChainFilter(order: .gained), limit: 10),
        .chains(ChainFilter(depth: 1, change: .wrongToRight), limit: 10),
    ]

    @Test("a damaged database never traps: every answer is one line at worst")
    func damagedDatabase() throws {
        let temporary = try TemporaryFolder()
        let (folder, bytes) = try store(temporary)
        var generator = SyntheticRun.SplitMix(state: 9)
        for round in 0..<150 {
            var damaged = bytes
            switch round % 3 {
            case 0:
                damaged.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
            case 1:
                for _ in 0..<20 {
                    damaged[Int.random(in: bytes.indices, using: &generator)] ^= 0x55
                }
            default:
                let start = Int.random(in: 0..<(bytes.count - 4096), using: &generator)
                for place in start..<(start + 4096) {
                    damaged[place] = UInt8.random(in: 0...255, using: &generator)
                }
            }
            try Data(damaged).write(to: URL(filePath: folder.database))
            func expectOneLine(_ text: String) {
                #expect(!text.contains("\n") && !text.isEmpty)
            }
            do throws(StoreError) {
                let reader = try StoreReader(folder)
                defer { reader.close() }
                for query in Self.queries {
                    if case .failed(let line) = reader.answer(query) { expectOneLine(line) }
                }
                for problem in try RunVerification.verify(folder).problems {
                    expectOneLine(problem)
                }
                // What a resume does first.
                let recorder = try StoreRecorder.open(folder, lock: folder.takeLock())
                do throws(RecorderError) {
                    try recorder.prepareResume(from: makeCheckpoint(20))
                } catch {
                    expectOneLine(error.description)
                }
                try? recorder.close()
            } catch {
                expectOneLine(error.description)
            }
            _ = RunListing.runs(in: temporary.path + "/runs")
            for suffix in ["-wal", "-shm", "-journal"] {
                try? FileManager.default.removeItem(atPath: folder.database + suffix)
            }
        }
    }

    @Test(
        "what is no run's store is refused in one line that says what it is",
        arguments: [
            ("missing", "run.sqlite is missing"), ("empty", "is empty"),
            ("text", "is not a run's database"), ("foreign", "but not a run's"),
            ("newer", "format 99"), ("folder", "is not a plain file"),
        ])
    func refusals(kind: String, words: String) throws {
        let temporary = try TemporaryFolder()
        let (folder, bytes) = try store(temporary)
        try FileManager.default.removeItem(atPath: folder.database)
        let url = URL(filePath: folder.database)
        switch kind {
        case "missing": break
        case "empty": try Data().write(to: url)
        case "text": try Data("name: value\n".utf8).write(to: url)
        case "foreign":
            try DatabaseQueue(path: folder.database).write {
                try $0.execute(sql: "CREATE TABLE t (a)")
            }
        case "newer":
            try Data(bytes).write(to: url)
            try DatabaseQueue(path: folder.database).write {
                try $0.execute(sql: "PRAGMA user_version = 99")
            }
        default:
            try FileManager.default.createDirectory(
                atPath: folder.database, withIntermediateDirectories: false)
        }
        let lock = try folder.takeLock()
        let reading = #expect(throws: StoreError.self) {
            try StoreReader(RunFolder.open(folder.path))
        }
        #expect(reading?.description.contains(words) == true, "\(reading?.description ?? "")")
        let writing = #expect(throws: StoreError.self) {
            try StoreRecorder.open(RunFolder.open(folder.path), lock: lock)
        }
        #expect(writing?.description == reading?.description)
        #expect(reading?.description.contains("\n") == false)
    }
}
