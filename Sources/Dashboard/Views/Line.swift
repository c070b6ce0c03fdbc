import Rendering

extension Line: ExpressibleByArrayLiteral {
    /// Creates a line from a literal list of pieces.
    ///
    /// - Parameter elements: the pieces, from the left.
    public init(arrayLiteral elements: Span...) { self.init(elements) }
}

extension String {
    /// Plain ASCII in a column of a width: padded on the right, or cut.
    ///
    /// Texts that came from a model or a file go through `DisplayText` instead.
    func left(_ width: Int) -> String {
        count >= width
            ? String(prefix(width)) : self + String(repeating: " ", count: width - count)
    }

    /// Plain ASCII at the right of a column of a width.
    func right(_ width: Int) -> String {
        count >= width
            ? String(prefix(width)) : String(repeating: " ", count: width - count) + self
    }
}
