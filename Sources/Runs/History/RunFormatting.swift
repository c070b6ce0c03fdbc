/// Turns a domain's tokens into what people look at: the store keeps tokens, people read text, and
/// see how far answers lie apart.
///
/// What it returns is a domain's own vocabulary, but the tokens came from a model or a file: a
/// token outside the vocabulary must come out as a visible mark, never as a trap.
public protocol RunFormatting: Sendable {
    /// The task in one line, such as `17: 3 7 9 2 5 8`.
    ///
    /// - Parameter task: the problem.
    /// - Returns: one line.
    func text(of task: DomainTask) -> String

    /// An answer in words, such as `+3 +7 .9 +2 +5 .8`: units that a word diff compares.
    ///
    /// - Parameters:
    ///   - tokens: the answer.
    ///   - instance: what it answers.
    /// - Returns: one line.
    func text(of tokens: [Int32], answering instance: TaskInstance) -> String

    /// The prompt the policy saw, as text.
    ///
    /// - Parameters:
    ///   - instance: what the prompt was made from.
    ///   - mode: what it asked for.
    /// - Returns: one line.
    func promptText(for instance: TaskInstance, mode: RevisionMode) -> String

    /// The feedback on an answer that a next step's prompt shows, such as `16, 1 too low`.
    ///
    /// - Parameters:
    ///   - answer: the answer.
    ///   - instance: what it answers.
    /// - Returns: one line; nil if the domain gives none.
    func feedbackText(on answer: Answer, answering instance: TaskInstance) -> String?

    /// The embedding of an answer, for the diversity bonus and for pictures.
    ///
    /// - Parameters:
    ///   - answer: any answer, valid or not.
    ///   - instance: what it answers.
    /// - Returns: a vector; all answers to one instance have equally long ones. Empty where tokens
    ///   have no known meaning.
    func embedding(of answer: Answer, answering instance: TaskInstance) -> [Float]
}
