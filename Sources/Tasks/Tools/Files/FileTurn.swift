/// A turn on the file system.
struct FileTurn: ToolTurn, Hashable {
    var goals: [FileGoal]
    var world: FileWorld
    var view: FileView

    var reference: [FileCall] {
        FilePlanner(goals: goals, places: world.places, directory: world.directory).shortest()
    }

    func verdict(_ calls: [FileCall]) -> ToolVerdict {
        ToolVerdict(goals, before: world, after: FileRun(calls, in: world))
    }

    func words(of calls: [FileCall]) -> [String] {
        FileRun(calls, in: world).results.map { result in
            switch result {
            case .done: "OK"
            case .missing: "ENOENT"
            case .exists: "EEXIST"
            case .directory(let directory): "d\(directory)"
            case .word(let word): "w\(word)"
            case .listing(0): "nil"
            case .listing(let mask):
                FileResult.shownFiles(mask).map { "f\($0)" }.joined(separator: " ")
            }
        }
    }

    mutating func pass(_ calls: [FileCall]) {
        let run = FileRun(calls, in: world)
        view = view.after(calls, run.results, from: world.directory)
        world = run.world
    }

    func belief(after draft: [FileCall]) -> FileView {
        view.proved(by: draft, FileRun(draft, in: world).results, from: world.directory)
    }
}
