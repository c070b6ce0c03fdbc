import Dashboard
import Foundation
import Runs
import TerminalUI

extension DashboardLoop {
    /// Writes a screen's text to a new file of the working directory.
    ///
    /// - Parameters:
    ///   - text: what to write.
    ///   - name: how the file's name begins.
    ///   - terminal: the terminal.
    func write(_ text: String, name: String, _ terminal: inout Terminal) {
        let notice: DashboardNotice
        switch Self.newFile(name, text) {
        case .success(let path):
            notice = DashboardNotice(level: .info, text: "screen written to \(path)")
        case .failure(let error):
            notice = DashboardNotice(level: .warning, text: error.description)
        }
        update(.notice(notice), &terminal)
    }

    /// Puts a text on the terminal's clipboard, or in a file where it has none or the text is long.
    ///
    /// - Parameters:
    ///   - text: what to copy.
    ///   - terminal: the terminal.
    func copy(_ text: String, _ terminal: inout Terminal) {
        let notice: DashboardNotice
        if terminal.copy(text) {
            notice = DashboardNotice(
                level: .info, text: "\(text.utf8.count) bytes sent to the terminal's clipboard")
        } else {
            let reason =
                text.utf8.count > Terminal.copyLimit
                ? "too long for a clipboard" : "this terminal has no clipboard"
            switch Self.newFile("redraft-copy", text) {
            case .success(let path):
                notice = DashboardNotice(level: .info, text: "\(reason): written to \(path)")
            case .failure(let error):
                notice = DashboardNotice(level: .warning, text: error.description)
            }
        }
        update(.notice(notice), &terminal)
    }

    /// Writes a file of the working directory under a name that was free.
    private static func newFile(_ name: String, _ text: String) -> Result<String, Failure> {
        var count = 1
        while true {
            let path = count == 1 ? "\(name).txt" : "\(name)-\(count).txt"
            let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            if descriptor < 0, errno == EEXIST {
                count += 1
                continue
            }
            guard descriptor >= 0 else {
                return .failure(.usage("\(path): \(String(cString: strerror(errno)))"))
            }
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            do {
                try file.write(contentsOf: Data(text.utf8))
                return .success(path)
            } catch {
                return .failure(.usage("\(path): can't be written"))
            }
        }
    }
}
