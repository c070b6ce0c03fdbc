/// Moving the part of an axis that is looked at.
extension Axis {
    /// The axis with one part seen larger or smaller.
    ///
    /// - Parameters:
    ///   - factor: above 1 to see less, larger; below 1 to see more, smaller.
    ///   - value: what stays in its place; the middle if it is outside.
    /// - Returns: an axis of the same scale.
    public func zoomed(by factor: Double, around value: Double) -> Axis {
        guard factor > 0, factor.isFinite else { return self }
        let place = position(value)
        let fixed = place >= 0 && place <= 1 ? place : 0.5
        return Axis(
            low: self.value(at: fixed - fixed / factor),
            high: self.value(at: fixed + (1 - fixed) / factor), scale: scale)
    }

    /// The axis moved along.
    ///
    /// - Parameter share: how far, as a share of its length; below zero towards the low end.
    /// - Returns: an axis of the same scale and length.
    public func panned(by share: Double) -> Axis {
        guard share.isFinite else { return self }
        return Axis(low: value(at: share), high: value(at: 1 + share), scale: scale)
    }

    /// The axis moved, and shortened if it must be, so that it shows nothing outside another.
    ///
    /// - Parameters:
    ///   - whole: what there is to see.
    ///   - least: the least length, so that zooming comes to an end.
    /// - Returns: an axis of the whole's scale, inside it.
    public func kept(inside whole: Axis, atLeast least: Double = 0) -> Axis {
        let longest = whole.high - whole.low
        let length = min(max(high - low, least), longest)
        // Around the middle, as far as the ends allow.
        let start = (low / 2 + high / 2) - length / 2
        let first = min(max(start, whole.low), whole.high - length)
        return Axis(low: first, high: first + length, scale: whole.scale)
    }
}
