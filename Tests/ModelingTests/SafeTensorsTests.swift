import Foundation
import Testing

@testable import Modeling

@Suite("Safetensors files")
struct SafeTensorsTests {
    private static func file(_ header: String, body: Int = 8) -> [UInt8] {
        let json = [UInt8](header.utf8)
        return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) } + json
            + [UInt8](repeating: 0, count: body)
    }

    private static let good = SafeTensors(
        tensors: [
            SafeTensors.Tensor(
                name: "b", shape: [2, 3],
                values: [1, -2, 3.5, .infinity, 0, .leastNonzeroMagnitude]),
            SafeTensors.Tensor(name: "a \"quoted\" \u{1F40C}", shape: [], values: [7]),
            SafeTensors.Tensor(name: "empty", shape: [0, 4], values: []),
        ], metadata: ["format": "pt", "x": "{\"a\": 1}"])

    @Test("what is written is read back, and equal values give equal bytes")
    func roundTrip() throws {
        let bytes = try Self.good.encoded()
        let read = try SafeTensors(bytes)
        #expect(read == Self.good)
        #expect(try read.encoded() == bytes)
        #expect(try SafeTensors(Self.file("{}", body: 0)).tensors.isEmpty)
        // The data begins on a multiple of eight, as readers that map the file expect.
        #expect(bytes.count % 4 == 0 && (Int(bytes[0]) | Int(bytes[1]) << 8) % 8 == 0)
    }

    @Test("the bytes are the format's")
    func layout() throws {
        let file = try SafeTensors(
            tensors: [SafeTensors.Tensor(name: "w", shape: [1, 2], values: [1, -2])]
        ).encoded()
        let json = #"{"w":{"data_offsets":[0,8],"dtype":"F32","shape":[1,2]}}"#
        #expect(Array(file[8..<8 + json.utf8.count]) == Array(json.utf8))
        #expect(Array(file.suffix(8)) == [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0])
    }

    @Test("a file cut anywhere, or with bytes behind, is refused")
    func truncated() throws {
        let bytes = try Self.good.encoded()
        for length in bytes.indices {
            #expect(throws: SafeTensorsError.self) { try SafeTensors(Array(bytes[..<length])) }
        }
        #expect(throws: SafeTensorsError.self) { try SafeTensors(bytes + [0]) }
    }

    @Test(
        "hostile headers are refused in one line",
        arguments: [
            #"{"w":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}"#,
            #"{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#,
            #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
            #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
            #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
            #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#,
            #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[]}}"#,
            #"{"w":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}"#,
            #"{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}"#,
            #"{"w":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,8]}}"#,
            #"{"w":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}"#,
            #"{"w":{"dtype":"F32","shape":[1e300],"data_offsets":[0,8]}}"#,
            #"{"w":{"shape":[2],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[5,9]}}"#,
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"\u0061":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
            #"{"evil\n\u001b[2J":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}"#,
            #"{"__metadata__":{"n":1},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
            #"{"other":{"n":"1"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
            "{}", "[]", "null", "", "{", "\u{0}", #"{"w":7}"#,
            String(repeating: "[", count: 100_000),
        ])
    func hostile(header: String) throws {
        let error = try #require(throws: SafeTensorsError.self) {
            try SafeTensors(Self.file(header))
        }
        #expect(error.description.allSatisfy { !$0.isNewline && $0 != "\u{1b}" })
        #expect(!error.description.isEmpty)
    }

    @Test("a header longer than the file, or than any header, is refused before it is read")
    func lengths() {
        for length in [UInt64.max, 1 << 63, 1 << 40, 17] {
            let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) } + [1, 2, 3]
            #expect(throws: SafeTensorsError.self) { try SafeTensors(bytes) }
        }
        var utf16: [UInt8] = Self.file("{}", body: 0)
        utf16[8] = 0xff
        #expect(throws: SafeTensorsError.self) { try SafeTensors(utf16) }
    }

    @Test("every byte flipped is refused or read; never a crash")
    func flipped() throws {
        let bytes = try SafeTensors(
            tensors: [SafeTensors.Tensor(name: "w", shape: [1, 2], values: [1, -2])],
            metadata: ["k": "v"]
        ).encoded()
        var refused = 0
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << bit
                do throws(SafeTensorsError) { _ = try SafeTensors(changed) } catch { refused += 1 }
            }
        }
        #expect(refused > 8 * 8)
    }

    @Test("weights that do not fit a policy change nothing")
    func mismatched() throws {
        let policy = try PolicyTests.policy()
        let before = try policy.safeTensors()
        let tensors = try SafeTensors(before).tensors
        func changed(_ index: Int, _ tensor: SafeTensors.Tensor?) throws -> [UInt8] {
            var tensors = tensors
            tensors[index] = tensor ?? tensors[index]
            if tensor == nil { tensors.remove(at: index) }
            return try SafeTensors(tensors: tensors).encoded()
        }
        let last = tensors.count - 1
        let cases: [(String, [UInt8])] = [
            ("is missing", try changed(last, nil)),
            (
                "has the shape",
                try changed(
                    3,
                    SafeTensors.Tensor(
                        name: tensors[3].name, shape: [tensors[3].values.count],
                        values: tensors[3].values))
            ),
            (
                "not finite",
                try changed(
                    last,
                    SafeTensors.Tensor(
                        name: tensors[last].name, shape: tensors[last].shape,
                        values: tensors[last].values.map { _ in .nan }))
            ),
        ]
        for (text, bytes) in cases {
            let error = try #require(throws: ModelError.self) {
                try policy.load(safeTensors: bytes)
            }
            #expect(error.description.contains(text))
            #expect(try policy.safeTensors() == before)
        }
        let optimizer = AdamW(
            configuration: policy.configuration, beta1: 0.9, beta2: 0.98, epsilon: 1e-8,
            weightDecay: 0)
        let moments = try optimizer.safeTensors()
        #expect(throws: ModelError.self) { try optimizer.load(safeTensors: before) }
        #expect(try optimizer.safeTensors() == moments)
    }
}
