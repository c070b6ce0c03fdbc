import CKernels
import Synchronization

/// Shards of a gradient, added in a fixed tree as they get done: 0 and 1, 2 and 3, then those sums.
///
/// Two neighbours are added by whoever finishes second, so that a few arenas serve any number of
/// shards: those being filled, and one waiting at each level of the tree. Which sum is formed when
/// depends on the workers; what is added to what does not, and so neither do the bits.
final class GradientTree: Sendable {
    /// Floats of a gradient.
    let count: Int

    private struct Node: Hashable {
        let level: Int
        let index: Int
    }

    private struct State {
        var free: [FloatArena] = []
        var waiting: [Node: FloatArena] = [:]
        var root: FloatArena?
    }

    private let state = Mutex(State())

    /// No shards yet, and no memory.
    init(count: Int) {
        self.count = count
    }

    /// Takes back the arenas of the last gradient.
    func reset() {
        state.withLock { state in
            state.free += state.waiting.values
            state.waiting = [:]
            if let root = state.root { state.free.append(root) }
            state.root = nil
        }
    }

    /// Zeros for one shard.
    func begin() -> FloatArena {
        guard let arena = state.withLock({ $0.free.popLast() }) else {
            return FloatArena(count: count)
        }
        arena.clear()
        return arena
    }

    /// Puts a shard of `shards` where it belongs, and adds what can be added.
    func finish(_ arena: FloatArena, shard: Int, of shards: Int) {
        var arena = arena
        var node = Node(level: 0, index: shard)
        while 1 << node.level < shards {
            let sibling = Node(level: node.level, index: node.index ^ 1)
            if sibling.index << node.level < shards {
                let place = node
                let done = arena
                let other = state.withLock { state -> FloatArena? in
                    if let other = state.waiting.removeValue(forKey: sibling) { return other }
                    state.waiting[place] = done
                    return nil
                }
                guard let other else { return }
                let (left, right) = node.index % 2 == 0 ? (arena, other) : (other, arena)
                left.add(right)
                state.withLock { $0.free.append(right) }
                arena = left
            }
            node = Node(level: node.level + 1, index: node.index / 2)
        }
        let root = arena
        state.withLock { $0.root = root }
    }

    /// The sum of all shards, once each has been put in place.
    var sum: FloatArena? { state.withLock { $0.root } }
}
