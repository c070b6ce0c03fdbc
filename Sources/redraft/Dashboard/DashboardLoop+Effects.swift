import Dashboard
import Foundation
import Rendering
import RunStore
import Runs
import TerminalUI
import Training

extension DashboardLoop {
    /// Does what the dashboard asks for.
    ///
    /// - Parameters:
    ///   - effects: what it asks, in order.
    ///   - terminal: the terminal.
    func perform(_ effects: [DashboardEffect], _ terminal: inout Terminal) {
        for effect in effects {
            switch effect {
            case .submit(let ticket, let query):
                if let id = opened?.session.submit(query) { tickets[id] = ticket }
            case .cancel(let ticket):
                if let id = questions.first(where: { $0.value == ticket })?.key {
                    questions[id] = nil
                    opened?.session.cancel(id)
                    continue
                }
                guard let id = tickets.first(where: { $0.value == ticket })?.key else { continue }
                tickets[id] = nil
                opened?.session.cancel(id)
            case .command(let command): opened?.session.send(command)
            case .stopStudy: study?.desk.stop()
            case .leave(.quit): exit = .quit
            case .leave(.detach): exit = .detach
            case .open(let path): errand { () throws(Failure) in try Self.open(path) }
            case .start(let request):
                let places = places
                errand { () throws(Failure) in try Self.start(request, in: places) }
            case .close:
                let run = opened
                let others = others
                opened = nil
                tickets = [:]
                questions = [:]
                if let run {
                    // The list that is asked for next shows the run as it was put away.
                    errands.run {
                        run.close()
                        others.close()
                        return nil
                    }
                }
            case .listRuns:
                let folders = places.folders
                errands.run { .listed(RunCatalog.list(folders)) }
            case .useTheme(let name): use(theme: name, &terminal)
            case .suspend: terminal.suspend()
            case .redraw:
                terminal.repaint()
                // Drawn again though nothing that could be seen has changed.
                terminal.present(Dashboard.view(state), theme: theme)
            case .write(let name, let text): write(text, name: name, &terminal)
            case .submitOther(let ticket, let path, let query):
                let others = others
                // Opening a run reads the disk.
                errands.run {
                    others.submit(ticket: ticket, path: path, query)
                    return nil
                }
            case .ask(let ticket, let question):
                if let id = opened?.session.ask(question) { questions[id] = ticket }
            case .fork(let request): fork(request)
            case .export(let screen, let step, let episode, let path):
                export(screen: screen, step: step, episode: episode, path: path)
            case .archive(let path, let isArchived):
                change { () throws(StoreError) in
                    let folder = try RunFolder.open(path)
                    if isArchived { try folder.archive() } else { try folder.unarchive() }
                }
            case .delete(let path):
                change { () throws(StoreError) in try RunFolder.open(path).delete() }
            case .saveView(let run, let text):
                // A few lines: the program may end before an errand is done.
                views.keep(text, for: run)
            case .copy(let text): copy(text, &terminal)
            }
        }
    }

    private func errand(_ work: @escaping @Sendable () throws(Failure) -> OpenedRun) {
        errands.run {
            do throws(Failure) {
                return .opened(try work())
            } catch {
                return .failed(error.description)
            }
        }
    }

    /// Changes a folder of runs, and lists the runs again.
    private func change(_ work: @escaping @Sendable () throws(StoreError) -> Void) {
        let (errands, folders) = (errands, places.folders)
        errands.run {
            do throws(StoreError) {
                try work()
            } catch {
                errands.post(.failed(error.description))
            }
            return .listed(RunCatalog.list(folders))
        }
    }

    /// Makes a fork, telling how far it is, and shows it.
    private func fork(_ request: ForkRequest) {
        let (errands, places) = (errands, places)
        errand { () throws(Failure) in
            let settings = request.settings.map {
                Setting(key: $0.key, value: $0.value, place: "the fork")
            }
            var words = ["redraft", "fork", request.path, "--at", String(request.step)]
            for setting in settings { words += ["--set", "\(setting.key)=\(setting.value)"] }
            if let name = request.name { words += ["--name", name.name] }
            let plan = ForkPlan(
                parent: try Failure.translating { try RunFolder.open(request.path) },
                step: request.step, settings: settings, name: request.name,
                runs: places.newRuns, threads: places.threads)
            var told = ContinuousClock.now
            let live = try LiveRun.fork(plan, command: CommandLineText.text(words)) { news in
                if ContinuousClock.now - told > .milliseconds(200) {
                    told = .now
                    errands.post(.progress(news.line))
                }
                return true
            }
            live.trainer.start()
            return .training(live)
        }
    }

    private static func open(_ path: String) throws(Failure) -> OpenedRun {
        let folder = try Failure.translating { try RunFolder.open(path) }
        return try OpenedRun.watch(folder)
    }

    /// Makes the run the form asks for and starts it.
    private static func start(
        _ request: RunRequest, in places: RunPlaces
    ) throws(Failure) -> OpenedRun {
        var settings = [
            Setting(key: "preset", value: request.preset.rawValue, place: "the form")
        ]
        settings += request.settings.map {
            Setting(key: $0.key, value: $0.value, place: "the form")
        }
        let run = NewRun(
            name: request.name, runs: places.newRuns,
            configuration: try ConfigurationSources(options: settings).resolve(),
            threads: places.threads)
        let live = try LiveRun.create(run, command: command(for: run, settings))
        live.trainer.start()
        return .training(live)
    }

    /// The command line that would make the same run.
    private static func command(for run: NewRun, _ settings: [Setting]) -> String {
        var words = ["redraft", "train"]
        for setting in settings { words += ["--set", "\(setting.key)=\(setting.value)"] }
        if let name = run.name { words += ["--name", name.name] }
        return CommandLineText.text(words)
    }
}
