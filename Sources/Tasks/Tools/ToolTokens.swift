/// The tokens that every world of tool use has, in the first places of its vocabulary.
enum ToolTokens {
    static let texts = ["_", "<end>", "<sep>", "<B>", "<I>", "<D>"]

    static let blank: Int32 = 0
    static let end: Int32 = 1
    static let separator: Int32 = 2
    static let base: Int32 = 3
    static let improve: Int32 = 4
    static let diverge: Int32 = 5
}
