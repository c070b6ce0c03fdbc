import Foundation
import Testing

/// The tiny run, trained once in one piece and unobserved: every other way must give its bits.
struct ReferenceRun: Sendable {
    /// Its digest.
    let digest: String
    /// The files of its warm-start cache, by their paths in it.
    let cache: [String: Data]
    /// Seconds it took, warm start included.
    let seconds: Double

    /// The one of this process.
    static func get() throws -> ReferenceRun { try made.get() }

    private static let made = Result { try ReferenceRun() }

    private init() throws {
        let place = try Workplace()
        let start = ContinuousClock.now
        let child = try place.train("reference")
        let code = child.wait()
        seconds = EndToEndTests.seconds(since: start)
        try #require(code == 0, "\(child.standardError)")
        digest = try place.digest("reference")
        cache = try place.files(in: place.cache)
    }
}
