import CKernels

/// Floats in one aligned allocation, zero at first.
///
/// Unchecked, because the compiler can't know what holds: one thread at a time writes it, or several
/// write disjoint ranges, and a barrier or a lock lies between them and the next reader.
final class FloatArena: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
    let count: Int

    init(count: Int) {
        self.count = count
        let raw = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64)
        base = raw.bindMemory(to: Float.self, capacity: max(count, 1))
        base.initialize(repeating: 0, count: count)
    }

    deinit { UnsafeMutableRawPointer(base).deallocate() }

    func clear() { base.update(repeating: 0, count: count) }

    /// Adds another of the same size, element by element.
    func add(_ other: FloatArena) {
        kernels_add(base, other.base, count)
    }

    /// Floats of one work unit of an elementwise pass.
    private static let rangeSize = 1 << 15

    static func rangeCount(_ count: Int) -> Int { (count + rangeSize - 1) / rangeSize }

    static func range(_ unit: Int, of count: Int) -> Range<Int> {
        unit * rangeSize..<min((unit + 1) * rangeSize, count)
    }
}

/// A pointer that work units on several threads share.
///
/// Unchecked, because the compiler can't know what holds: units write disjoint ranges, or one
/// worker's own memory, and the pool's barrier orders them before the caller reads.
struct ArenaPointer: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>

    init(_ base: UnsafeMutablePointer<Float>) {
        self.base = base
    }
}
