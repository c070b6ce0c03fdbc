import Runs
import Tasks

/// A greedy search for one task: what to ask for next, given the answers so far.
///
/// Drafts first. Then, with a chance, the newest failed answer that was not revised yet is mended,
/// unless it is the last of as many mendings in a row as are allowed; else the best answer is
/// improved. While there is no valid answer, and where the domain has no way of mending a failed
/// one, another draft is drawn. Quality chooses; what is kept private is never looked at.
///
/// - Source: arXiv 2509.04575, appendix A.4; arXiv 2502.13138, section 3 (the policy of the search).
struct GreedySearch {
    /// What is asked of the policy next.
    struct Request: Hashable {
        let origin: SearchOperator
        let parent: Int?
        let instance: TaskInstance
    }

    private let base: TaskInstance
    private let scaffold: SearchScaffold
    private let domain: any Domain
    /// The answers in the order they were executed.
    private(set) var nodes: [SearchNode] = []
    /// What each answers.
    private var instances: [TaskInstance] = []
    /// Failed answers that are not to be mended: they were revised, or can't be.
    private var closed: Set<Int> = []

    init(_ task: DomainTask, scaffold: SearchScaffold, domain: any Domain) {
        base = TaskInstance(task: task)
        self.scaffold = scaffold
        self.domain = domain
    }

    /// What to ask for next.
    ///
    /// - Parameter chance: a uniform number in [0, 1).
    /// - Returns: a request; its answer is to be given to `take`.
    mutating func next(chance: Float) -> Request {
        if nodes.count >= scaffold.drafts {
            if Double(chance) < scaffold.debugProbability, let failed = newestFailed {
                closed.insert(failed)
                guard let instance = successor(of: failed) else { return draft }
                return Request(origin: .debug, parent: failed, instance: instance)
            }
            if let best = SearchTree.best(of: nodes.map(\.answer)),
                let instance = successor(of: best)
            {
                return Request(origin: .improve, parent: best, instance: instance)
            }
        }
        return draft
    }

    /// Takes the answer to a request.
    mutating func take(_ tokens: [Int32], for request: Request) {
        let answer = domain.assess(tokens, answering: request.instance)
        nodes.append(
            SearchNode(
                id: nodes.count, parent: request.parent, origin: request.origin, answer: answer,
                feedback: domain.feedbackText(on: answer, answering: request.instance)))
        instances.append(request.instance)
    }

    /// The answer it ends with: the best one, or the first where none is valid.
    var kept: (answer: Answer, instance: TaskInstance)? {
        let place = SearchTree.best(of: nodes.map(\.answer)) ?? nodes.indices.first
        return place.map { (nodes[$0].answer, instances[$0]) }
    }

    private var draft: Request { Request(origin: .draft, parent: nil, instance: base) }

    private var newestFailed: Int? {
        nodes.indices.last { place in
            !nodes[place].answer.isValid && !closed.contains(place)
                && mendings(upTo: place) < scaffold.debugDepth
        }
    }

    /// Mending steps in a row that end with a node.
    private func mendings(upTo place: Int) -> Int {
        var count = 0
        var node = nodes[place]
        while node.origin == .debug, let parent = node.parent {
            count += 1
            node = nodes[parent]
        }
        return count
    }

    private func successor(of place: Int) -> TaskInstance? {
        domain.successors(of: nodes[place].answer, id: nil, answering: instances[place]).first
    }
}
