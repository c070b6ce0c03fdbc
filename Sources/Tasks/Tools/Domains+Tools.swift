import Runs

/// The worlds of tool use.
extension Domains {
    /// The world of tools that settings name.
    static func tools(
        _ settings: ToolSettings
    ) throws(ConfigurationError) -> any Domain {
        guard settings.world != .files else {
            let domain = FileToolsDomain(settings)
            try check(
                domain, key: "tools.files", value: settings.files,
                remedy: "more files, or a larger tools.goals or tools.calls"
            ) { domain.drawTask(from: $0, attempts: 100_000, using: &$1) }
            return domain
        }
        guard let declaration = ToolDeclaration.builtIn(settings.world) else {
            return try own(settings)
        }
        return try declared(declaration, settings)
    }

    private static func own(_ settings: ToolSettings) throws(ConfigurationError) -> any Domain {
        let reader = DeclarationReader(settings.own)
        if let problem = reader.problems.first {
            throw ConfigurationError(
                key: "tools.own", value: String(settings.own.prefix(60)),
                accepted: "a declaration; object \(problem.line): \(problem.text)")
        }
        guard reader.declaration.isUsable else {
            throw ConfigurationError(
                key: "tools.own", value: settings.own.isEmpty ? "none" : "no tools",
                accepted: "a declaration with variables and tools, as train --tools FILE reads it")
        }
        return try declared(reader.declaration, settings)
    }

    private static func declared(
        _ declaration: ToolDeclaration, _ settings: ToolSettings
    ) throws(ConfigurationError) -> any Domain {
        let domain = DeclaredToolsDomain(declaration, settings)
        guard !domain.asked.isEmpty else {
            throw ConfigurationError(
                key: "tools.world", value: settings.world.rawValue,
                accepted:
                    "a world with something to ask for: a variable that a tool sets or gives, "
                    + "with 'asked' or 'read' above 0")
        }
        try check(
            domain, key: "tools.goals", value: settings.goals,
            remedy: "more to ask for in the world, or a larger tools.goals or tools.calls"
        ) { domain.drawTask(from: $0, attempts: 60_000, using: &$1) }
        return domain
    }
}
