import Runs

/// One key with its value, and the place a person gave it at.
struct Setting: Hashable, Sendable {
    /// A dotted key.
    let key: String
    /// The value, as text.
    let value: String
    /// Where it stands, such as `small.yaml:3` or `--set`.
    let place: String

    /// Reads `key=value`.
    ///
    /// - Parameters:
    ///   - text: what a person typed.
    ///   - place: where.
    /// - Throws: `Failure` if there is no `=`.
    init(parsing text: String, place: String) throws(Failure) {
        guard let equals = text.firstIndex(of: "=") else {
            throw .usage("\(place): '\(text)' has no '='; expected key=value, such as beta=0.01")
        }
        key = text[..<equals].trimmed
        value = text[text.index(after: equals)...].trimmed
        self.place = place
    }

    /// Makes the value of its parts.
    init(key: String, value: String, place: String) {
        self.key = key
        self.value = value
        self.place = place
    }

    /// Applies the setting.
    ///
    /// - Parameter configuration: where to set it.
    /// - Throws: `Failure` naming the place, the key, the value and what is accepted.
    func apply(to configuration: inout RunConfiguration) throws(Failure) {
        do throws(ConfigurationError) {
            try ConfigurationKey.named(key).write(value, to: &configuration)
        } catch {
            throw .usage("\(place): \(error)")
        }
    }
}

extension Substring {
    /// Without spaces at both ends.
    fileprivate var trimmed: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
