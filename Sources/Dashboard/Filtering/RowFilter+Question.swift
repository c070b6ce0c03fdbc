import Runs

extension RowFilter {
    /// A command's question for a filter, shown at work while it is typed.
    ///
    /// - Parameters:
    ///   - verb: the word before the line in the palette.
    ///   - title: the prompt's title.
    ///   - rows: the kind of rows.
    ///   - path: where the state keeps the filter.
    ///   - finish: what is done once it is kept.
    /// - Returns: the question.
    static func question<Row: FilterRow>(
        verb: String = "filter", title: String = "Filter", for rows: Row.Type,
        at path: any WritableKeyPath<DashboardState, RowFilter> & Sendable,
        then finish: @escaping @Sendable (inout DashboardState) -> Void = { _ in }
    ) -> Question {
        Question(
            verb: verb, title: title,
            hint: { state in
                guard case .prompt(let prompt) = state.overlays.last else {
                    return RowFilter.hint("", for: Row.self)
                }
                return RowFilter.hint(prompt.field.string, for: Row.self)
            },
            initial: { $0[keyPath: path].text },
            preview: { state, text in
                // What is half typed and not yet a filter leaves the last one at work.
                if let filter = try? RowFilter(text, for: Row.self) {
                    state[keyPath: path] = filter
                }
            }
        ) { state, text in
            do throws(Problem) {
                state[keyPath: path] = try RowFilter(text, for: Row.self)
                finish(&state)
                return .accepted([])
            } catch {
                return .refused(error.description)
            }
        }
    }

    /// What helps with the line as it stands: the keys its last word may become, or what is wrong.
    static func hint<Row: FilterRow>(_ text: String, for rows: Row.Type) -> String {
        let keys = Row.numbers + Row.texts
        let last = text.last == " " ? "" : text.split(separator: " ").last.map(String.init) ?? ""
        let word = last.drop { $0 == "!" }.lowercased()
        if !word.isEmpty {
            let fitting = keys.filter { $0.hasPrefix(word) }
            if !fitting.isEmpty {
                return fitting.map { Row.numbers.contains($0) ? "\($0)<number" : "\($0):text" }
                    .joined(separator: "  ")
            }
        }
        do throws(Problem) {
            _ = try RowFilter(text, for: Row.self)
        } catch {
            return error.description
        }
        return "key<number key:text !not word; keys: \(keys.joined(separator: " "))"
    }
}
