/// What a search may spend on a task.
public struct SearchBudget: Hashable, Codable, Sendable {
    /// Answers verified in all.
    public let executions: Int
    /// How many of them are drafts before the first revision.
    public let drafts: Int

    /// Makes the value of its parts.
    ///
    /// - Parameters:
    ///   - executions: answers verified in all; sixteen revisions after a first answer by default.
    ///   - drafts: of these the drafts at the beginning.
    public init(executions: Int = 17, drafts: Int = 5) {
        self.executions = executions
        self.drafts = drafts
    }

    /// The most executions a search may have.
    public static let mostExecutions = 1024

    /// What is wrong with the budget: a key, its value, and what is accepted; nil for none.
    public var problem: (key: String, value: Int, accepted: String)? {
        if !(1...Self.mostExecutions).contains(executions) {
            return (
                "executions", executions, "a whole number from 1 to \(Self.mostExecutions)"
            )
        }
        if !(1...executions).contains(drafts) {
            return ("drafts", drafts, "a whole number from 1 to the executions, \(executions)")
        }
        return nil
    }

    /// The numbers of improve steps at which a plain chain is looked at by default: those of the
    /// paper as far as they cost no more.
    public var steps: [Int] { [0, 1, 4, 8, 16].filter { $0 < executions } }
}
