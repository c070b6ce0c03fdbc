import Testing

@testable import Modeling

@Suite("Gradient tree")
struct GradientTreeTests {
    /// Numbers whose sums depend on the order they are added in.
    private static func values(_ shard: Int, count: Int) -> [Float] {
        (0..<count).map { Float((shard * 7919 + $0 * 104_729) % 1009) / 3 - 100 }
    }

    /// The tree as it is written: neighbours, then neighbours of neighbours.
    private static func expected(_ shards: Int, count: Int) -> [Float] {
        var sums = (0..<shards).map { values($0, count: count) }
        for gap in [1, 2, 4, 8, 16] {
            for start in stride(from: 0, to: shards, by: 2 * gap) where start + gap < shards {
                sums[start] = zip(sums[start], sums[start + gap]).map { $0 + $1 }
            }
        }
        return sums[0]
    }

    @Test("shards are added by the tree, in whatever order they are done", arguments: 1...17)
    func tree(shards: Int) throws {
        let count = 19
        let tree = GradientTree(count: count)
        let orders = [
            Array(0..<shards), Array((0..<shards).reversed()),
            (0..<shards).sorted { ($0 * 5 % 17, $0) < ($1 * 5 % 17, $1) },
        ]
        for order in orders {
            tree.reset()
            for shard in order {
                let arena = tree.begin()
                #expect((0..<count).allSatisfy { arena.base[$0] == 0 })
                arena.base.update(from: Self.values(shard, count: count), count: count)
                tree.finish(arena, shard: shard, of: shards)
            }
            let sum = try #require(tree.sum)
            #expect((0..<count).map { sum.base[$0] } == Self.expected(shards, count: count))
        }
    }

    @Test("in order, a tree of many shards keeps one arena a level, and keeps it for the next")
    func arenas() {
        let tree = GradientTree(count: 4)
        var seen: [UnsafeMutablePointer<Float>] = []
        for _ in 0..<3 {
            tree.reset()
            for shard in 0..<64 {
                let arena = tree.begin()
                if !seen.contains(arena.base) { seen.append(arena.base) }
                tree.finish(arena, shard: shard, of: 64)
            }
        }
        #expect(seen.count == 7)
    }

    @Test("several threads add to the same bits")
    func threads() throws {
        let pool = WorkerPool(threads: 4)
        let tree = GradientTree(count: 1000)
        for _ in 0..<20 {
            tree.reset()
            pool.run(13) { shard, _ in
                let arena = tree.begin()
                arena.base.update(from: Self.values(shard, count: 1000), count: 1000)
                tree.finish(arena, shard: shard, of: 13)
            }
            let sum = try #require(tree.sum)
            #expect((0..<1000).map { sum.base[$0] } == Self.expected(13, count: 1000))
        }
    }
}
