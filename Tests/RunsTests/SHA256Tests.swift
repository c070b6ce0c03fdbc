import Runs
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    @Test(
        "agrees with the published vectors",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
                    + "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ])
    func vectors(message: String, digest: String) {
        #expect(SHA256.digest(of: Array(message.utf8)).hex == digest)
    }

    @Test("a million letters a")
    func million() {
        var hasher = SHA256()
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1000)
        for _ in 0..<1000 { hasher.update(bytes: piece) }
        #expect(
            hasher.finalize().hex
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("pieces of any size give the digest of the whole")
    func pieces() {
        let message = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        for length in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 300] {
            let whole = SHA256.digest(of: message.prefix(length))
            for size in [1, 3, 63, 64, 65] {
                var hasher = SHA256()
                var offset = 0
                while offset < length {
                    let end = min(offset + size, length)
                    hasher.update(bytes: message[offset..<end])
                    offset = end
                }
                #expect(hasher.finalize() == whole, "length \(length), pieces of \(size)")
                #expect(hasher.finalize() == whole, "finalize leaves the hasher as it was")
            }
        }
    }

    @Test("bytes that are not contiguous are hashed the same")
    func lazyBytes() {
        let bytes = (0..<1000).lazy.map { UInt8(truncatingIfNeeded: $0) }
        #expect(SHA256.digest(of: bytes) == SHA256.digest(of: Array(bytes)))
    }
}
