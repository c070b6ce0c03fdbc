/// How a range of steps is cut into at most so many buckets.
///
/// Buckets lie on a fixed grid of widths 1, 2, 3, 4, 8, 12, 16, 32... steps, whatever the range, so
/// that a growing curve does not shimmer, and so that a bucket is made of whole pyramid nodes; only
/// the first and the last are cut where the range begins and ends.
struct BucketGrid {
    let first: Int
    let end: Int
    /// The steps of a bucket.
    let width: Int
    /// The level of the largest pyramid nodes that a bucket is made of.
    let level: Int

    /// Makes the finest grid of at most so many buckets.
    ///
    /// - Precondition: 1 <= first <= end, points > 0.
    init(from first: Int, to end: Int, points: Int) {
        precondition(first >= 1 && first <= end && points > 0, "a grid covers steps")
        var size = 1
        var level = 0
        var share = 1
        while (end - 1) / (size * share) - (first - 1) / (size * share) + 1 > points {
            share += 1
            if share == 4 {
                share = 1
                size *= 4
                level += 1
            }
        }
        self.first = first
        self.end = end
        self.level = level
        width = size * share
    }

    /// How many buckets there are.
    var count: Int { (end - 1) / width - (first - 1) / width + 1 }

    /// The bucket that a step of the range falls into, from 0.
    func bucket(of step: Int) -> Int { (step - 1) / width - (first - 1) / width }

    /// The steps of a bucket.
    func steps(of bucket: Int) -> ClosedRange<Int> {
        let start = ((first - 1) / width + bucket) * width + 1
        return max(first, start)...min(end, start + width - 1)
    }
}
