import Testing

/// What the dashboard may cost at most, and the figures for it in one place.
///
/// The limits hold for a release build on a machine that is not otherwise busy. A debug build, which the
/// gate tests on a machine that may be shared, is held to a stated multiple of them: it catches what has
/// become many times slower, and prints what it measured. For the limits themselves:
///
///     swift test -c release --filter BudgetTests
struct Budget {
    /// What is measured, and in which unit.
    let what: String
    /// The most it may be.
    let limit: Double
    /// How many times the limit a debug build may take.
    let debugFactor: Double

    /// From a key to the last byte of its frame, while training uses all its threads; one in a hundred
    /// may take longer.
    static let keyToFrame = Budget(
        what: "key to frame at the 99th percentile, ms", limit: 16, debugFactor: 15)
    /// Half of all frames may take longer.
    static let draw = Budget(
        what: "processor time of a key and its frame at 200x50, median, ms", limit: 1.5,
        debugFactor: 20)
    /// Of one core, while snapshots come as fast as training makes them.
    static let dashboardShare = Budget(
        what: "main thread while training, % of one core", limit: 2, debugFactor: 15)
    /// From the start of the process.
    static let firstFrame = Budget(what: "start to first frame, ms", limit: 150, debugFactor: 20)
    /// Of three seconds in which nothing happens.
    static let idleBytes = Budget(what: "bytes in three idle seconds", limit: 0, debugFactor: 1)
    /// Of three seconds in which nothing happens, by all threads: less than one tick of the clock.
    static let idleTime = Budget(
        what: "processor time of three idle seconds, ms", limit: 10, debugFactor: 2)
    /// What looking at the curves of a long run adds, whatever its length.
    static let memoryGrowth = Budget(
        what: "memory of a run of a million points over that of a short one, MB", limit: 24,
        debugFactor: 2)

    /// Whether this is a release build.
    static var isRelease: Bool {
        #if DEBUG
            false
        #else
            true
        #endif
    }

    /// The most it may be in this build.
    var allowed: Double { Self.isRelease ? limit : limit * debugFactor }

    /// Prints a figure and holds it against the limit.
    func check(_ figure: Double, sourceLocation: SourceLocation = #_sourceLocation) {
        let build = Self.isRelease ? "release" : "debug"
        print("\(what): \((figure * 100).rounded() / 100) (\(build) build: at most \(allowed))")
        #expect(figure <= allowed, "\(what)", sourceLocation: sourceLocation)
    }
}
