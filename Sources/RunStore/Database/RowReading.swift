import Foundation
import GRDB

/// Values of a row, checked: SQLite promises no types in a damaged file, and GRDB's own subscripts
/// trap on a value of another type.
extension Row {
    func integer(_ index: Int) throws(BlobError) -> Int {
        guard let value = optionalInteger(index) else {
            throw BlobError(reason: "has no whole number in column \(index)")
        }
        return value
    }

    func optionalInteger(_ index: Int) -> Int? {
        guard case .int64(let value) = storage(index) else { return nil }
        return Int(value)
    }

    func optionalReal(_ index: Int) -> Double? {
        switch storage(index) {
        case .double(let value): value
        case .int64(let value): Double(value)
        default: nil
        }
    }

    func text(_ index: Int) throws(BlobError) -> String {
        guard let value = optionalText(index) else {
            throw BlobError(reason: "has no text in column \(index)")
        }
        return value
    }

    func optionalText(_ index: Int) -> String? {
        guard case .string(let value) = storage(index) else { return nil }
        return value
    }

    func bytes(_ index: Int) throws(BlobError) -> [UInt8] {
        guard case .blob(let value) = storage(index) else {
            throw BlobError(reason: "has no bytes in column \(index)")
        }
        return [UInt8](value)
    }

    private func storage(_ index: Int) -> DatabaseValue.Storage {
        guard index < count else { return .null }
        let value: DatabaseValue = self[index]
        return value.storage
    }
}
