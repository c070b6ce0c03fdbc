import Runs
import Testing

@testable import Tasks

@Suite("The language of pipelines")
struct PipelineLanguageTests {
    private let tokens = PipelineVocabulary()

    @Test("Every program has a number, tokens and a canonical form that does the same")
    func programs() throws {
        var canonical: Set<Pipeline> = []
        for index in 0..<Pipeline.count {
            let program = try #require(Pipeline(index: index))
            #expect(program.index == index)
            #expect(tokens.pipeline(tokens.tokens(program) + [tokens.end]) == program.canonical)
            #expect(PipelineSettings(program) == PipelineSettings(program.canonical))
            #expect(program.canonical.canonical == program.canonical)
            canonical.insert(program.canonical)
        }
        #expect(Pipeline.count == 12_096)
        // 72 preparations; 24 settings of xgb, svmr and knn, 12 of logit, 6 of the other three.
        #expect(canonical.count == 72 * (3 * 24 + 12 + 3 * 6))
        #expect(Pipeline(index: -1) == nil)
        #expect(Pipeline(index: Pipeline.count) == nil)
    }

    @Test("Canonical programs with different numbers mean different things")
    func settingsDiffer() {
        let programs = Set((0..<Pipeline.count).compactMap { Pipeline(index: $0)?.canonical })
        let meanings = Set(
            programs.map { program in
                "\(program.imputation) \(program.scaling) \(program.feature) "
                    + "\(PipelineSettings(program))"
            })
        #expect(meanings.count == programs.count)
        #expect(Set(programs.map(\.text)).count == programs.count)
    }

    @Test("Only six fields in order and the end token are a program")
    func garbage() {
        let good = tokens.tokens(Diagnostics.programs[0]) + [tokens.end]
        #expect(tokens.pipeline(good) != nil)
        #expect(tokens.pipeline([]) == nil)
        #expect(tokens.pipeline(Array(good.dropLast())) == nil)
        #expect(tokens.pipeline(good + [tokens.end]) == nil)
        #expect(tokens.pipeline(good.reversed()) == nil)
        for place in good.indices {
            for wrong in [Int32.min, -1, 0, 3, Int32(PipelineVocabulary.texts.count), .max] {
                var bad = good
                bad[place] = wrong
                if bad != good { #expect(tokens.pipeline(bad) == nil) }
            }
        }
    }

    @Test("Token texts are all different")
    func vocabulary() {
        #expect(Set(PipelineVocabulary.texts).count == PipelineVocabulary.texts.count)
        #expect(tokens.bucket(ScoreBucket.count - 1) == Int32(PipelineVocabulary.texts.count - 1))
    }

    @Test("Programs and settings in words")
    func texts() {
        let texts = Diagnostics.programs.map(\.text)
        #expect(
            texts == [
                "mean std raw ridge lambda=1", "mean std raw knn k=5 L2 even",
                "mean std raw nb smoothing=0.0001", "mean none raw xgb rounds=8 depth=2",
                "mean std raw svmr C=1 gamma=0.125", "mean rank raw ridge lambda=1",
                "ind std raw ridge lambda=1",
            ])
        #expect(Diagnostics.names.count == texts.count)
    }

    @Test("Accuracies are shown in steps above the largest class's share")
    func buckets() {
        #expect(ScoreBucket.bucket(1, majority: 0.5) == 20)
        #expect(ScoreBucket.bucket(0.4, majority: 0.5) == 0)
        #expect(ScoreBucket.bucket(0, majority: 0.5) == 0)
        // 20 · (0.75 − 0.5 + 0.1) / (1 − 0.5 + 0.1) = 11.67
        #expect(ScoreBucket.bucket(0.75, majority: 0.5) == 12)
        #expect(ScoreBucket.bucket(1, majority: 1) == 20)
    }
}
