import Runs
import Testing

@testable import Tasks

/// Shorthands for a declared world.
struct DeclaredCase: CustomTestStringConvertible {
    let world: ToolWorldName
    let domain: DeclaredToolsDomain

    init(_ world: ToolWorldName, level: Int = 1, _ change: (inout ToolSettings) -> Void = { _ in })
    {
        var configuration = RunConfiguration()
        configuration.apply(domain: "tools")
        configuration.apply(world: world)
        configuration.apply(level: level)
        change(&configuration.tools)
        self.world = world
        domain = DeclaredToolsDomain(
            ToolDeclaration.builtIn(world) ?? ToolDeclaration(), configuration.tools)
    }

    init(_ declaration: String, goals: Int = 2, calls: Int = 5) {
        var settings = ToolSettings()
        settings.world = .own
        settings.goals = goals
        settings.calls = calls
        world = .own
        domain = DeclaredToolsDomain(DeclarationReader(declaration).declaration, settings)
    }

    static let builtIn: [ToolWorldName] = [.tickets, .vehicle]

    var testDescription: String { world.rawValue }

    /// An answer's tokens, with the end token; one that no vocabulary holds for a word that is none.
    func answer(_ words: String) -> [Int32] {
        words.split(separator: " ").map { word in
            domain.vocabulary.firstIndex { $0 == word }.map { Int32($0) } ?? -99
        } + [domain.endToken]
    }

    func words(_ tokens: [Int32]) -> String {
        tokens.map {
            domain.vocabulary.indices.contains(Int($0)) ? domain.vocabulary[Int($0)] : "?!"
        }.joined(separator: " ")
    }

    /// The first turn of a task written down, or its revision.
    func instance(_ task: String, draft: String? = nil) throws -> TaskInstance {
        let base = TaskInstance(task: try domain.parse(task: task))
        guard let draft else { return base }
        return domain.successors(of: assess(draft, base), id: nil, answering: base)[0]
    }

    func assess(_ words: String, _ instance: TaskInstance) -> Answer {
        domain.assess(answer(words), answering: instance)
    }

    func stream(_ number: Int = 0) -> CounterGenerator {
        CounterGenerator(seed: 78, purpose: .evaluationTasks, group: number)
    }

    func drawn(_ split: TaskSplit, _ draws: inout SmallDraws) throws -> DeclaredTurn {
        let task = try #require(domain.draw(from: split, attempts: 1 << 20, &draws))
        var turn = task.start
        turn.goals = task.turns[0]
        return turn
    }
}
