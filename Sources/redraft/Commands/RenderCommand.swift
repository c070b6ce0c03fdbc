import ArgumentParser
import Dashboard
import Foundation
import Rendering
import RunStore
import Runs
import TerminalUI

/// `redraft render`: one screen of a run as text.
struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Prints one screen of a run as text.",
        discussion: """
            In colours on a terminal, or, with escape codes, where --color names a depth; plain \
            otherwise. A picture for a page or a talk: --to svg > screen.svg
            """)

    /// What is printed.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, svg
    }

    @OptionGroup var target: RunArgument
    @Option(
        help: "\(DashboardScreen.allCases.map(\.name).joined(separator: ", ")).",
        completion: Completions.screens)
    var screen: String
    @Option(name: .customLong("to"), help: "text, or svg: a picture.") var format = Format.text
    @Option(help: ArgumentHelp("Columns and rows.", valueName: "columns x rows"))
    var size = "120x36"
    @OptionGroup var look: ScreenOptions
    @Option(parsing: .unconditional, help: "The step to show; by default the newest.") var at: Int?
    @Flag(help: "Draw with ASCII only.") var ascii = false
    @Flag(help: "In words, pane after pane: no frames, bars and curves.") var linear = false

    func run() throws {
        guard let screen = DashboardScreen(name: screen) else {
            let names = DashboardScreen.allCases.map(\.name).joined(separator: ", ")
            throw Failure.usage(
                "--screen: '\(screen)' is not accepted; expected one of \(names)")
        }
        let (columns, rows) = try parsedSize()
        let depth = self.depth
        let theme = try look.first(for: depth)
        let reader = try target.reader()
        defer { reader.close() }
        try reader.check(at, option: "--at")
        let snapshot = try Failure.translating { try reader.snapshot() }
        let capabilities = DashboardCapabilities(
            isASCII: ascii, colors: depth.rawValue,
            clockOffset: TimeZone.current.secondsFromGMT())
        if linear {
            let panes = Dashboard.read(
                screen: screen, of: reader.description, ability: .readOnly("recorded"),
                snapshot: snapshot, committed: reader.committedStep, at: at, columns: columns,
                rows: rows, capabilities: capabilities, now: snapshot.published
            ) { reader.answer($0) }
            StandardStreams.text(ReadingPane.text(panes))
            return
        }
        let grid = Dashboard.render(
            screen: screen, of: reader.description, ability: .readOnly("recorded"),
            snapshot: snapshot, committed: reader.committedStep, at: at, columns: columns,
            rows: rows, capabilities: capabilities, now: snapshot.published
        ) { reader.answer($0) }
        if format == .svg {
            let title = "redraft \(reader.description.run), \(screen.name)"
            StandardStreams.text(
                SVG.document(of: grid, theme: theme, depth: depth, title: title))
            return
        }
        for row in 0..<grid.height {
            StandardStreams.line(
                depth == .mono
                    ? grid.rowText(row) : ColoredText.row(row, of: grid, theme: theme, depth))
        }
    }

    /// The colours to print.
    private var depth: ColorDepth {
        switch look.color {
        case .mono: return .mono
        case .ansi16: return .ansi16
        case .indexed256: return .indexed256
        case .truecolor: return .truecolor
        case .auto:
            if format == .svg { return .truecolor }
            let environment = ProcessInfo.processInfo.environment
            guard isatty(STDOUT_FILENO) == 1, environment["NO_COLOR", default: ""].isEmpty,
                let term = environment["TERM"], term != "dumb"
            else { return .mono }
            let hint = environment["COLORTERM"]
            if hint == "truecolor" || hint == "24bit" { return .truecolor }
            return term.contains("256") ? .indexed256 : .ansi16
        }
    }

    private func parsedSize() throws(Failure) -> (columns: Int, rows: Int) {
        let parts = size.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let columns = parts[0], let rows = parts[1],
            (1...1000).contains(columns), (1...1000).contains(rows)
        else {
            throw .usage(
                "--size: '\(size)' is not accepted; expected columns and rows from 1 to 1000, "
                    + "such as 120x36")
        }
        return (columns, rows)
    }
}
