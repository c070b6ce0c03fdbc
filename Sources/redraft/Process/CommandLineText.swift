/// The command that made a run, as it could be typed again.
enum CommandLineText {
    /// Words with quotes where a shell needs them.
    ///
    /// - Parameter arguments: the program's name, however it was found, and its arguments.
    /// - Returns: one line.
    static func text(_ arguments: [String]) -> String {
        (["redraft"] + arguments.dropFirst().map(quoted)).joined(separator: " ")
    }

    private static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-_=./:,@%+".utf8.contains(byte)
                }
            }
        return isPlain
            ? word
            : "'"
                + word.split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: #"'\''"#) + "'"
    }
}
