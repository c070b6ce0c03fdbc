/// One line of a form.
public struct FormField: Sendable {
    /// What a field holds.
    public enum Value: Sendable {
        /// Text that is typed.
        case text(String)
        /// One of several words.
        case choice([String], selected: Int)
        /// Something to press.
        case button(String)
        /// Something that can only be read.
        case fixed(Line)
    }

    /// What it is called; may be empty.
    public var label: String
    /// What it holds.
    public var value: Value
    /// What is shown while a text is empty.
    public var placeholder: String
    /// What is written after the value: a unit, the accepted range, the value before.
    public var note: Line
    /// Why the value is not accepted; shown below it.
    public var problem: String?
    /// Whether it can be changed or pressed.
    public var isEnabled: Bool
    /// A heading above it.
    public var heading: String?

    /// Creates a field.
    ///
    /// - Parameters:
    ///   - label: what it is called.
    ///   - value: what it holds.
    ///   - placeholder: what is shown while a text is empty.
    ///   - note: what is written after the value.
    ///   - problem: why the value is not accepted.
    ///   - isEnabled: whether it can be changed or pressed.
    ///   - heading: a heading above it.
    public init(
        _ label: String, _ value: Value, placeholder: String = "", note: Line = Line(),
        problem: String? = nil, isEnabled: Bool = true, heading: String? = nil
    ) {
        self.label = label
        self.value = value
        self.placeholder = placeholder
        self.note = note
        self.problem = problem
        self.isEnabled = isEnabled
        self.heading = heading
    }
}
