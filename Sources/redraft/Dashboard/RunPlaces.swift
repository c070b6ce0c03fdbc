/// Where runs are, and what new ones get.
struct RunPlaces: Sendable {
    /// The folders of runs that are listed.
    let folders: [String]
    /// The folder new runs are made in.
    let newRuns: String
    /// Kernel threads of new runs.
    let threads: Int

    /// The places of this process.
    ///
    /// - Parameters:
    ///   - option: the folder an option names.
    ///   - threads: kernel threads of new runs.
    init(option: String?, threads: Int) {
        let folders = ProgramFolders.current
        self.folders = folders.runs(option: option)
        newRuns = folders.newRuns(option: option)
        self.threads = threads
    }
}
