import Runs
import Testing

@testable import Tasks

@Suite("Sign-fill countdown's tasks")
struct MathTaskTests {
    private func level(_ level: Int) -> MathDomain {
        var configuration = RunConfiguration()
        configuration.apply(level: level)
        return MathDomain(configuration.math)
    }

    /// Draws of one split, each a multiset of numbers packed into one word.
    private static func multisets(
        _ domain: MathDomain, _ split: TaskSplit, count: Int, stream: Int
    ) -> Set<UInt64> {
        var multisets: Set<UInt64> = []
        var generator = CounterGenerator(seed: 11, purpose: .evaluationTasks, group: stream)
        for _ in 0..<count {
            let task = domain.drawTask(from: split, using: &generator)
            // How often each number occurs, in four bits each: no order is left.
            var packed: UInt64 = 0
            var slot = 1
            while slot < task.values.count {
                packed &+= 1 << (4 * UInt64(task.values[slot]))
                slot += 1
            }
            multisets.insert(packed)
        }
        return multisets
    }

    @Test("in 1e6 draws no multiset of numbers is in both splits", arguments: [1, 2])
    func disjoint(level number: Int) async {
        let domain = level(number)
        let (train, heldOut) = await withTaskGroup(
            of: (TaskSplit, Set<UInt64>).self
        ) { group in
            for stream in 0..<8 {
                let split: TaskSplit = stream == 0 ? .heldOut : .train
                let count = stream == 0 ? 20_000 : 70_000
                group.addTask {
                    (split, Self.multisets(domain, split, count: 2 * count, stream: stream))
                }
            }
            return await group.reduce(into: (Set<UInt64>(), Set<UInt64>())) { sets, drawn in
                if drawn.0 == .train {
                    sets.0.formUnion(drawn.1)
                } else {
                    sets.1.formUnion(drawn.1)
                }
            }
        }
        #expect(train.isDisjoint(with: heldOut))
        // About a tenth is held out, or the test would show little.
        let share = Double(heldOut.count) / Double(train.count + heldOut.count)
        #expect((0.05...0.15).contains(share))
    }

    @Test("the split of a task is that of its draw, whatever its order and target")
    func split() {
        let domain = level(2)
        var generator = CounterGenerator(seed: 3, purpose: .evaluationTasks)
        for split in domain.splits {
            for _ in 0..<200 {
                let task = domain.drawTask(from: split, using: &generator)
                #expect(domain.split(of: task) == split)
                let numbers = task.values.dropFirst().shuffled(using: &generator)
                #expect(domain.split(of: DomainTask(values: [1] + numbers)) == split)
            }
        }
    }

