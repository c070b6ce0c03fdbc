/// One thing a turn asks for.
struct FileGoal: Hashable, Sendable {
    /// What is asked.
    enum Kind: Int, CaseIterable, Sendable {
        /// The file lies in the directory.
        case inside
        /// The file holds the word.
        case has
        /// The file is absent.
        case gone
        /// The file, absent before, lies in the directory.
        case new
        /// The current directory at the end.
        case at
        /// The file was read in this turn.
        case read

        var text: String {
            switch self {
            case .inside: "in"
            case .has: "has"
            case .gone: "gone"
            case .new: "new"
            case .at: "at"
            case .read: "read"
            }
        }

        var first: FileCall.Argument { self == .at ? .directory : .file }

        var second: FileCall.Argument? {
            switch self {
            case .inside, .new: .directory
            case .has: .word
            case .gone, .at, .read: nil
            }
        }

        /// Whether it says where a file is to lie.
        var isPlace: Bool { self == .inside || self == .gone || self == .new }
    }

    var kind: Kind
    var first: Int
    /// 0 where there is none.
    var second: Int

    init(_ kind: Kind, _ first: Int, _ second: Int = 0) {
        self.kind = kind
        self.first = first
        self.second = second
    }

    /// The file it is about; nil for `at`.
    var file: Int? { kind == .at ? nil : first }

    /// Whether it holds in a world, after reading some files.
    func holds(in world: FileWorld, reads: UInt8) -> Bool {
        switch kind {
        case .inside, .new: world.place(first) == second
        case .has: world.exists(first) && Int(world.contents[first]) == second
        case .gone: !world.exists(first)
        case .at: world.directory == first
        case .read: reads >> UInt8(first) & 1 == 1
        }
    }
}

extension ToolVerdict {
    /// The current directory counts where a goal asks for it.
    init(_ goals: [FileGoal], before: FileWorld, after run: FileRun) {
        var unasked = 0
        for file in 0..<FileWorld.capacity {
            let place = before.places[file] != run.world.places[file]
            if place, !goals.contains(where: { $0.file == file && $0.kind.isPlace }) {
                unasked += 1
            }
            // A file that came or went has no content to compare.
            if before.exists(file), run.world.exists(file),
                before.contents[file] != run.world.contents[file],
                !goals.contains(where: {
                    $0.file == file && ($0.kind == .has || $0.kind == .new)
                })
            {
                unasked += 1
            }
        }
        self.init(
            met: goals.count { $0.holds(in: run.world, reads: run.reads) }, goals: goals.count,
            unasked: unasked)
    }
}
