import Foundation

/// Memory of this process.
enum ProcessMemory {
    /// Resident bytes, from the kernel's page counts; nil where there is no `/proc`.
    static var residentBytes: Double? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .ascii) else {
            // Only a metric: its absence harms nothing.
            return nil
        }
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = Double(fields[1]) else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }
}
