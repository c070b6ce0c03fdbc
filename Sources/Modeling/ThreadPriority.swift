import Glibc

/// How threads that compute stand beside those that answer a person.
public enum ThreadPriority {
    /// Lets every thread that does not compute go before the calling one.
    ///
    /// Where the system does not permit it, training merely competes with the dashboard.
    public static func lower() {
        // This thread alone: on Linux the "process" 0 of setpriority is the thread.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
    }
}
