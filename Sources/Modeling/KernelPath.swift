import CKernels

/// Which instructions the kernels use; part of a run's identity, since bits depend on it.
public enum KernelPath: String, Codable, Sendable, CaseIterable {
    /// 512-bit vectors.
    case avx512
    /// 256-bit vectors with fused multiply-add.
    case avx2
    /// Any machine.
    case portable

    /// The paths this machine can run, best first.
    public static var supported: [KernelPath] {
        allCases.filter { kernels_path_is_supported($0.cValue) }
    }

    /// The best path this machine can run.
    public static var best: KernelPath { supported.first ?? .portable }

    var cValue: kernels_path {
        switch self {
        case .avx512: KERNELS_AVX512
        case .avx2: KERNELS_AVX2
        case .portable: KERNELS_PORTABLE
        }
    }

    /// How products are added: paths with the same arithmetic give the same bits.
    public var arithmetic: String {
        switch self {
        case .avx512, .avx2: "fused multiply-add"
        case .portable: "multiply, then add"
        }
    }
}
