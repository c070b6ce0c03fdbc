import Rendering

/// Text for any terminal, pipe or speech.
enum PlainText {
    /// A line whose hidden characters are made visible.
    ///
    /// - Parameter text: what a model, a person or a file may have written.
    /// - Returns: the line, which moves no cursor and changes no colour.
    static func line(_ text: String) -> String {
        var result = ""
        DisplayText.visit(text) { glyph in
            result += glyph.text
            return true
        }
        return result
    }
}
