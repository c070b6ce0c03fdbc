/// Tokens of the pipeline domain; ids never change.
struct PipelineVocabulary: Hashable, Sendable {
    private static let specials = ["_", "<end>", "<sep>", "<B>", "<I>", "<D>", "?"]
    private static let fields =
        Pipeline.Imputation.allCases.map(\.text) + Pipeline.Scaling.allCases.map(\.text)
        + Pipeline.Feature.allCases.map(\.text) + Pipeline.Learner.allCases.map(\.text)
        + (0..<Pipeline.firstSettings).map { "h\($0)" }
        + (0..<Pipeline.secondSettings).map { "g\($0)" }

    let blank: Int32 = 0
    let end: Int32 = 1
    let separator: Int32 = 2
    let base: Int32 = 3
    let improve: Int32 = 4
    let diverge: Int32 = 5
    /// A field of the card that is not shown.
    let hidden: Int32 = 6

    private static let firstField = specials.count
    private static let firstError = firstField + fields.count
    private static let firstCard = firstError + PipelineError.allCases.count
    private static let firstBucket =
        firstCard + TableCard.Field.allCases.reduce(0) { $0 + $1.values.count }

    /// The text of each token.
    static let texts =
        specials + fields + PipelineError.allCases.map(\.rawValue)
        + TableCard.Field.allCases.flatMap { field in field.values.map { "\(field.text)\($0)" } }
        + (0..<ScoreBucket.count).map { "s\($0)" }

    /// Values of each field of a program, in the order of its tokens.
    static let sizes = [
        Pipeline.Imputation.allCases.count, Pipeline.Scaling.allCases.count,
        Pipeline.Feature.allCases.count, Pipeline.Learner.allCases.count, Pipeline.firstSettings,
        Pipeline.secondSettings,
    ]

    /// Tokens of a program, without the end token.
    static let length = sizes.count

    /// Values of all fields together.
    static let fieldCount = fields.count

    /// The place of a field's token among the values of all fields.
    static func fieldPlace(_ token: Int32) -> Int { Int(token) - firstField }

    func error(_ error: PipelineError) -> Int32 {
        Int32(Self.firstError + (PipelineError.allCases.firstIndex(of: error) ?? 0))
    }

    func bucket(_ bucket: Int) -> Int32 { Int32(Self.firstBucket + bucket) }

    /// A value of a field of the card.
    func card(_ field: TableCard.Field, _ value: Int) -> Int32 {
        var first = Self.firstCard
        for other in TableCard.Field.allCases {
            if other == field { break }
            first += other.values.count
        }
        return Int32(first + value)
    }

    /// A program's six tokens.
    func tokens(_ pipeline: Pipeline) -> [Int32] {
        var first = Self.firstField
        return zip(pipeline.places, Self.sizes).map { place, size in
            defer { first += size }
            return Int32(first + place)
        }
    }

    /// Reads an answer: the six fields in order, then the end token and nothing more.
    ///
    /// - Returns: the canonical program; nil if the answer has another form.
    func pipeline(_ tokens: [Int32]) -> Pipeline? {
        guard tokens.count == Self.length + 1, tokens.last == end else { return nil }
        var first = Self.firstField
        var places: [Int] = []
        for (token, size) in zip(tokens, Self.sizes) {
            // Model output may be any number: widen before subtracting.
            let place = Int(token) - first
            guard (0..<size).contains(place) else { return nil }
            places.append(place)
            first += size
        }
        return Pipeline(places: places)?.canonical
    }
}

extension Pipeline {
    /// The value of each field, in the order of the tokens.
    var places: [Int] {
        [
            imputation.rawValue, scaling.rawValue, feature.rawValue, learner.rawValue, h1, h2,
        ]
    }

    /// The program of its fields' values; nil if one is out of bounds.
    init?(places: [Int]) {
        guard places.count == 6, let imputation = Imputation(rawValue: places[0]),
            let scaling = Scaling(rawValue: places[1]), let feature = Feature(rawValue: places[2]),
            let learner = Learner(rawValue: places[3]),
            (0..<Self.firstSettings).contains(places[4]),
            (0..<Self.secondSettings).contains(places[5])
        else { return nil }
        self.init(
            imputation: imputation, scaling: scaling, feature: feature, learner: learner,
            h1: places[4], h2: places[5])
    }

    /// Fields in which two programs differ.
    func distance(to other: Pipeline) -> Int {
        zip(places, other.places).count { $0 != $1 }
    }
}
