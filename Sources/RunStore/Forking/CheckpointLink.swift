import Foundation
import Runs

extension CheckpointFolder {
    /// Takes a checkpoint of another run over: by hard links, or copied where there are none.
    ///
    /// A checkpoint's files are never written again once they are there, so two runs can share
    /// their bytes; either may remove its own names of them.
    ///
    /// - Parameters:
    ///   - name: which.
    ///   - source: the checkpoints it is among.
    /// - Throws: `StoreError`; code `.missing` if it was removed meanwhile. Nothing of it stays here.
    func link(_ name: Name, from source: CheckpointFolder) throws(StoreError) {
        let (old, new) = (source.path + "/" + name.folder, path + "/" + name.folder)
        do throws(StoreError) {
            try operations.makeFolder(new)
            for file in try folderEntries(old) where !file.hasPrefix(".") {
                try link(file, from: old, to: new)
            }
            try operations.syncFolder(new)
        } catch {
            // The folder was made here.
            try? operations.remove(new)
            guard SealedFolder.exists(old) else {
                throw StoreError(.missing, path: old, "there is no such checkpoint")
            }
            throw error
        }
    }

    private func link(_ file: String, from old: String, to new: String) throws(StoreError) {
        if Foundation.link(old + "/" + file, new + "/" + file) == 0 { return }
        // Another disk, another owner's file, or a file system without links.
        try operations.writeFile(new + "/" + file, try readFile(old + "/" + file))
    }
}
