import ArgumentParser
import Foundation
import Rendering
import TerminalUI

extension ColorChoice: ExpressibleByArgument {}

/// How screens look.
struct ScreenOptions: ParsableArguments {
    @Option(
        help: "A theme: its name, or the path of a base16 or base24 file.",
        completion: Completions.themes)
    var theme: String?
    @Option(help: "Colours: auto, mono, 16, 256 or true.") var color = ColorChoice.auto
    @Option(help: "The folder of themes.", completion: .directory) var themes: String?

    /// The themes there are.
    var files: ThemeFiles {
        ThemeFiles(folders: ProgramFolders.current.existing("themes", option: themes))
    }

    /// The theme asked for.
    ///
    /// - Returns: nil if none was.
    /// - Throws: `Failure` if there is no such theme, or its file is no theme.
    func chosen() throws(Failure) -> Theme? {
        guard let theme else { return nil }
        return try files.theme(theme)
    }

    /// Whether standard input and output are a terminal.
    static var hasTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// Takes the terminal over.
    ///
    /// - Parameter instead: what to use where that can't be done.
    /// - Returns: the terminal.
    /// - Throws: `Failure` naming the terminal's type and what to use instead.
    func open(instead: String) throws(Failure) -> Terminal {
        var options = TerminalOptions()
        options.color = color
        options.wantsBackground = theme == nil
        do throws(TerminalError) {
            return try Terminal(options)
        } catch {
            throw .usage("\(error.description); or \(instead)")
        }
    }

    /// The theme to begin with.
    ///
    /// - Parameters:
    ///   - depth: the colours the terminal shows.
    ///   - background: the terminal's background, where it told.
    /// - Returns: the theme asked for; else `dark`, or `light` where the terminal or its variable
    ///   `COLORFGBG` says that its ground is; `ansi` or `mono` where there are fewer colours.
    /// - Throws: `Failure` if there is no such theme, or its file is no theme.
    func first(
        for depth: ColorDepth, on background: TerminalBackground? = nil
    ) throws(Failure) -> Theme {
        if let chosen = try chosen() { return chosen }
        let ground: String? =
            switch background {
            case .light: "0;15"
            case .dark: "15;0"
            case nil: ProcessInfo.processInfo.environment["COLORFGBG"]
            }
        let name = Theme.suggestedName(depth: depth, colorFGBG: ground)
        // A copy of the program without its themes still has those compiled in.
        return files.names.contains(name) ? try files.theme(name) : .ansi
    }
}
