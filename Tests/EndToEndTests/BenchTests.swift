import Foundation
import Testing

/// `redraft bench` as it is typed, on a shape that takes no time.
@Suite("Bench")
struct BenchTests {
    private static let bench = [
        "bench", "--shape", "1,16,2,32", "--reps", "1", "--threads", "2", "--prompts", "2",
        "--completions", "2",
    ]

    @Test("the document has every promised key, and nothing is left behind")
    func document() throws {
        let place = try Workplace()
        let temporary = place.folder.appending(path: "temporary")
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
        place.environment["TMPDIR"] = temporary.path
        let object = try place.object(Self.bench)
        let keys: Set = [
            "shape", "model", "workload", "kernel_path", "threads", "reps", "load_average",
            "peak_gflops", "rollout", "update", "update_unshared", "decoding",
            "decoding_half_weights", "scaling",
            "allocations", "memory", "peak_rss_bytes", "step_split", "step_shares", "step_count",
            "step_seconds", "warm_start",
        ]
        #expect(Set(object.keys) == keys)
        #expect(object["shape"] as? String == "1,16,2,32")
        #expect(object["threads"] as? Int == 2)
        for name in ["rollout", "update", "update_unshared", "decoding", "decoding_half_weights"] {
            let figure = try #require(object[name] as? [String: Double])
            for key in ["tokens_per_second", "tokens_per_cpu_second", "share_of_peak"] {
                #expect(try #require(figure[key]) > 0)
            }
        }
        let split = try #require(object["step_split"] as? [String: Double])
        #expect(
            Set(split.keys) == [
                "rollout", "scoring", "reference", "forward_backward", "optimizer", "store",
                "publishing", "rest",
            ])
        let shares = try #require(object["step_shares"] as? [String: Double])
        #expect(abs(shares.values.reduce(0, +) - 1) < 1e-6)
        let whole = try #require(object["step_seconds"] as? Double)
        #expect(abs(split.values.reduce(0, +) - whole) < 1e-9)
        #expect(try place.files(in: temporary).isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path).isEmpty)
        #expect(try place.files(in: place.cache).isEmpty)
    }

    @Test("an interruption ends it with 130, at once or when its folder is gone")
    func interruption() throws {
        let place = try Workplace()
        let temporary = place.folder.appending(path: "temporary")
        try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
        place.environment["TMPDIR"] = temporary.path
        func folders() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: temporary.path)
        }
        // Far from its end.
        let early = try place.start("bench", "--reps", "1000", "--threads", "1")
        // It takes signals from the moment that all its threads block them.
        let isReady = wait { Self.blocksInterruption(early.pid) }
        #expect(isReady)
        early.signal(SIGINT)
        #expect(early.wait() == 130)
        // In the middle of its run.
        let late = try place.start(Workplace.program, Self.bench)
        let began = try wait { try !folders().isEmpty }
        #expect(began, "\(late.standardError)")
        late.signal(SIGINT)
        #expect(late.wait() == 130)
        #expect(try folders().isEmpty)
        #expect(late.standardOutput.isEmpty && late.standardError.isEmpty)
    }

    private static func blocksInterruption(_ pid: pid_t) -> Bool {
        // A process that is not there yet has no status.
        let text = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("SigBlk:") }
        let mask = line.flatMap { UInt64($0.dropFirst(7).trimmingPrefix { $0 == "\t" }, radix: 16) }
        return (mask ?? 0) & 1 << (UInt64(SIGINT) - 1) != 0
    }
}
