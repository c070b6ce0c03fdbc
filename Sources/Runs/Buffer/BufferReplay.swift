/// Past buffers, rebuilt from a keyframe and what happened since.
extension [BufferEntry] {
    /// Applies one change.
    ///
    /// A change to an entry that is not there does nothing: what is replayed came from a file.
    ///
    /// - Precondition: the entries lie in the order of their ids, as a buffer keeps them.
    /// - Complexity: O(log n), and O(n) for an eviction.
    /// - Parameters:
    ///   - change: what happened.
    ///   - step: the step it happened at.
    public mutating func apply(_ change: BufferChange, step: Int) {
        switch change {
        case .inserted(let entry, _): append(entry)
        case .rescored(let id, _, let score):
            guard let index = index(ofEntry: id) else { return }
            self[index].score = score
            self[index].scored = step
        case .drawn(let id):
            guard let index = index(ofEntry: id) else { return }
            self[index].sampled += 1
        case .evicted(let id, _, _):
            guard let index = index(ofEntry: id) else { return }
            remove(at: index)
        case .refused: break
        }
    }

    /// The place of an entry among entries in the order of their ids.
    ///
    /// - Complexity: O(log n).
    /// - Parameter id: which entry.
    /// - Returns: nil if it is not there.
    public func index(ofEntry id: Int) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].id == id ? low : nil
    }
}
