import Foundation
import Runs

/// Sign-fill countdown: give each number a sign or leave it out, so that the sum hits the target.
///
/// A task's values are the target, then the numbers. An answer is one sign token a number, then the
/// end token; the numbers themselves are not repeated, so that any row of signs is well formed.
/// Prompts have a fixed layout, N being the count of numbers:
///
///     mode  target  x₁ … xₙ  d₁ … dₙ  value  sign  error  <sep>
///
/// where d is the draft and the last three say what it comes to and by how much it misses. That is
/// a calculator's output, a function of what the prompt shows anyway. In a base prompt those slots
/// are blank.
public struct MathDomain: Domain {
    let settings: RunConfiguration.Math
    let tokens: MathVocabulary
    /// The text of each token.
    public let vocabulary: [String]

    /// The domain of some settings.
    ///
    /// - Precondition: 2 to 16 numbers of at most 99, and a target of at least 1.
    /// - Parameter settings: count, size and target of numbers, and what prompts show.
    public init(_ settings: RunConfiguration.Math) {
        precondition(
            (2...PackedSigns.capacity).contains(settings.numbers), "\(settings.numbers) numbers")
        precondition((1...99).contains(settings.largest), "numbers to \(settings.largest)")
        precondition(settings.target >= 1, "targets to \(settings.target)")
        self.settings = settings
        tokens = MathVocabulary(largest: max(settings.largest, settings.target))
        vocabulary = tokens.texts
    }

    /// `math`.
    public var name: String { "math" }
    /// Ends an answer.
    public var endToken: Int32 { tokens.end }
    /// Every prompt is this long.
    public var longestPrompt: Int { 2 * settings.numbers + 6 }
    /// One sign a number, and the end token.
    public var longestAnswer: Int { settings.numbers + 1 }
    /// The chain is all there is.
    public var scaffold: SearchScaffold? { nil }

    /// One: a task is answered at once.
    public func turns(of task: DomainTask) -> Int { 1 }

    /// One: every verdict is a sum.
    public func cost(of answer: Answer, answering instance: TaskInstance) -> Int { 1 }

    // MARK: Prompts

    /// The prompt of an instance.
    public func prompt(for instance: TaskInstance, mode: RevisionMode) -> [Int32] {
        prompt(
            instance.task, instance.latest?.tokens.prefix(settings.numbers) ?? [],
            instance.isBase ? .base : mode)
    }

    /// The prompt over a draft without its end token; an empty draft is none.
    func prompt(
        _ task: DomainTask, _ draft: ArraySlice<Int32>, _ mode: RevisionMode
    ) -> [Int32] {
        let (target, numbers) = (target(of: task), numbers(of: task))
        var prompt: [Int32] = []
        prompt.reserveCapacity(longestPrompt)
        switch mode {
        case .base: prompt.append(tokens.base)
        case .improve: prompt.append(tokens.improve)
        case .diverge: prompt.append(tokens.diverge)
        }
        prompt.append(tokens.number(Int(target)))
        for number in numbers { prompt.append(tokens.number(Int(number))) }
        // A token that is no sign has no place in a draft, and may not even be in the vocabulary.
        for token in draft { prompt.append(tokens.sign(token) == nil ? tokens.blank : token) }
        for _ in draft.count..<settings.numbers { prompt.append(tokens.blank) }
        if settings.feedback, let value = value(of: draft, numbers) {
            let error = Int(target) - value
            prompt.append(tokens.number(value))
            prompt.append(error > 0 ? tokens.greater : error < 0 ? tokens.less : tokens.equal)
            prompt.append(tokens.number(abs(error)))
        } else {
            for _ in 0..<3 { prompt.append(tokens.blank) }
        }
        prompt.append(tokens.separator)
        return prompt
    }

    private func target(of task: DomainTask) -> Int32 { task.values.first ?? 0 }

    private func numbers(of task: DomainTask) -> ArraySlice<Int32> {
        task.values.dropFirst().prefix(settings.numbers)
    }

