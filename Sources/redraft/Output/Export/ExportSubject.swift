import Dashboard

/// What can be exported: the data behind a screen, by the screen's name where there is one.
enum ExportSubject: String, CaseIterable, Sendable {
    case overview, buffer, tree, depth, heatmap, curves, chain, logs, marks, settings, figures,
        instances, answers, search

    /// The subject of a name.
    ///
    /// - Parameter name: what a person typed: a name, or the key of a screen.
    /// - Returns: the subject.
    /// - Throws: `Failure` naming those there are.
    static func named(_ name: String) throws(Failure) -> ExportSubject {
        let screen = DashboardScreen(name: name)
        if let subject = ExportSubject(rawValue: screen?.name ?? name) { return subject }
        let known = allCases.map(\.rawValue).joined(separator: ", ")
        throw .usage(
            screen == nil
                ? "--screen: '\(name)' is not accepted; expected one of \(known)"
                : "--screen: '\(name)' has no rows to export; expected one of \(known)")
    }
}
