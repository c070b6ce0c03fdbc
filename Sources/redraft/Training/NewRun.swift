import RunStore
import Runs

/// A run to be made.
struct NewRun: Sendable {
    /// Its name; nil to have one made up.
    var name: RunID?
    /// The folder of runs.
    var runs: String
    /// What to train.
    var configuration: RunConfiguration
    /// Kernel threads.
    var threads: Int

    /// Makes the run's folder.
    ///
    /// - Returns: the folder, and the right to write it.
    /// - Throws: `Failure` if the name is taken or the folder can't be made.
    func makeFolder() throws(Failure) -> (folder: RunFolder, lock: RunLock) {
        let text = ConfigurationFile.text(of: configuration)
        var count = 1
        while true {
            do throws(StoreError) {
                return try RunFolder.create(
                    name ?? RunNames.made(for: configuration, count: count), in: runs,
                    configurationText: text)
            } catch {
                guard name == nil, error.code == .nameTaken else { throw Failure(error) }
                count += 1
            }
        }
    }
}