    private func value(of answer: ArraySlice<Int32>, _ numbers: ArraySlice<Int32>) -> Int? {
        guard answer.count == numbers.count else { return nil }
        var sum = SignedSum()
        for (token, number) in zip(answer, numbers) {
            guard let sign = tokens.sign(token), sign != .multiply || settings.multiply else {
                return nil
            }
            sum.take(sign, number)
        }
        return sum.value
    }

    // MARK: Verdicts

    /// Exactly one sign a number, at least one number used, then the end token.
    ///
    ///     quality = 1 / (1 + |T − v| / 4)
    ///
    /// An exact sum has quality 1, one off 0.8, four off 0.5.
    public func assess(_ answer: [Int32], answering instance: TaskInstance) -> Answer {
        let numbers = numbers(of: instance.task)
        guard answer.last == tokens.end, answer.count == numbers.count + 1,
            let value = value(of: answer.dropLast(), numbers)
        else { return Answer(tokens: answer, quality: 0, isValid: false, isSolved: false) }
        let error = abs(Int(target(of: instance.task)) - value)
        return Answer(
            tokens: answer, quality: 1 / (1 + Double(error) / 4), isValid: true,
            isSolved: error == 0)
    }

    /// One-hot signs, number by number; an invalid answer's foreign tokens are all zero.
    public func embedding(of answer: Answer, answering instance: TaskInstance) -> [Float] {
        let kinds = MathVocabulary.Sign.allCases.count
        var embedding = [Float](repeating: 0, count: settings.numbers * kinds)
        for (slot, token) in answer.tokens.prefix(settings.numbers).enumerated() {
            if let sign = tokens.sign(token) { embedding[slot * kinds + sign.rawValue] = 1 }
        }
        return embedding
    }

    /// The same task, one revision deeper.
    public func successors(
        of answer: Answer, id: RevisionID?, answering instance: TaskInstance
    ) -> [TaskInstance] {
        [
            TaskInstance(
                task: instance.task, turn: instance.turn, depth: instance.depth + 1,
                earlier: instance.earlier, latest: answer, parent: id)
        ]
    }

    /// Bits of search: minus the base-2 logarithm of the share of answers (without `*`) that solve.
    public func difficulty(of task: DomainTask) -> Double {
        var counts: [Int: Double] = [0: 1]
        for number in numbers(of: task) {
            var next: [Int: Double] = [:]
            for (sum, count) in counts {
                for change in [0, Int(number), -Int(number)] {
                    next[sum + change, default: 0] += count
                }
            }
            counts = next
        }
        let all = counts.values.reduce(0, +)
        let solving = counts[Int(target(of: task)), default: 0]
        return solving > 0 ? log2(all / solving) : .infinity
    }

    // MARK: Tasks

    /// Held out where the CRC-32 of the sorted numbers is a multiple of ten.
    ///
    /// The key is the multiset of numbers: no held-out multiset is ever seen in training, in any
    /// order or with any target.
    public func split(of task: DomainTask) -> TaskSplit {
        Self.split(ofKey: key(of: task))
    }

    /// The CRC-32 of the sorted numbers: what the split is made by.
    public func key(of task: DomainTask) -> UInt32 {
        var bytes = numbers(of: task).map { UInt8(truncatingIfNeeded: $0) }
        return Self.key(sorting: &bytes)
    }

    private static func split(ofKey key: UInt32) -> TaskSplit {
        key % 10 == 0 ? .heldOut : .train
    }

    private static func key(sorting bytes: inout [UInt8]) -> UInt32 {
        // By insertion: the quickest for a dozen numbers, without optimisation too.
        var end = 1
        while end < bytes.count {
            let byte = bytes[end]
            var slot = end
            while slot > 0, bytes[slot - 1] > byte {
                bytes[slot] = bytes[slot - 1]
                slot -= 1
            }
            bytes[slot] = byte
            end += 1
        }
        return CRC32.checksum(bytes)
    }

