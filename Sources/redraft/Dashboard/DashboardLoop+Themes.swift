import Dashboard
import Rendering
import Runs
import TerminalUI

extension DashboardLoop {
    /// Uses a theme from now on, and its file whenever it is saved.
    ///
    /// - Parameters:
    ///   - name: its name, or its file's path.
    ///   - terminal: the terminal.
    func use(theme name: String, _ terminal: inout Terminal) {
        do throws(Failure) {
            show(try options.files.theme(name), named: name)
        } catch {
            update(
                .notice(DashboardNotice(level: .warning, text: error.description)), &terminal)
        }
    }

    /// Begins to watch the file of the theme in use.
    func watchTheme(_ terminal: inout Terminal) {
        terminal.watch(themeWatch.descriptor < 0 ? nil : themeWatch.descriptor)
        themeWatch.follow(options.files.path(of: themeName))
    }

    /// Reads the theme again if its file was saved; one that is no theme any more changes nothing.
    func rereadTheme(_ terminal: inout Terminal) {
        guard themeWatch.takeChanges() else { return }
        let notice: DashboardNotice
        do throws(Failure) {
            let read = try options.files.theme(themeName)
            guard read != theme else { return }
            show(read, named: themeName)
            notice = DashboardNotice(
                level: read.warnings.isEmpty ? .info : .warning,
                text: read.warnings.first ?? "theme \(themeName) read again")
        } catch {
            notice = DashboardNotice(
                level: .warning, text: "\(error.description); the theme stays as it was")
        }
        update(.notice(notice), &terminal)
    }

    /// Follows a terminal that told its background when nobody waited for it any more.
    func follow(_ background: TerminalBackground?, _ terminal: inout Terminal) {
        guard options.theme == nil, !hasChosenTheme else { return }
        do throws(Failure) {
            let suited = try options.first(for: terminal.capabilities.depth, on: background)
            guard suited != theme else { return }
            show(suited, named: suited.name)
            update(.themes(options.files.names, current: suited.name), &terminal)
        } catch {
            // It shows with the theme it has.
        }
    }

    private func show(_ theme: Theme, named name: String) {
        self.theme = theme
        if themeName != name {
            themeName = name
            hasChosenTheme = true
        }
        themeWatch.follow(options.files.path(of: name))
        isStale = true
    }
}
