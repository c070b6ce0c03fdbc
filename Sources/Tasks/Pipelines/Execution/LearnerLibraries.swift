import CLearners

/// The libraries that programs are executed with.
enum LearnerLibraries {
    /// Versions of all that determines the bits of a score besides the task and the program, for the
    /// keys of caches: the libraries, the BLAS and the C library under them, and our own learners.
    static let versions: String = {
        let text = [CChar](unsafeUninitializedCapacity: 512) { buffer, count in
            learners_versions(buffer.baseAddress, buffer.count)
            count = buffer.firstIndex(of: 0) ?? 0
        }
        return String(decoding: text.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }()
}
