import Foundation
import Runs
import Synchronization

/// A folder of files that is complete, or counts as absent.
///
/// It is written under a temporary name: the files, then `manifest.json` with their sizes and
/// digests, every one synced; then the folder is synced, renamed, and its parent synced. A crash at
/// any point leaves the old state or the new. Whatever happens to the bits later is found by
/// reading: a file that is missing, short, changed or swapped with another folder's is refused.
struct SealedFolder {
    /// What `manifest.json` holds.
    struct Manifest: Hashable, Codable {
        struct File: Hashable, Codable {
            let name: String
            let size: Int
            let sha256: String
        }

        static let format = 1

        /// Version of this layout.
        let format: Int
        /// The folder's name, so that folders can't be swapped.
        let name: String
        /// What it holds: `step`, `warm-start`, or `cache`.
        let stage: String
        let step: Int
        let kernelPath: String
        let files: [File]
        /// SHA-256 over all of the above: the manifest vouches for itself too.
        let seal: String

        enum CodingKeys: String, CodingKey {
            case format, name, stage, step, files, seal
            case kernelPath = "kernel_path"
        }

        init(name: String, stage: String, step: Int, kernelPath: String, files: [File]) {
            self.format = Self.format
            self.name = name
            self.stage = stage
            self.step = step
            self.kernelPath = kernelPath
            self.files = files
            self.seal = Self.seal(
                format: Self.format, name: name, stage: stage, step: step, kernelPath: kernelPath,
                files: files)
        }

        /// Whether the seal agrees with the rest.
        var isSealed: Bool {
            seal
                == Self.seal(
                    format: format, name: name, stage: stage, step: step, kernelPath: kernelPath,
                    files: files)
        }

        private static func seal(
            format: Int, name: String, stage: String, step: Int, kernelPath: String, files: [File]
        ) -> String {
            var lines = ["\(format)", name, stage, "\(step)", kernelPath]
            lines += files.map { "\($0.name)\t\($0.size)\t\($0.sha256)" }
            return SHA256.digest(of: Array(lines.joined(separator: "\n").utf8)).hex
        }
    }

    static let manifestName = "manifest.json"
    /// Names of folders being written or removed begin with this.
    static let temporaryPrefix = ".tmp-"

    let manifest: Manifest
    let files: [CheckpointFile]

    /// Writes a folder, all or nothing.
    ///
    /// A sound folder of that name with the same files stays as it is; any other is replaced.
    static func write(
        _ files: [CheckpointFile], name: String, stage: String, step: Int, kernelPath: String,
        in parent: String, with operations: any FileOperations
    ) throws(StoreError) {
        for file in files { precondition(isFileName(file.name), "no file name: \(file.name)") }
        let manifest = Manifest(
            name: name, stage: stage, step: step, kernelPath: kernelPath,
            files: files.map { file in
                Manifest.File(
                    name: file.name, size: file.bytes.count,
                    sha256: SHA256.digest(of: file.bytes).hex)
            })
        let target = parent + "/" + name
        if exists(target), (try? read(target))?.manifest == manifest { return }

        let temporary = try makeTemporary(for: name, in: parent, with: operations)
        do throws(StoreError) {
            for file in files { try operations.writeFile(temporary + "/" + file.name, file.bytes) }
            try operations.writeFile(temporary + "/" + manifestName, encode(manifest))
            try operations.syncFolder(temporary)
            if exists(target) {
                // Another process may have been quicker with the same.
                if (try? read(target))?.manifest == manifest {
                    try operations.remove(temporary)
                    return
                }
                try discard(target, with: operations)
            }
            try operations.rename(temporary, to: target)
        } catch {
            // What can't be removed now is removed at the next start.
            try? operations.remove(temporary)
            if (try? read(target))?.manifest == manifest { return }
            throw error
        }
        try operations.syncFolder(parent)
    }

