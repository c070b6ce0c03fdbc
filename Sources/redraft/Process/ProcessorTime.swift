import Foundation

/// What looking at a run costs, by the clocks of its threads.
enum ProcessorTime {
    /// One line for a run's log; from any thread.
    ///
    /// - Parameter reader: seconds of processor time of the store's reader.
    /// - Returns: the time of the process, and the main thread's and the reader's share of it.
    static func report(reader: Double) -> String {
        let process = process
        let main = main
        let share = process > 0 ? (main + reader) / process : 0
        return "processor time \(ReportText.fixed(process)) s; dashboard "
            + "\(ReportText.fixed(main)) s and reader \(ReportText.fixed(reader)) s, together "
            + ReportText.percent(share)
    }

    /// Seconds of the whole process, threads that have ended included.
    static var process: Double { seconds(of: CLOCK_PROCESS_CPUTIME_ID) }

    /// Seconds of the calling thread.
    static var thread: Double { seconds(of: CLOCK_THREAD_CPUTIME_ID) }

    private static func seconds(of clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Seconds of the main thread, whose number is the process's; 0 where there is no `/proc`.
    static var main: Double {
        let pid = getpid()
        guard
            let text = try? String(
                contentsOfFile: "/proc/\(pid)/task/\(pid)/schedstat", encoding: .utf8),
            let nanoseconds = text.split(separator: " ").first.flatMap({ Double($0) })
        else {
            // Only a figure in the log: its absence harms nothing.
            return 0
        }
        return nanoseconds * 1e-9
    }
}
