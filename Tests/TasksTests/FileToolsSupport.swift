import Runs

@testable import Tasks

/// Shorthands for tool use.
struct FilesCase: ToolsCase {
    let settings: ToolSettings
    let domain: FileToolsDomain

    init(_ change: (inout ToolSettings) -> Void = { _ in }) {
        var settings = ToolSettings()
        change(&settings)
        self.settings = settings
        domain = FileToolsDomain(settings)
    }

    /// The next turn, after some calls.
    func next(_ instance: TaskInstance, after words: String) -> TaskInstance {
        domain.successors(of: assess(words, instance), id: nil, answering: instance)[1]
    }

    func stream(_ number: Int = 0) -> CounterGenerator {
        CounterGenerator(seed: 77, purpose: .evaluationTasks, group: number)
    }
}
