import Runs

extension StoreReader {
    /// In what a step trained again differs from the recorded one.
    ///
    /// - Parameter record: the step as it came out this time.
    /// - Returns: nil if all of it is the same, bit for bit, but for times and memory.
    /// - Throws: `StoreError` if the store can't be read.
    public func difference(from record: StepRecord) throws(StoreError) -> String? {
        try read { reader in
            guard let metrics = try reader.metrics(step: record.step) else {
                return "is not in the store"
            }
            for metric in Metric.allCases where !metric.isVolatile {
                let (old, new) = (metrics[metric], record.metrics[metric])
                if old?.bitPattern != new?.bitPattern {
                    let texts = [old, new].map { $0.map { "\($0)" } ?? "none" }
                    return "has \(metric.rawValue) \(texts[1]) instead of \(texts[0])"
                }
            }
            let groups = try reader.groups(step: record.step, isWhole: true)
            guard groups.count == record.groups.count else {
                return "has \(record.groups.count) groups instead of \(groups.count)"
            }
            for (old, new) in zip(groups, record.groups) {
                // As it would be read, for the store keeps some numbers in half precision.
                let kept = try GroupCoding.decode(
                    GroupCoding.encode(new), step: new.step, index: new.index)
                if RunDigest.bytes(of: old) != RunDigest.bytes(of: kept) {
                    return "has other answers in group \(new.index)"
                }
            }
            return nil
        }
    }
}
