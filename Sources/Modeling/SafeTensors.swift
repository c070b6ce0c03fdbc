import Foundation

/// A file that is not what it should be.
public struct SafeTensorsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The safetensors format, single precision only.
///
///     8 bytes   length n of the header, little-endian
///     n bytes   JSON: {"name": {"dtype": "F32", "shape": [..], "data_offsets": [from, to]}, ..,
///                      "__metadata__": {"key": "text"}}
///     the rest  the tensors' bytes, little-endian, without gaps
///
/// A file comes from outside: every length is checked before anything is allocated by it.
public struct SafeTensors: Hashable, Sendable {
    /// One tensor.
    public struct Tensor: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Its shape.
        public let shape: [Int]
        /// Its elements, row-major.
        public let values: [Float]

        /// A tensor.
        public init(name: String, shape: [Int], values: [Float]) {
            precondition(
                shape.reduce(1, *) == values.count, "\(values.count) values of shape \(shape)")
            self.name = name
            self.shape = shape
            self.values = values
        }
    }

    /// Free text.
    public let metadata: [String: String]
    /// The tensors, in the order of their bytes.
    public let tensors: [Tensor]

    /// Most bytes of a header.
    private static let headerLimit = 100 << 20

    /// Tensors to be written.
    public init(tensors: [Tensor], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    private struct Entry: Codable {
        let dtype: String
        let shape: [Int]
        let data_offsets: [Int]
    }

    private enum Value: Codable {
        case entry(Entry)
        case metadata([String: String])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let entry = try? container.decode(Entry.self) {
                // Anything else must be the metadata, whose decoding says what is wrong.
                self = .entry(entry)
            } else {
                self = .metadata(try container.decode([String: String].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .entry(let entry): try container.encode(entry)
            case .metadata(let metadata): try container.encode(metadata)
            }
        }
    }

    /// The file's bytes; equal values give equal bytes.
    ///
    /// - Returns: header and data.
    public func encoded() throws -> [UInt8] {
        var header: [String: Value] = [:]
        if !metadata.isEmpty { header["__metadata__"] = .metadata(metadata) }
        var offset = 0
        for tensor in tensors {
            let end = offset + 4 * tensor.values.count
            header[tensor.name] = .entry(
                Entry(dtype: "F32", shape: tensor.shape, data_offsets: [offset, end]))
            offset = end
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var json = [UInt8](try encoder.encode(header))
        while json.count % 8 != 0 { json.append(UInt8(ascii: " ")) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + json.count + offset)
        withUnsafeBytes(of: UInt64(json.count).littleEndian) { bytes += $0 }
        bytes += json
        for tensor in tensors {
            tensor.values.withUnsafeBytes { bytes += $0 }
        }
        return bytes
    }

    /// Reads a file's bytes.
    ///
    /// - Parameter bytes: the whole file.
    /// - Throws: `SafeTensorsError` naming what is wrong.
    public init(_ bytes: [UInt8]) throws(SafeTensorsError) {
        guard bytes.count >= 8 else {
            throw SafeTensorsError("\(bytes.count) bytes are no safetensors file")
        }
        let length = bytes[0..<8].enumerated().reduce(UInt64(0)) {
            $0 | UInt64($1.element) << UInt64(8 * $1.offset)
        }
        guard length <= UInt64(min(Self.headerLimit, bytes.count - 8)) else {
            throw SafeTensorsError("a header of \(length) bytes in a file of \(bytes.count)")
        }
        let body = 8 + Int(length)
        let header: [String: Value]
        do {
            header = try JSONDecoder().decode(
                [String: Value].self, from: Data(bytes[8..<body]))
        } catch {
            throw SafeTensorsError("the header is not what the format asks for")
        }
        guard Self.memberCount(bytes[8..<body]) == header.count else {
            throw SafeTensorsError("the header names a tensor twice")
        }
        var metadata: [String: String] = [:]
        var entries: [(name: String, entry: Entry)] = []
        for (name, value) in header {
            switch value {
            case .metadata(let text):
                guard name == "__metadata__" else {
                    throw SafeTensorsError(
                        "tensor \(name.debugDescription) has no dtype, shape and offsets")
                }
                metadata = text
            case .entry(let entry): entries.append((name, entry))
            }
        }
        entries.sort {
            ($0.entry.data_offsets.first ?? 0, $0.name) < (
                $1.entry.data_offsets.first ?? 0, $1.name
            )
        }
        var tensors: [Tensor] = []
        var expected = 0
        for (name, entry) in entries {
            guard entry.dtype == "F32" else {
                throw SafeTensorsError(
                    "tensor \(name.debugDescription) is \(entry.dtype.debugDescription); only F32 is read"
                )
            }
            var count = 1
            for size in entry.shape {
                let (product, overflow) = count.multipliedReportingOverflow(by: size)
                guard size >= 0, !overflow, product <= bytes.count else {
                    throw SafeTensorsError(
                        "tensor \(name.debugDescription) has the shape \(entry.shape)")
                }
                count = product
            }
            guard entry.data_offsets.count == 2, entry.data_offsets[0] == expected,
                entry.data_offsets[1] == expected + 4 * count,
                entry.data_offsets[1] <= bytes.count - body
            else {
                throw SafeTensorsError(
                    "tensor \(name.debugDescription) lies at \(entry.data_offsets); expected "
                        + "\(expected) to \(expected + 4 * count)")
            }
            let start = body + expected
            let values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
                bytes.withUnsafeBytes { source in
                    UnsafeMutableRawBufferPointer(buffer).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: source[start..<start + 4 * count]))
                }
                initialized = count
            }
            tensors.append(Tensor(name: name, shape: entry.shape, values: values))
            expected += 4 * count
        }
        guard expected == bytes.count - body else {
            throw SafeTensorsError(
                "\(bytes.count - body) bytes of data, of which the header names \(expected)")
        }
        self.metadata = metadata
        self.tensors = tensors
    }

    /// Members of a JSON object, repeated names counted again; a decoder would drop them unseen.
    private static func memberCount(_ json: ArraySlice<UInt8>) -> Int {
        var (count, depth) = (0, 0)
        var (isText, isEscaped) = (false, false)
        for byte in json {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ":") where depth == 1: count += 1
            default: break
            }
        }
        return count
    }
}
