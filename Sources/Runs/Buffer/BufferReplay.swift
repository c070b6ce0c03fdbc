/// Past buffers, rebuilt from a keyframe and what happened since.
extension [BufferEntry] {
    /// Applies one change.
    ///
    /// - Parameters:
    ///   - change: what happened.
    ///   - step: the step it happened at.
    public mutating func apply(_ change: BufferChange, step: Int) {
        switch change {
        case .inserted(let entry, _): append(entry)
        case .rescored(let id, _, let score):
            guard let index = firstIndex(where: { $0.id == id }) else { return }
            self[index].score = score
            self[index].scored = step
        case .drawn(let id):
            guard let index = firstIndex(where: { $0.id == id }) else { return }
            self[index].sampled += 1
        case .evicted(let id, _, _): removeAll { $0.id == id }
        case .refused: break
        }
    }
}
