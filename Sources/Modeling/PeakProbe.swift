import CKernels

/// The machine's peak at fp32 multiply-add, in registers alone: what a share of peak is a share of.
public struct PeakProbe: Sendable {
    /// The instructions it uses.
    public let path: KernelPath
    /// Floats in one of the vectors that came out fastest.
    public var width: Int { Int(kernels_peak_width(path.cValue, form)) }
    private let form: Int32

    /// Rounds that take some milliseconds.
    private static let rounds = 1 << 19

    /// Tries each width of a path's vectors, and keeps the fastest.
    ///
    /// - Precondition: this machine runs the path.
    /// - Parameter path: whose instructions count as the machine's.
    public init(path: KernelPath) {
        precondition(KernelPath.supported.contains(path), "\(path) on this machine")
        self.path = path
        let clock = ContinuousClock()
        var best = (form: Int32(0), time: Duration.seconds(Int64.max))
        for form in Int32(0)... {
            let width = Int(kernels_peak_width(path.cValue, form))
            guard width > 0 else { break }
            for _ in 0..<5 {
                let begun = clock.now
                let operations = kernels_peak_run(path.cValue, form, Self.rounds)
                // The time of one operation: forms do different numbers of them.
                let time = (clock.now - begun) / max(operations / 1e9, 1e-9)
                if time < best.time { best = (form, time) }
            }
        }
        form = best.form
    }

    /// Works at the peak for some milliseconds on every thread of a pool at once.
    ///
    /// - Parameter pool: who works.
    /// - Returns: the floating-point operations done, of all threads together.
    public func run(pool: WorkerPool) -> Double {
        let done = Slots<Double>(count: pool.threads)
        let (path, form) = (path.cValue, form)
        pool.run(pool.threads) { unit, _ in
            done[unit] = kernels_peak_run(path, form, 4 * Self.rounds)
        }
        return (0..<pool.threads).reduce(0) { $0 + (done[$1] ?? 0) }
    }
}
