import Runs
import Tasks

/// What chains and drafts come to.
struct EvaluationFigures {
    let domain: any Domain
    let options: EvaluationOptions
    let step: Int
    let tasks: [DomainTask]
    /// In the order of the tasks; a task's samples in succession.
    let chains: [ChainTally]
    /// In the order of the tasks; nil where none were sampled.
    let drafts: [DraftTally]?

    var outcome: EvaluationOutcome {
        EvaluationOutcome(
            record: record,
            chains: EvaluationChains(
                keys: tasks.map { domain.key(of: $0) }, samples: options.samples,
                solved: chains.map(\.solved), quality: chains.map { $0.quality.map { Float($0) } },
                passed: drafts?.map(\.passed) ?? [], majority: drafts?.map(\.majority) ?? []))
    }

    private var record: EvaluationRecord {
        let ks = Array(0...options.k)
        let wrongToRight = ks.map { k in
            chains.count { $0.solved.first == false && $0.solved[k] }
        }
        let rightToWrong = ks.map { k in
            chains.count { $0.solved.first == true && !$0.solved[k] }
        }
        let (mended, broken) = (wrongToRight.last ?? 0, rightToWrong.last ?? 0)
        let bestSoFar = ks.map { k in Self.share(of: chains) { $0.held[k] } }
        let passed = drafts.map { drafts in
            ks.map { k in Self.share(of: drafts) { $0.passed[k] } }
        }
        let majority = drafts.map { drafts in
            ks.map { k in Self.share(of: drafts) { $0.majority[k] } }
        }
        let bestOf = drafts.map { drafts in
            ks.map { k in Self.mean(of: drafts) { $0.best[k] } }
        }
        let answers = Double(ks.count * max(chains.count, 1))
        let unsolved = chains.reduce(0) { $0 + $1.unsolved }
        let copied = chains.reduce(0) { $0 + $1.copied }
        return EvaluationRecord(
            step: step, domain: domain.name, split: options.split.rawValue, count: tasks.count,
            samples: options.samples, temperature: options.temperature, k: ks,
            solve: ks.map { k in Self.share(of: chains) { $0.solved[k] } },
            quality: ks.map { k in Self.mean(of: chains) { $0.quality[k] } },
            corrections: .init(
                wrongToRight: perSample(mended), rightToWrong: perSample(broken),
                net: perSample(mended - broken)),
            distinct: Self.mean(of: chains) { Double($0.answers.count) },
            invalid: Double(chains.reduce(0) { $0 + $1.invalid }) / answers,
            copied: unsolved > 0 ? Double(copied) / Double(unsolved) : 0,
            bestSoFar: bestSoFar.last ?? 0, passAt: passed?.last,
            wrongToRightAt: wrongToRight.map(perSample),
            rightToWrongAt: rightToWrong.map(perSample), bestSoFarAt: bestSoFar,
            bestQualityAt: ks.map { k in Self.mean(of: chains) { $0.best[k] } },
            passAtEach: passed, majorityAt: majority, bestOfAt: bestOf)
    }

    private func perSample(_ count: Int) -> Double {
        Double(count) * (1 / Double(max(options.samples, 1)))
    }

    private static func share<Part>(of parts: [Part], _ condition: (Part) -> Bool) -> Double {
        Double(parts.count(where: condition)) / Double(max(parts.count, 1))
    }

    private static func mean<Part>(of parts: [Part], _ value: (Part) -> Double) -> Double {
        parts.reduce(0) { $0 + value($1) } / Double(max(parts.count, 1))
    }
}
