import Foundation

/// How colours look to people who lack one kind of cone, and without any colour.
///
/// - Source: Machado, Oliveira, Fernandes: "A physiologically-based model for simulation of color
///   vision deficiency", 2009, table 1, severity 1. Distances in Oklab (B. Ottosson, 2020).
enum ColorVision: CaseIterable {
    case normal, protanopia, deuteranopia, tritanopia, greyscale

    private var matrix: [[Double]] {
        switch self {
        case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
        // Relative luminance, for each part alike.
        case .greyscale: Array(repeating: [0.2126, 0.7152, 0.0722], count: 3)
        case .protanopia:
            [
                [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ]
        case .deuteranopia:
            [
                [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ]
        case .tritanopia:
            [
                [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900],
            ]
        }
    }

    /// A colour in Oklab, as it is seen.
    private func lab(_ color: RGB) -> SIMD3<Double> {
        let linear = [color.red, color.green, color.blue].map { part -> Double in
            let value = Double(part) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        let seen = matrix.map { row in
            min(1, max(0, zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 }))
        }
        func cone(_ r: Double, _ g: Double, _ b: Double) -> Double {
            cbrt(r * seen[0] + g * seen[1] + b * seen[2])
        }
        let l = cone(0.4122214708, 0.5363325363, 0.0514459929)
        let m = cone(0.2119034982, 0.6806995451, 0.1073969566)
        let s = cone(0.0883024619, 0.2817188376, 0.6299787005)
        let lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
        let greenRed = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
        let blueYellow = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
        return SIMD3(lightness, greenRed, blueYellow)
    }

    /// How different two colours look: 0 for equal ones, 1 for black and white.
    func distance(_ a: RGB, _ b: RGB) -> Double {
        let difference = lab(a) - lab(b)
        return (difference * difference).sum().squareRoot()
    }
}
