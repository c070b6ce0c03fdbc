import ArgumentParser

/// `redraft completions`: what a shell needs to complete this program's words.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Prints the completions of a shell: runs, screens, themes, keys, metrics.",
        discussion: """
            bash  redraft completions bash > ~/.local/share/bash-completion/completions/redraft
            zsh   redraft completions zsh > DIR/_redraft, DIR a folder of $fpath
            fish  redraft completions fish > ~/.config/fish/completions/redraft.fish

            They call the program by the name it is typed by, which must be redraft.
            """)

    /// The shells that are known.
    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish
    }

    @Argument(help: "bash, zsh or fish.") var shell: Shell

    func run() {
        let known: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        StandardStreams.line(Redraft.completionScript(for: known))
    }
}
