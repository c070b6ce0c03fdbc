import Modeling
import Runs
import Tasks

/// Supervised training on the teacher's rows, before the first step.
extension TrainingSession {
    /// The policy the warm start ends with, from the cache where there is one.
    func warmStart() throws -> Policy {
        // What a living run can change has no part in its warm start.
        let configuration = plan.configuration
        let key = WarmStart.cacheKey(configuration, path: path)
        if plan.checkpoint == nil, let policy = cachedWarmStart(key: key) { return policy }
        let warmStart =
            if let checkpoint = plan.checkpoint {
                try WarmStart(
                    configuration: configuration, domain: domain, pool: pool, path: path,
                    files: checkpoint.files)
            } else {
                try WarmStart(
                    configuration: configuration, domain: domain, pool: pool, path: path)
            }
        asked.policy = warmStart.policy
        enter(.warmStart)
        log(.info, "warm start: \(configuration.warmStart.steps) steps at most")
        do {
            let ahead = domain.workBeforeTeaching()
            if !ahead.isEmpty { log(.info, "warm start: runs what the teacher will show") }
            try work(ahead) { done, remaining in
                publish {
                    $0.progress = Progress(
                        done: done, total: ahead.count, remainingSeconds: remaining)
                }
            }
            try train(warmStart)
        } catch is Stopped {
            _ = try leave(saving: { try self.checkpoint(of: warmStart) })
            throw Stopped()
        }
        do {
            try plan.cache?.store(try warmStart.cacheFiles(), key: key)
        } catch {
            log(.warning, "the warm start could not be kept for other runs: \(error)")
        }
        return warmStart.policy
    }

    /// A finished warm start from the cache; a damaged entry is as good as none.
    private func cachedWarmStart(key: String) -> Policy? {
        guard let files = plan.cache?.load(key: key) else { return nil }
        do {
            let records = try files.json(CheckpointName.warmStart, as: [WarmStartRecord].self)
            let policy = try PolicyFile.policy(
                files, CheckpointName.model, configuration: configuration, domain: domain,
                path: path)
            for warmStartRecord in records { record(.warmStart(warmStartRecord)) }
            log(.info, "warm start taken from the cache, entry \(key.prefix(12))")
            return policy
        } catch {
            log(.warning, "the cached warm start \(key.prefix(12)) is left aside: \(error)")
            return nil
        }
    }

    private func train(_ warmStart: WarmStart) throws {
        let first = warmStart.state.step
        var begun = clock.now
        while !warmStart.isFinished {
            let parked = clock.now
            try safePoint { try self.checkpoint(of: warmStart) }
            begun += clock.now - parked
            let fresh = try warmStart.advance()
            if let fresh {
                record(.warmStart(fresh))
                if fresh.solve != nil, !warmStart.isFinished {
                    try save(checkpoint(of: warmStart))
                    enter(.warmStart)
                }
            }
            _ = desk.countStep()
            let done = warmStart.state.step
            let perStep = (clock.now - begun).seconds / Double(done - first)
            let total = configuration.warmStart.steps
            guard done % 5 == 0 || fresh != nil else { continue }
            publish { snapshot in
                snapshot.progress = Progress(
                    done: done, total: total, remainingSeconds: perStep * Double(total - done))
                if let loss = fresh?.loss { snapshot.metrics[.loss] = loss }
            }
        }
        let probe = warmStart.records.last { $0.solve != nil }
        log(
            .info,
            "warm start done after \(warmStart.state.step) steps: one draft solves "
                + "\(percent(probe?.solve)) of training tasks, any of 17 \(percent(probe?.passAt17))"
        )
    }
}
