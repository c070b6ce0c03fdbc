import CKernels
import Synchronization

/// The kernels' model: freed with its last user.
///
/// Unchecked, because the compiler can't see what holds: work units only read it, and its owner
/// changes parameters only between phases, behind the pool's barrier.
final class ModelHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    private let parts: Int
    private var isTrained = false

    init?(_ configuration: ModelConfiguration, path: KernelPath) {
        let made = withUnsafePointer(to: configuration.shape) {
            kernels_model_create($0, path.cValue)
        }
        guard let made else { return nil }
        pointer = made
        parts = configuration.layerCount + 1
    }

    deinit { kernels_model_free(pointer) }

    var parameters: UnsafeMutablePointer<Float> { kernels_model_parameters(pointer) }

    /// Copies the parameters into the panels the kernels read.
    func pack(pool: WorkerPool?) {
        let isTrained = isTrained
        guard let pool, pool.threads > 1 else {
            kernels_model_pack(pointer, 0, 1, isTrained)
            return
        }
        let parts = parts
        pool.run(parts) { [self] part, _ in
            kernels_model_pack(pointer, Int32(part), Int32(parts), isTrained)
        }
    }

    /// Adds the panels of the backward pass, which a policy that only answers does without.
    func prepareForTraining(pool: WorkerPool) {
        guard !isTrained else { return }
        isTrained = true
        pack(pool: pool)
    }
}

/// One workspace a worker.
///
/// Unchecked: each is used by one worker at a time, and the list only grows between phases.
final class Workspaces: @unchecked Sendable {
    private var all: [OpaquePointer?] = []

    func reserve(_ count: Int) {
        while all.count < count { all.append(kernels_workspace_create()) }
    }

    subscript(worker: Int) -> OpaquePointer? { all[worker] }

    deinit { for workspace in all { kernels_workspace_free(workspace) } }
}

/// Results of work units, each written once.
final class Slots<Value: Sendable>: Sendable {
    private let values: Mutex<[Value?]>

    init(count: Int) {
        values = Mutex(Array(repeating: nil, count: count))
    }

    subscript(index: Int) -> Value? {
        get { values.withLock { $0[index] } }
        set { values.withLock { $0[index] = newValue } }
    }
}