    /// Draws numbers, then hidden signs whose sum is the target, until both fit.
    ///
    /// - Precondition: the split has tasks at these settings, as `Domains.make` sees to.
    public func drawTask(
        from split: TaskSplit, using generator: inout CounterGenerator
    ) -> DomainTask {
        precondition(splits.contains(split), "math has no \(split.rawValue) tasks")
        while true {
            if let task = drawTask(from: split, attempts: 1 << 20, using: &generator) {
                return task
            }
        }
    }

    /// At the draft.
    public func drawStart(
        of task: DomainTask, using generator: inout CounterGenerator
    ) -> TaskInstance {
        TaskInstance(task: task)
    }

    /// Draws a task; nil if no attempt fits.
    func drawTask(
        from split: TaskSplit, attempts: Int, using generator: inout CounterGenerator
    ) -> DomainTask? {
        var draws = SmallDraws(generator)
        defer { generator = draws.generator }
        var values = [Int32](repeating: 0, count: settings.numbers + 1)
        var bytes = [UInt8](repeating: 0, count: settings.numbers)
        var attempt = 0
        while attempt < attempts {
            attempt += 1
            var sum = SignedSum()
            var slot = 0
            while slot < settings.numbers {
                let number = 1 + draws.below(settings.largest)
                values[slot + 1] = Int32(number)
                bytes[slot] = UInt8(number)
                sum.take(Self.sign(&draws, multiply: settings.multiply), Int32(number))
                slot += 1
            }
            guard let target = sum.value, target >= 1, target <= settings.target,
                Self.split(ofKey: Self.key(sorting: &bytes)) == split
            else { continue }
            values[0] = Int32(target)
            return DomainTask(values: values)
        }
        return nil
    }

    /// A random sign: `+ - .` by 5 : 4 : 3, or with `*` by 4 : 3 : 3 : 2.
    static func sign(_ draws: inout SmallDraws, multiply: Bool) -> MathVocabulary.Sign {
        let place = draws.below(12)
        if multiply {
            return place < 4 ? .add : place < 7 ? .subtract : place < 10 ? .leave : .multiply
        }
        return place < 5 ? .add : place < 9 ? .subtract : .leave
    }

    // MARK: Text

    /// The target and the numbers: `17: 3 7 9 2 5 8`.
    public func text(of task: DomainTask) -> String {
        "\(target(of: task)): " + numbers(of: task).map(String.init).joined(separator: " ")
    }

    /// Signed numbers: `+3 +7 .9 +2 +5 .8`; a token that is no sign shows as itself.
    public func text(of answer: [Int32], answering instance: TaskInstance) -> String {
        let numbers = Array(numbers(of: instance.task))
        let shown = answer.last == tokens.end ? answer.dropLast() : answer[...]
        return shown.enumerated().map { place, token in
            guard let text = vocabulary.indices.contains(Int(token)) ? vocabulary[Int(token)] : nil
            else { return "<?\(token)>" }
            guard tokens.sign(token) != nil, place < numbers.count else { return text }
            return "\(text)\(numbers[place])"
        }.joined(separator: " ")
    }

    /// The request, and the draft with its feedback.
    public func promptText(for instance: TaskInstance, mode: RevisionMode) -> String {
        let task = text(of: instance.task)
        guard let latest = instance.latest else { return "solve \(task)" }
        let draft = text(of: latest.tokens, answering: instance)
        let feedback = feedbackText(on: latest, answering: instance).map { ", \($0)" } ?? ""
        return "\(mode.rawValue) \(task) | \(draft)\(feedback)"
    }

    /// The sum, and how far it is off: `sum 17, 4 too low`.
    public func feedbackText(on answer: Answer, answering instance: TaskInstance) -> String? {
        guard settings.feedback else { return nil }
        guard
            let value = value(
                of: answer.tokens.prefix(settings.numbers), numbers(of: instance.task))
        else { return "no sum" }
        let error = Int(target(of: instance.task)) - value
        if error == 0 { return "sum \(value), exact" }
        return "sum \(value), \(abs(error)) too \(error > 0 ? "low" : "high")"
    }
}
