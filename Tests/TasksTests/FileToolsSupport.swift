import Runs

@testable import Tasks

/// Shorthands for tool use.
struct FilesCase {
    let settings: ToolSettings
    let domain: FileToolsDomain

    init(_ change: (inout ToolSettings) -> Void = { _ in }) {
        var settings = ToolSettings()
        change(&settings)
        self.settings = settings
        domain = FileToolsDomain(settings)
    }

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

    /// The first turn of a task written down, or its revision.
    func instance(_ task: String, draft: String? = nil) throws -> TaskInstance {
        let base = TaskInstance(task: try domain.parse(task: task))
        guard let draft else { return base }
        let answer = domain.assess(answer(draft), answering: base)
        return domain.successors(of: answer, id: nil, answering: base)[0]
    }

    /// The next turn, after some calls.
    func next(_ instance: TaskInstance, after words: String) -> TaskInstance {
        let answer = domain.assess(answer(words), answering: instance)
        return domain.successors(of: answer, id: nil, answering: instance)[1]
    }

    func stream(_ number: Int = 0) -> CounterGenerator {
        CounterGenerator(seed: 77, purpose: .evaluationTasks, group: number)
    }
}
