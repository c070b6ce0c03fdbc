/// What has been seen of where files lie, at the start of a turn.
///
/// A file's place, absent, or hidden. At a turn's end it takes in what the results of that turn's
/// last revision showed: a short form of the earlier turns that keeps prompts at one length.
struct FileView: Hashable, Sendable {
    /// A place that has not been seen.
    static let hidden: Int8 = -2

    private(set) var places: SIMD8<Int8>
    /// Directories that a file was not found in, four bits a file.
    private(set) var excluded = SIMD8<UInt8>(repeating: 0)

    init(places: SIMD8<Int8>) {
        self.places = places
    }

    func knows(_ file: Int) -> Bool { places[file] != Self.hidden }

    /// The directories a hidden file may lie in.
    func candidates(_ file: Int) -> [Int] {
        (0..<FileWorld.directories).filter { excluded[file] >> UInt8($0) & 1 == 0 }
    }

    private mutating func exclude(_ file: Int, _ directory: Int) {
        guard !knows(file) else { return }
        excluded[file] |= 1 << UInt8(directory)
        let left = candidates(file)
        if left.count == 1 { places[file] = Int8(left[0]) }
    }

    private mutating func learn(_ file: Int, _ place: Int8) {
        if !knows(file) { places[file] = place }
    }

    /// What the results of calls prove about the places at the start of the turn.
    ///
    /// A draft is rolled back before it is revised, so what counts is where files lay before it. A
    /// file whose place is not yet known has not been moved by the draft either: had a move
    /// succeeded, it would be known.
    func proved(by calls: [FileCall], _ results: [FileResult], from directory: Int) -> FileView {
        var view = self
        var directory = directory
        for (call, result) in zip(calls, results) {
            view.take(call, result, in: directory)
            if call.kind == .cd { directory = call.first }
        }
        return view
    }

    private mutating func take(_ call: FileCall, _ result: FileResult, in directory: Int) {
        let file = call.first
        switch (call.kind, result) {
        case (.cd, _), (.touch, .exists): break
        case (.touch, _), (.find, .missing): learn(file, FileWorld.absent)
        case (.find, .directory(let place)): learn(file, Int8(place))
        case (.ls, .listing(let mask)):
            let shown = FileResult.shownFiles(mask)
            for file in shown { learn(file, Int8(directory)) }
            // Names come in order, and a full listing may have been cut off after the last.
            let end = shown.count < FileResult.shown ? FileWorld.capacity : shown.last ?? 0
            for file in 0..<end where !shown.contains(file) { exclude(file, directory) }
        case (_, .missing): exclude(file, directory)
        default: learn(file, Int8(directory))
        }
    }

    /// The view after a turn: places shown by calls that succeeded, by `find` and by `ls`.
    ///
    /// That a file was not found somewhere is forgotten, for prompts have no place to show it.
    func after(_ calls: [FileCall], _ results: [FileResult], from directory: Int) -> FileView {
        var places = places
        var directory = directory
        for (call, result) in zip(calls, results) {
            switch (call.kind, result) {
            case (.cd, _): directory = call.first
            case (.mv, .done): places[call.first] = Int8(call.second)
            case (.rm, .done), (.find, .missing): places[call.first] = FileWorld.absent
            case (.touch, .done), (.write, .done), (.cat, .word):
                places[call.first] = Int8(directory)
            case (.find, .directory(let place)): places[call.first] = Int8(place)
            case (.ls, .listing(let mask)):
                for file in FileResult.shownFiles(mask) { places[file] = Int8(directory) }
            default: break
            }
        }
        return FileView(places: places)
    }

    /// Places to plan with: what is known, and a uniform guess for what is not.
    func guessed(_ draws: inout SmallDraws) -> SIMD8<Int8> {
        var places = places
        for file in 0..<FileWorld.capacity where !knows(file) {
            let candidates = candidates(file)
            places[file] = Int8(candidates[draws.below(candidates.count)])
        }
        return places
    }
}
