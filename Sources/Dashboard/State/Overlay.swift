import Runs

/// What lies over the screen and takes all keys.
enum Overlay: Hashable, Sendable {
    case help(top: Int)
    case themes(cursor: ListCursor, before: String)
    case prompt(Prompt)
    case confirmStop
    case leaving

    /// The context whose keys it takes.
    var context: KeyContext {
        switch self {
        case .help: .help
        case .themes: .themes
        case .prompt: .prompt
        case .confirmStop: .confirmation
        case .leaving: .leaving
        }
    }
}

/// A question with one line as its answer.
struct Prompt: Hashable, Sendable {
    /// What is asked.
    enum Question: Hashable, Sendable {
        case goToStep, stepCount
    }

    let question: Question
    var field = TextField()
    /// Why the last try was refused.
    var problem: String?

    var title: String {
        switch question {
        case .goToStep: "Look at step"
        case .stepCount: "Train how many steps"
        }
    }
}
