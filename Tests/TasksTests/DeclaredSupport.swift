import Runs
import Testing

@testable import Tasks

/// Shorthands for a declared world.
struct DeclaredCase: ToolsCase, CustomTestStringConvertible {
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
