import Dashboard
import RunStore
import Runs

extension DashboardLoop {
    /// Writes the rows behind a screen, telling how far it is.
    ///
    /// - Parameters:
    ///   - screen: which.
    ///   - step: the step shown; nil is the newest.
    ///   - episode: the chain shown.
    ///   - path: a new file; its ending says the format.
    func export(screen: DashboardScreen, step: Int?, episode: RevisionID?, path: String) {
        guard let run = opened?.session.description.path else { return }
        let errands = errands
        errands.run {
            do throws(Failure) {
                let request = ExportRequest(
                    subject: try ExportSubject.named(screen.name),
                    format: path.hasSuffix(".csv") ? .csv : .jsonl, step: step, episode: episode)
                let folder = try Failure.translating { try RunFolder.open(run) }
                // A reader of its own: the dashboard's goes on answering meanwhile.
                let reader = try StoreReader.open(folder)
                defer { reader.close() }
                var told = ContinuousClock.now
                let begun = told
                try RunExport.write(request, of: reader, toFile: path) { done, total in
                    let now = ContinuousClock.now
                    if now - told > .milliseconds(200) {
                        told = now
                        let line = ProgressMeter.line(
                            done, of: total, "written", after: (now - begun) / .seconds(1))
                        errands.post(.progress(line))
                    }
                    return true
                }
                return .progress("rows of the \(screen.name) screen written to \(path)")
            } catch {
                return .failed(error.description)
            }
        }
    }
}
