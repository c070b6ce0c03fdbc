/// The searches of one evaluation, with the texts of what they tried.
public struct SearchView: Hashable, Codable, Sendable {
    /// One search.
    public struct Tree: Hashable, Codable, Sendable {
        /// What was tried.
        public let tree: SearchTree
        /// The task in one line.
        public let taskText: String
        /// The answers in words, node by node.
        public let texts: [String]

        /// Makes the value of its parts.
        public init(tree: SearchTree, taskText: String, texts: [String]) {
            self.tree = tree
            self.taskText = taskText
            self.texts = texts
        }
    }

    /// The training step of the policy that searched; nil where there were no searches.
    public let step: Int?
    /// One search a task.
    public let trees: [Tree]

    /// Makes the value of its parts.
    public init(step: Int?, trees: [Tree]) {
        self.step = step
        self.trees = trees
    }

    /// The view of some searches.
    ///
    /// - Parameters:
    ///   - trees: of one evaluation.
    ///   - texts: the domain's.
    public init(of trees: [SearchTree], _ texts: any RunFormatting) {
        self.init(
            step: trees.first?.step,
            trees: trees.map { tree in
                let instance = TaskInstance(task: tree.task)
                return Tree(
                    tree: tree, taskText: texts.text(of: tree.task),
                    texts: tree.nodes.map {
                        texts.text(of: $0.answer.tokens, answering: instance)
                    })
            })
    }
}
