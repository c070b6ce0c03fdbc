import Foundation

/// The processor time of this process's threads, by name.
enum ThreadTimes {
    /// Seconds of processor time by thread name; threads of one name are added.
    ///
    /// The main thread is `main`. Threads that ended are not listed; empty where there is no
    /// `/proc`.
    static var seconds: [String: Double] {
        let folder = "/proc/self/task"
        // A thread that ends meanwhile can't be read: it is left out.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var seconds: [String: Double] = [:]
        for name in names {
            guard let statistics = text(folder + "/\(name)/schedstat"),
                let nanoseconds = statistics.split(separator: " ").first.flatMap({ Double($0) }),
                let thread = text(folder + "/\(name)/comm")
            else { continue }
            let key = name == "\(getpid())" ? "main" : thread.filter { !$0.isNewline }
            seconds[key, default: 0] += nanoseconds * 1e-9
        }
        return seconds
    }

    /// Seconds of processor time of the whole process, ended threads included.
    static var process: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// One line for a run's log: what looking at the run has cost.
    static var report: String {
        let seconds = seconds
        let total = process
        let looking = ["main", "reader"].reduce(0) { $0 + seconds[$1, default: 0] }
        let share = total > 0 ? looking / total : 0
        let parts = seconds.sorted { $0.value > $1.value }.map {
            "\($0.key) \(ReportText.fixed($0.value))"
        }
        return "processor time \(ReportText.fixed(total)) s; dashboard and reader "
            + "\(ReportText.fixed(looking)) s, \(ReportText.percent(share)); "
            + parts.joined(separator: ", ")
    }

    private static func text(_ path: String) -> String? {
        // Only a figure in the log: its absence harms nothing.
        try? String(contentsOfFile: path, encoding: .utf8)
    }
}
