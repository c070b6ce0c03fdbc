import Foundation

/// Where the program looks for its files.
///
/// What an option names comes first and alone; else `$REDRAFT_HOME`, the working directory, and
/// upward from the executable, so that a program run from its build folder finds what ships with
/// it.
struct ProgramFolders: Sendable {
    /// The environment's variables.
    let environment: [String: String]
    /// The working directory.
    let workingDirectory: String
    /// The executable's path; nil where the system does not tell.
    let executable: String?

    /// The folders of this process.
    static var current: ProgramFolders {
        ProgramFolders(
            environment: ProcessInfo.processInfo.environment,
            workingDirectory: FileManager.default.currentDirectoryPath,
            // Where there is no /proc the upward search is left out.
            executable: try? FileManager.default.destinationOfSymbolicLink(
                atPath: "/proc/self/exe"))
    }

    /// The folders of a name that exist, in order, each once.
    ///
    /// - Parameters:
    ///   - name: such as `themes`.
    ///   - option: the folder an option names; looked at alone.
    /// - Returns: paths.
    func existing(_ name: String, option: String? = nil) -> [String] {
        if let option { return [option] }
        var places: [String] = []
        if let home { places.append(home + "/" + name) }
        places.append(workingDirectory + "/" + name)
        if let above = aboveExecutable(name) { places.append(above) }
        var seen: Set<String> = []
        return places.filter { Self.isFolder($0) && seen.insert(Self.resolved($0)).inserted }
    }

    /// The folder new runs are made in.
    ///
    /// - Parameter option: the folder an option names.
    /// - Returns: its path; it need not exist.
    func newRuns(option: String?) -> String {
        option ?? (home ?? workingDirectory) + "/runs"
    }

    /// The folders a run's name is looked for in.
    ///
    /// - Parameter option: the folder an option names.
    /// - Returns: paths.
    func runs(option: String?) -> [String] {
        existing("runs", option: option) + existing("sample-runs")
    }

    /// The folders of warm starts: the cache of this account, then those that ship.
    var warmStarts: [String] {
        var folders = [cache + "/redraft"]
        folders += existing("sample-runs").map { $0 + "/warm-starts" }
        return folders
    }

    /// Where results of programs are kept for other runs.
    var results: String { cache + "/redraft/results" }

    /// Where a person's own settings are.
    var settings: String {
        folder("XDG_CONFIG_HOME", else: ".config") + "/redraft"
    }

    /// Where the program keeps how runs were looked at.
    var views: String {
        folder("XDG_STATE_HOME", else: ".local/state") + "/redraft/views"
    }

    private var cache: String { folder("XDG_CACHE_HOME", else: ".cache") }

    private func folder(_ variable: String, else name: String) -> String {
        // A relative path there is to be ignored, says the XDG base directory specification.
        if let path = environment[variable], path.hasPrefix("/") { return path }
        return (environment["HOME"] ?? NSHomeDirectory()) + "/" + name
    }

    private var home: String? {
        guard let home = environment["REDRAFT_HOME"], !home.isEmpty else { return nil }
        return home
    }

    private func aboveExecutable(_ name: String) -> String? {
        guard let executable else { return nil }
        var folder = (executable as NSString).deletingLastPathComponent
        while folder.count > 1 {
            if Self.isFolder(folder + "/" + name) { return folder + "/" + name }
            folder = (folder as NSString).deletingLastPathComponent
        }
        return nil
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func resolved(_ path: String) -> String {
        guard let pointer = realpath(path, nil) else { return path }
        defer { free(pointer) }
        return String(cString: pointer)
    }
}