    @Test("the checksum is zlib's, and decides the split")
    func checksum() {
        #expect(CRC32.checksum(Array("123456789".utf8)) == 0xcbf4_3926)
        #expect(CRC32.checksum([]) == 0)
        let domain = level(1)
        for numbers: [Int32] in [[1, 2, 3, 4, 5, 6], [9, 9, 9, 9, 9, 9], [7, 1, 8, 2, 8, 1]] {
            let isHeldOut = CRC32.checksum(numbers.sorted().map { UInt8($0) }) % 10 == 0
            #expect(
                (domain.split(of: DomainTask(values: [1] + numbers)) == .heldOut) == isHeldOut)
        }
    }

    @Test("a task's key is its numbers, whatever their order and the target")
    func key() {
        let domain = level(1)
        func key(_ values: Int32...) -> UInt32 { domain.key(of: DomainTask(values: values)) }
        #expect(key(9, 1, 2, 3, 4, 5, 6) == CRC32.checksum([1, 2, 3, 4, 5, 6]))
        #expect(key(9, 1, 2, 3, 4, 5, 6) == key(30, 6, 2, 4, 3, 5, 1))
        #expect(key(9, 1, 2, 3, 4, 5, 6) != key(9, 1, 2, 3, 4, 5, 5))
    }

    @Test(
        "every task has a solution, a target in range and numbers in range", arguments: [1, 2, 3])
    func solvable(level number: Int) {
        let domain = level(number)
        var generator = CounterGenerator(seed: 5, purpose: .evaluationTasks)
        for round in 0..<300 {
            let split: TaskSplit = round % 4 == 0 ? .heldOut : .train
            let task = domain.drawTask(from: split, using: &generator)
            #expect(task.values.count == domain.settings.numbers + 1)
            #expect((1...Int32(domain.settings.target)).contains(task.values[0]))
            #expect(
                task.values.dropFirst().allSatisfy {
                    (1...Int32(domain.settings.largest)).contains($0)
                })
            // All sums that signs can reach, by adding one number after another.
            let sums = task.values.dropFirst().reduce(into: Set<Int32>([0])) { sums, number in
                sums = Set(sums.flatMap { [$0, $0 + number, $0 - number] })
            }
            #expect(sums.contains(task.values[0]))
            #expect(domain.difficulty(of: task).isFinite)
        }
    }

    @Test("with * every task has a solution too")
    func solvableWithProducts() {
        let math = MathCase(numbers: 5, multiply: true)
        var generator = CounterGenerator(seed: 6, purpose: .evaluationTasks)
        let rows = allRows(5, of: "+-.*")
        for _ in 0..<40 {
            let task = math.domain.drawTask(from: .train, using: &generator)
            let numbers = Array(task.values.dropFirst())
            #expect(rows.contains { slowValue($0, numbers) == Int(task.values[0]) })
        }
    }

    @Test("hidden signs are + - . by 5 : 4 : 3, and with * by 4 : 3 : 3 : 2")
    func signShares() {
        var draws = SmallDraws(CounterGenerator(seed: 9, purpose: .evaluationTasks))
        for (multiply, shares) in [(false, [5, 4, 3, 0]), (true, [4, 3, 3, 2])] {
            var counts = [0, 0, 0, 0]
            for _ in 0..<60_000 {
                counts[MathDomain.sign(&draws, multiply: multiply).rawValue] += 1
            }
            for (count, share) in zip(counts, shares) {
                // Four standard deviations are about 470.
                #expect(abs(count - 5000 * share) < 500)
            }
        }
    }

    @Test(
        "small draws are uniform, also where bounds change within a word",
        arguments: [2, 3, 12, 24])
    func smallDraws(bound: Int) {
        var draws = SmallDraws(CounterGenerator(seed: 10, purpose: .evaluationTasks))
        var counts = [Int](repeating: 0, count: bound)
        var previous = 0
        var pairs: [Int: Int] = [:]
        for _ in 0..<24_000 {
            #expect((0..<7).contains(draws.below(7)))
            let draw = draws.below(bound)
            counts[draw] += 1
            pairs[previous * bound + draw, default: 0] += 1
            previous = draw
        }
        func deviation(_ counts: some Collection<Int>, of cells: Int) -> Double {
            let expected = 24_000 / Double(cells)
            let square = counts.reduce(0) {
                $0 + (Double($1) - expected) * (Double($1) - expected) / expected
            }
            // Standardised: chi-square has a mean of cells - 1 and twice that variance.
            return (square - Double(cells - 1)) / (2 * Double(cells - 1)).squareRoot()
        }
        #expect(deviation(counts, of: bound) < 5)
        let cells = (0..<bound * bound).map { pairs[$0, default: 0] }
        #expect(abs(deviation(cells, of: bound * bound)) < 5)
    }

    @Test("the same stream gives the same tasks, another stream others")
    func deterministic() {
        let domain = level(2)
        func tasks(_ seed: UInt64) -> [DomainTask] {
            var generator = CounterGenerator(seed: seed, purpose: .selection)
            return (0..<50).map { _ in domain.drawTask(from: .train, using: &generator) }
        }
        var (one, other) = (
            CounterGenerator(seed: 1, purpose: .selection),
            CounterGenerator(seed: 1, purpose: .selection)
        )
        #expect(
            domain.drawStart(from: .train, using: &one)
                == TaskInstance(task: domain.drawTask(from: .train, using: &other)))
        #expect(tasks(1) == tasks(1))
        #expect(tasks(1) != tasks(2))
        #expect(Set(tasks(1)).count == 50)
    }
}
