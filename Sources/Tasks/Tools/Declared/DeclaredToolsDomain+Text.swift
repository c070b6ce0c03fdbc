import Runs

/// A declared world in words: single variables, then for each index what is so of it.
///
///     session=ann t0:status=open,owner=bob?,priority=low
extension DeclaredToolsDomain {
    func text(worldOf task: DeclaredTask) -> String {
        text { cell in
            let mark = task.hidden >> UInt32(cell) & 1 == 1 ? "?" : ""
            return world.names[Int(task.state[cell])] + mark
        }
    }

    func text(viewOf turn: DeclaredTurn) -> String {
        text { cell in
            turn.view.knows(cell)
                ? world.names[Int(turn.view.state[cell])] : DeclaredVocabulary.hidden
        }
    }

    private func text(_ value: (Int) -> String) -> String {
        var order: [String] = []
        var parts: [String: [String]] = [:]
        for (place, cell) in world.cells.enumerated() {
            let group = cell.index.map { "\(world.names[Int($0)]):" } ?? ""
            if parts[group] == nil { order.append(group) }
            parts[group, default: []].append(
                "\(world.variables[cell.variable].name)=\(value(place))")
        }
        return order.map { group in
            // Single variables are words of their own.
            group.isEmpty
                ? parts[group, default: []].joined(separator: " ")
                : group + parts[group, default: []].joined(separator: ",")
        }.joined(separator: " ")
    }

    func text(of goal: DeclaredGoal) -> String {
        let cell = world.cells[goal.cell]
        return
            ((goal.value == nil ? [DeclaredVocabulary.read] : [])
            + [world.variables[cell.variable].name]
            + [cell.index, goal.value].compactMap { $0 }.map { world.names[Int($0)] })
            .joined(separator: " ")
    }

    func text(of call: Int) -> String {
        let rule = world.rules[call]
        let arguments = rule.arguments.map { world.names[Int($0)] }.joined(separator: ",")
        return "\(world.tools[rule.tool].name)(\(arguments))"
    }

    var accepted: String {
        var draws = SmallDraws(CounterGenerator(seed: 0, purpose: .evaluationTasks))
        let example = draw(from: .train, attempts: 1 << 12, &draws).map { text(of: $0.encoded) }
        return
            "expected goals such as '\(example ?? "")' with 1 to \(ToolSettings.mostTurns) turns of 1 "
            + "to \(settings.goals) goals; what is not named of the world begins as its sort does"
    }

    func goal(_ words: [Substring]) -> DeclaredGoal? {
        let isRead = words.first.map { $0 == DeclaredVocabulary.read } ?? false
        let words = isRead ? words.dropFirst() : words[...]
        guard let name = words.first,
            let variable = world.variables.first(where: { $0.name == name })
        else { return nil }
        var rest = words.dropFirst()
        var cell = variable.cells.lowerBound
        if world.cells[cell].index != nil {
            guard let index = rest.popFirst(), let own = self.cell(variable, index) else {
                return nil
            }
            cell = own
        }
        guard !isRead else { return rest.isEmpty ? DeclaredGoal(cell: cell) : nil }
        guard rest.count == 1, let word = rest.first, let value = value(variable, word) else {
            return nil
        }
        return DeclaredGoal(cell: cell, value: value)
    }

    private func cell(_ variable: DeclaredWorld.Variable, _ index: Substring) -> Int? {
        variable.cells.first { cell in
            world.cells[cell].index.map { world.names[Int($0)] == index } ?? false
        }
    }

    private func value(_ variable: DeclaredWorld.Variable, _ name: Substring) -> UInt8? {
        variable.values.first { world.names[Int($0)] == name }
    }

    func world(_ words: [Substring]) -> DeclaredTask? {
        var task = DeclaredTask(world, settings, state: DeclaredState())
        for variable in world.variables {
            for cell in variable.cells { task.state[cell] = variable.values[0] }
        }
        var seen: UInt32 = 0
        for word in words {
            let parts = word.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2, let facts = parts.last else { return nil }
            for fact in facts.split(separator: ",", omittingEmptySubsequences: false) {
                let sides = fact.split(separator: "=", omittingEmptySubsequences: false)
                guard sides.count == 2,
                    let variable = world.variables.first(where: { $0.name == sides[0] })
                else { return nil }
                let first = variable.cells.lowerBound
                guard (world.cells[first].index == nil) == (parts.count == 1),
                    let cell = parts.count == 1 ? first : self.cell(variable, parts[0]),
                    seen >> UInt32(cell) & 1 == 0
                else { return nil }
                seen |= 1 << UInt32(cell)
                let isHidden = sides[1].last == "?"
                guard let value = value(variable, isHidden ? sides[1].dropLast() : sides[1]) else {
                    return nil
                }
                task.state[cell] = value
                if isHidden { task.hidden |= 1 << UInt32(cell) }
            }
        }
        return task
    }
}
