import Runs
import Tasks

/// Whether searches can be measured at all.
enum SearchCheck {
    /// Refuses a domain whose answers no verifier may choose among.
    ///
    /// - Parameters:
    ///   - configuration: a run's.
    ///   - place: what is refused, for the message.
    /// - Returns: the domain's way of searching.
    /// - Throws: `Failure` naming the domain.
    @discardableResult
    static func check(
        _ configuration: RunConfiguration, for place: String
    ) throws(Failure) -> SearchScaffold {
        let domain = try Failure.translating { try Domains.make(for: configuration) }
        guard let scaffold = domain.scaffold else {
            throw .usage(
                "\(place): \(domain.name) has no search at test time, for there the plain chain is all "
                    + "there is; expected a domain with one, such as mle")
        }
        return scaffold
    }

    /// A budget that is within bounds.
    ///
    /// - Parameters:
    ///   - executions: answers a task; nil for the usual number.
    ///   - drafts: of these the drafts; nil for those of the domain, as far as there is room.
    ///   - scaffold: the domain's.
    /// - Returns: the budget.
    /// - Throws: `Failure` naming the option, its value and what is accepted.
    static func budget(
        executions: Int?, drafts: Int?, _ scaffold: SearchScaffold
    ) throws(Failure) -> SearchBudget {
        let usual = SearchBudget()
        let most = executions ?? usual.executions
        let budget = SearchBudget(
            executions: most, drafts: drafts ?? max(1, min(scaffold.drafts, most)))
        if let problem = budget.problem {
            throw .usage(
                "--\(problem.key): \(problem.value) is not accepted; expected \(problem.accepted)")
        }
        return budget
    }
}
