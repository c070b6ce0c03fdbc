import Foundation

/// JSON as this program prints it: keys in alphabetical order, one document at a time.
enum JSONOutput {
    /// A document over several lines.
    ///
    /// - Parameter value: what to print; its numbers are finite.
    /// - Returns: the text, without a line break at its end.
    /// - Throws: `EncodingError` for a number that is not finite.
    static func document(_ value: some Encodable) throws -> String {
        try encode(value, [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    /// A document on one line, for streams of them.
    ///
    /// - Parameter value: what to print; its numbers are finite.
    /// - Returns: the text, without a line break at its end.
    /// - Throws: `EncodingError` for a number that is not finite.
    static func line(_ value: some Encodable) throws -> String {
        try encode(value, [.sortedKeys, .withoutEscapingSlashes])
    }

    private static func encode(
        _ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
