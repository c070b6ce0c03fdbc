import ArgumentParser
import RunStore
import Runs
import Tasks

/// Where runs are.
struct RunsOption: ParsableArguments {
    @Option(
        help: "The folder of runs; by default runs/ of $REDRAFT_HOME or of the working folder.",
        completion: .directory)
    var runs: String?

    /// The folders that are looked through for a name.
    var folders: [String] { ProgramFolders.current.runs(option: runs) }
}

/// The run a command is about.
struct RunArgument: ParsableArguments {
    @Argument(
        help: "A run: its folder, or its name among the runs.", completion: Completions.runs)
    var run: String

    @OptionGroup var location: RunsOption

    /// The run's folder.
    ///
    /// - Returns: the folder; it holds a store.
    /// - Throws: `Failure` naming where it was looked for.
    func folder() throws(Failure) -> RunFolder {
        do throws(StoreError) {
            return try RunFolder.find(run, in: location.folders)
        } catch {
            throw Failure(error)
        }
    }

    /// The run's store, opened for reading.
    ///
    /// - Parameter pollInterval: seconds between looks for another process's commits.
    /// - Returns: the reader; the caller closes it.
    /// - Throws: `Failure` if the run is missing or damaged.
    func reader(pollInterval: Double? = nil) throws(Failure) -> StoreReader {
        try StoreReader.open(try folder(), pollInterval: pollInterval)
    }
}

extension StoreReader {
    /// Opens a run's store with the texts of its domain.
    ///
    /// - Parameters:
    ///   - folder: the run.
    ///   - pollInterval: seconds between looks for another process's commits.
    /// - Returns: the reader; the caller closes it.
    /// - Throws: `Failure` if the run is damaged.
    static func open(_ folder: RunFolder, pollInterval: Double? = nil) throws(Failure)
        -> StoreReader
    {
        do throws(StoreError) {
            return try StoreReader(folder, pollInterval: pollInterval) { texts(for: $0) }
        } catch {
            throw Failure(error)
        }
    }

    /// The texts of a configuration's domain.
    ///
    /// - Parameter configuration: a run's.
    /// - Returns: tokens as numbers, if this program does not know the domain.
    static func texts(for configuration: RunConfiguration) -> any RunFormatting {
        do throws(ConfigurationError) {
            return try Domains.make(for: configuration)
        } catch {
            return PlainFormatting()
        }
    }

    /// Refuses a step that is not recorded.
    ///
    /// - Parameters:
    ///   - step: what a person typed; nil is the newest.
    ///   - option: the option it was typed for.
    /// - Throws: `Failure` naming the steps there are.
    func check(_ step: Int?, option: String) throws(Failure) {
        guard let step, !(1...max(1, committedStep)).contains(step) || committedStep == 0 else {
            return
        }
        throw .usage(
            "\(option): \(step) is not recorded; "
                + (committedStep > 0
                    ? "expected 1 to \(committedStep)" : "the run has no steps yet"))
    }
}

extension Failure {
    /// What is wrong with a run's files: bad input, whatever the cause.
    init(_ error: StoreError) {
        self = .usage("\(error)")
    }
}

/// Tokens as numbers, for a run whose domain this program does not know.
struct PlainFormatting: RunFormatting {
    func text(of task: DomainTask) -> String { Self.words(task.values) }

    func text(of tokens: [Int32], answering instance: TaskInstance) -> String {
        Self.words(tokens)
    }

    func promptText(for instance: TaskInstance, mode: RevisionMode) -> String {
        "\(mode.rawValue): \(text(of: instance.task))"
    }

    func feedbackText(on answer: Answer, answering instance: TaskInstance) -> String? { nil }

    func embedding(of answer: Answer, answering instance: TaskInstance) -> [Float] { [] }

    private static func words(_ values: [Int32]) -> String {
        values.map { String($0) }.joined(separator: " ")
    }
}
