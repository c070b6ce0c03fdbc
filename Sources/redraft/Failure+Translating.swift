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
        } catch let failure as Failure {
            throw failure
        } catch let error as StoreError {
            throw Failure(error)
        } catch let error as RecorderError {
            throw .usage("\(error)")
        } catch let error as ConfigurationError {
            throw .usage("\(error)")
        } catch let error as ModelError {
            throw .usage("model: \(error)")
        } catch {
            throw .failed("\(error)")
        }
    }
}
