import Foundation
import Testing

/// A terminal of tmux with a shell in it: the server is this test's own, and so is its socket.
final class Tmux {
    /// Whether tmux is installed; if it is not, that is said once.
    static let isInstalled: Bool = {
        let isThere = FileManager.default.isExecutableFile(atPath: path)
        if !isThere { print("tests in a terminal are left out: \(path) is not installed") }
        return isThere
    }()

    /// What the shell shows when it waits.
    static let prompt = "ready>"
    private static let path = "/usr/bin/tmux"

    private static let options = ["-u", "-L", "redraft", "-f", "/dev/null"]

    private let place: Workplace
    private let server: Child

    /// Starts the server and waits for the shell.
    ///
    /// - Parameters:
    ///   - place: where the shell works.
    ///   - columns: the terminal's width.
    ///   - rows: its height.
    /// - Throws: an error if there is no shell.
    init(_ place: Workplace, columns: Int = 80, rows: Int = 24) throws {
        self.place = place
        // Not as a daemon: a test waits for the end of all it started.
        server = try place.start(
            URL(filePath: Self.path), Self.options + ["-D"])
        let came = try EndToEndTests.wait { try ask(["start-server"]).code == 0 }
        try #require(came, "\(server.standardError)")
        try tell(
            "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
            "env PS1='\(Self.prompt) ' sh")
        try waitForPrompt()
    }

    deinit { killServer() }

    /// Ends the server, and with it the terminal.
    func killServer() {
        server.signal(SIGKILL)
        _ = server.wait()
    }

    /// Types a line into the shell.
    func type(_ line: String) throws {
        try tell("send-keys", "-l", line)
        try press("Enter")
    }

    /// Runs the program from the shell.
    func run(_ arguments: String) throws {
        try type("clear; \(Workplace.program.path) \(arguments)")
    }

    /// Presses keys, as tmux names them.
    func press(_ keys: String...) throws {
        for key in keys { try tell("send-keys", key) }
    }

    /// Gives the terminal another size.
    func resize(columns: Int, rows: Int) throws {
        try tell("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    /// What is on the screen.
    func screen() throws -> String { try ask(["capture-pane", "-p"]).output }

    /// Whether a full-screen program has the terminal, and whether the cursor shows.
    func modes() throws -> String {
        try ask(["display", "-p", "alternate #{alternate_on} cursor #{cursor_flag}"])
            .output.split(separator: "\n").first.map { String($0) } ?? ""
    }

    /// Waits until the screen is as wished, and returns it.
    @discardableResult
    func wait(
        for what: String, upTo seconds: Double = patience, where condition: (String) -> Bool
    ) throws -> String {
        var last = ""
        let came = try EndToEndTests.wait(upTo: seconds) {
            last = try screen()
            return condition(last)
        }
        try #require(
            came, "waited \(seconds) s for \(what), saw:\n\(last)\n\(circumstances)")
        return last
    }

    /// Waits until a text is on the screen.
    @discardableResult
    func wait(for text: String) throws -> String {
        try wait(for: "'\(text)'") { $0.contains(text) }
    }

    /// Waits until the shell has the terminal again, with everything as it should be.
    @discardableResult
    func waitForPrompt() throws -> String {
        let screen = try wait(for: "the shell") { screen in
            let lines = screen.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
            return lines.last?.hasPrefix(Self.prompt) == true && lines.last?.count == 6
        }
        #expect(try modes() == "alternate 0 cursor 1")
        return screen
    }

    /// What else may tell why something did not come: only for messages.
    private var circumstances: String {
        let modes = (try? modes()) ?? "no answer"
        let size = (try? ask(["display", "-p", "#{window_width}x#{window_height}"]).output) ?? "?"
        return """
            terminal: \(modes), \(size)
            server: \(server.isRunning ? "running" : "ended") \(server.standardError)
            \(place.circumstances)
            """
    }

    private func tell(_ arguments: String...) throws {
        let outcome = try ask(arguments)
        try #require(outcome.code == 0, "tmux \(arguments): \(outcome.errors)")
    }

    private func ask(_ arguments: [String]) throws -> Workplace.Outcome {
        try place.run(
            URL(filePath: Self.path), Self.options + ["-N"] + arguments)
    }
}
