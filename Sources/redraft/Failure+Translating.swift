import Modeling
import RunStore
import Runs

extension Failure {
    /// Does something that may fail in ways a person can mend.
    ///
    /// - Parameter body: what to do.
    /// - Returns: what it returns.
    /// - Throws: `Failure` with the error's own line: usage where the input is wrong.
    static func translating<Value>(_ body: () throws -> Value) throws(Failure) -> Value {
        do {
            return try body()
        } catch {
            throw translatingError(error)
        }
    }

    /// The failure that an error comes to.
    ///
    /// - Parameter error: any.
    /// - Returns: a failure with the error's own line: usage where the input is wrong.
    static func translatingError(_ error: any Error) -> Failure {
        switch error {
        case let failure as Failure: failure
        case let error as StoreError: Failure(error)
        case let error as RecorderError: .usage("\(error)")
        case let error as ConfigurationError: .usage("\(error)")
        case let error as ModelError: .usage("model: \(error)")
        default: .failed("\(error)")
        }
    }
}
