/// The file system: where each file lies, what it holds, and the current directory.
///
/// A value of a few words, so that a revision is rolled back by keeping the value before it.
struct FileWorld: Hashable, Sendable {
    /// The most files.
    static let capacity = 8
    static let directories = 4
    static let words = 6
    /// The place of a file that is not there.
    static let absent: Int8 = -1

    var places = SIMD8<Int8>(repeating: absent)
    /// A file that is absent holds word 0.
    var contents = SIMD8<Int8>(repeating: 0)
    var directory = 0

    func place(_ file: Int) -> Int { Int(places[file]) }

    func exists(_ file: Int) -> Bool { places[file] != Self.absent }

    private func isHere(_ file: Int) -> Bool { place(file) == directory }

    /// Executes a call; one that fails changes nothing.
    ///
    /// - Precondition: the call's arguments are within the world, as `ToolParser` sees to.
    mutating func execute(_ call: FileCall) -> FileResult {
        let file = call.first
        switch call.kind {
        case .cd:
            directory = call.first
            return .done
        case .mv:
            guard isHere(file) else { return .missing }
            places[file] = Int8(call.second)
            return .done
        case .rm:
            guard isHere(file) else { return .missing }
            places[file] = Self.absent
            contents[file] = 0
            return .done
        case .touch:
            guard !exists(file) else { return .exists }
            places[file] = Int8(directory)
            contents[file] = 0
            return .done
        case .write:
            guard isHere(file) else { return .missing }
            contents[file] = Int8(call.second)
            return .done
        case .cat:
            return isHere(file) ? .word(Int(contents[file])) : .missing
        case .find:
            return exists(file) ? .directory(place(file)) : .missing
        case .ls:
            var mask: UInt8 = 0
            for file in 0..<Self.capacity where isHere(file) { mask |= 1 << UInt8(file) }
            return .listing(mask)
        }
    }
}

/// A list of calls, executed: each call's result, the world after them, and what was read.
struct FileRun: Hashable, Sendable {
    private(set) var results: [FileResult] = []
    private(set) var world: FileWorld
    /// Files that a `cat` read, a bit each.
    private(set) var reads: UInt8 = 0

    /// Executes calls on a copy of a world; a call that fails does not end the list.
    init(_ calls: [FileCall], in world: FileWorld) {
        self.world = world
        results.reserveCapacity(calls.count)
        for call in calls {
            let result = self.world.execute(call)
            if case .word = result { reads |= 1 << UInt8(call.first) }
            results.append(result)
        }
    }
}
