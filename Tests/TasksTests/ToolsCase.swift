import Runs

@testable import Tasks

/// Shorthands for a world of tools, whichever it is.
protocol ToolsCase {
    associatedtype World: ToolsDomain
    var domain: World { get }
}

extension ToolsCase {
    /// Tokens of words; one that no vocabulary holds for a word that is none.
    func tokens(_ words: String) -> [Int32] {
        words.split(separator: " ").map { word in
            domain.vocabulary.firstIndex { $0 == word }.map { Int32($0) } ?? -99
        }
    }

    /// An answer's tokens, with the end token.
    func answer(_ words: String) -> [Int32] { tokens(words) + [domain.endToken] }

    func words(_ tokens: [Int32]) -> String {
        tokens.map {
            domain.vocabulary.indices.contains(Int($0)) ? domain.vocabulary[Int($0)] : "?!"
        }.joined(separator: " ")
    }

    func assess(_ words: String, _ instance: TaskInstance) -> Answer {
        domain.assess(answer(words), answering: instance)
    }

    /// The first turn of a task written down, or its revision.
    func instance(_ task: String, draft: String? = nil) throws -> TaskInstance {
        let base = TaskInstance(task: try domain.parse(task: task))
        guard let draft else { return base }
        return domain.successors(of: assess(draft, base), id: nil, answering: base)[0]
    }
}