    /// Reads a folder and holds every byte against its digest.
    ///
    /// - Throws: `StoreError` with code `.corrupt` saying what is wrong with which file.
    static func read(_ path: String) throws(StoreError) -> SealedFolder {
        let manifest = try readManifest(path)
        var files: [CheckpointFile] = []
        for expected in manifest.files {
            let file = path + "/" + expected.name
            var status = stat()
            guard stat(file, &status) == 0 else {
                throw StoreError(.corrupt, path: file, "is missing")
            }
            guard Int(status.st_size) == expected.size else {
                throw StoreError(
                    .corrupt, path: file, "has \(status.st_size) bytes, not \(expected.size)")
            }
            let bytes = try readFile(file, limit: expected.size)
            guard SHA256.digest(of: bytes).hex == expected.sha256 else {
                throw StoreError(.corrupt, path: file, "is damaged: its digest differs")
            }
            files.append(CheckpointFile(name: expected.name, bytes: bytes))
        }
        return SealedFolder(manifest: manifest, files: files)
    }

    /// Reads a folder's manifest, and nothing else.
    static func readManifest(_ path: String) throws(StoreError) -> Manifest {
        let file = path + "/" + manifestName
        guard exists(file) else { throw StoreError(.corrupt, path: file, "is missing") }
        let bytes = try readFile(file, limit: 1 << 20)
        let manifest: Manifest
        do {
            manifest = try JSONDecoder().decode(Manifest.self, from: Data(bytes))
        } catch {
            throw StoreError(.corrupt, path: file, "is not a manifest")
        }
        guard manifest.format <= Manifest.format else {
            throw StoreError(
                .newerFormat, path: file,
                "has format \(manifest.format); this program reads up to \(Manifest.format)")
        }
        guard manifest.isSealed else { throw StoreError(.corrupt, path: file, "is damaged") }
        let name = (path as NSString).lastPathComponent
        guard manifest.name == name else {
            throw StoreError(.corrupt, path: file, "belongs to \(manifest.name)")
        }
        guard manifest.files.allSatisfy({ isFileName($0.name) && $0.size >= 0 }) else {
            throw StoreError(.corrupt, path: file, "names files outside its folder")
        }
        return manifest
    }

    /// Removes a folder such that no half of it is ever found under its name.
    static func discard(_ path: String, with operations: any FileOperations) throws(StoreError) {
        let parent = (path as NSString).deletingLastPathComponent
        let name = (path as NSString).lastPathComponent
        let aside = parent + "/" + unusedName(for: name, in: parent)
        try operations.rename(path, to: aside)
        try operations.remove(aside)
    }

    /// Removes what writers that died left behind.
    ///
    /// - Precondition: no other process writes here.
    static func removeLeftovers(in parent: String, with operations: any FileOperations) {
        // Leftovers cost only space: a failure here is no reason to stop.
        for name in (try? folderEntries(parent)) ?? [] where name.hasPrefix(temporaryPrefix) {
            try? operations.remove(parent + "/" + name)
        }
    }

    /// Makes a folder under a name that no other writer has, in this process or another.
    private static func makeTemporary(
        for name: String, in parent: String, with operations: any FileOperations
    ) throws(StoreError) -> String {
        while true {
            let path = parent + "/" + unusedName(for: name, in: parent)
            do throws(StoreError) {
                try operations.makeFolder(path)
                return path
            } catch  where error.code == .system(errno: EEXIST) {
                continue
            }
        }
    }

    private static let names = Atomic(0)

    private static func unusedName(for name: String, in parent: String) -> String {
        while true {
            let number = names.add(1, ordering: .relaxed).newValue
            let candidate = "\(temporaryPrefix)\(name)-\(getpid())-\(number)"
            if !exists(parent + "/" + candidate) { return candidate }
        }
    }

    private static func encode(_ manifest: Manifest) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Strings and whole numbers always encode.
        return (try? encoder.encode(manifest)).map { [UInt8]($0) + [10] } ?? []
    }

    private static func isFileName(_ name: String) -> Bool {
        !name.isEmpty && !name.contains("/") && !name.hasPrefix(".") && name != manifestName
            && !name.utf8.contains(0) && name.utf8.count < 200
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }
}
