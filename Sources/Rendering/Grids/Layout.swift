/// One part of a split: how long it is and what happens when room is short.
public struct Track: Hashable, Sendable {
    /// How a track's length is found.
    public enum Length: Hashable, Sendable {
        /// Exactly so many cells.
        case fixed(Int)
        /// A share of what the fixed tracks leave, by weight.
        case share(Int)
    }

    /// How long it is.
    public var length: Length
    /// The least useful length; below it the track is dropped, or cut if it is required.
    public var minimum: Int
    /// Tracks of lower priority are dropped first; `required` ones never.
    public var priority: Int

    /// The priority of a track that is never dropped.
    public static let required = Int.max

    /// A track of exactly so many cells.
    ///
    /// - Parameters:
    ///   - cells: its length.
    ///   - priority: when it is dropped.
    /// - Returns: the track.
    public static func fixed(_ cells: Int, priority: Int = required) -> Track {
        Track(length: .fixed(max(0, cells)), minimum: max(0, cells), priority: priority)
    }

    /// A track that takes a share of the rest.
    ///
    /// - Parameters:
    ///   - weight: its weight among the sharing tracks.
    ///   - minimum: the least useful length.
    ///   - priority: when it is dropped.
    /// - Returns: the track.
    public static func share(
        _ weight: Int = 1, minimum: Int = 1, priority: Int = required
    ) -> Track {
        Track(length: .share(max(1, weight)), minimum: max(0, minimum), priority: priority)
    }
}

/// Lengths of the parts when `total` cells are split among `tracks`.
///
/// While the minima do not fit, the track of lowest priority is dropped, the last of equals first; a
/// dropped track has length 0. Required tracks that still do not fit are cut from the end.
///
/// - Parameters:
///   - total: cells to hand out.
///   - tracks: what to split into.
/// - Returns: one length a track; their sum is at most `total`, and equal to it when a sharing track
///   is left.
public func lengths(splitting total: Int, among tracks: [Track]) -> [Int] {
    let total = max(0, total)
    var kept = tracks.map { _ in true }
    func minima() -> Int { zip(tracks, kept).reduce(0) { $1.1 ? $0 + $1.0.minimum : $0 } }
    while minima() > total {
        let droppable = tracks.indices.filter { kept[$0] && tracks[$0].priority < Track.required }
        guard let lowest = droppable.map({ tracks[$0].priority }).min(),
            let victim = droppable.last(where: { tracks[$0].priority == lowest })
        else { break }
        kept[victim] = false
    }
    var result = tracks.map { _ in 0 }
    var left = total
    for index in tracks.indices where kept[index] {
        let given = min(left, tracks[index].minimum)
        result[index] = given
        left -= given
    }
    // What the minima leave goes to the sharing tracks: raise the emptiest, by weight, until their
    // lengths stand as the weights do or the room is used up.
    let sharing = tracks.indices.filter { index in
        if case .share = tracks[index].length { return kept[index] }
        return false
    }
    func weight(_ index: Int) -> Int {
        if case .share(let weight) = tracks[index].length { return weight }
        return 0
    }
    var open = sharing
    while left > 0, !open.isEmpty {
        let pool = open.reduce(left) { $0 + result[$1] }
        let weights = open.reduce(0) { $0 + weight($1) }
        // A track whose minimum exceeds its fair share keeps the minimum and leaves the pool.
        let content = open.filter { result[$0] * weights > pool * weight($0) }
        if !content.isEmpty {
            open.removeAll { content.contains($0) }
            continue
        }
        var handed = 0
        var seen = 0
        for index in open {
            seen += weight(index)
            let upTo = pool * seen / weights
            result[index] = upTo - handed
            handed = upTo
        }
        left = 0
    }
    return result
}

extension Rect {
    /// Splits the rectangle into columns side by side.
    ///
    /// - Parameter tracks: the columns, from the left.
    /// - Returns: one rectangle a track; a dropped one is empty.
    public func columns(_ tracks: [Track]) -> [Rect] {
        var x = self.x
        return lengths(splitting: width, among: tracks).map { length in
            defer { x += length }
            return Rect(x: x, y: y, width: length, height: height)
        }
    }

    /// Splits the rectangle into rows on top of each other.
    ///
    /// - Parameter tracks: the rows, from the top.
    /// - Returns: one rectangle a track; a dropped one is empty.
    public func rows(_ tracks: [Track]) -> [Rect] {
        var y = self.y
        return lengths(splitting: height, among: tracks).map { length in
            defer { y += length }
            return Rect(x: x, y: y, width: width, height: length)
        }
    }
}
