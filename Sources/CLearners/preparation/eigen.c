#include "../internal.h"

#include <math.h>

/* One rotation that makes matrix[p][q] zero (Golub and Van Loan, Matrix Computations, 8.5.2). */
static void rotate(double *matrix, double *vectors, int n, int p, int q) {
    const double off = matrix[p * n + q];
    const double theta = (matrix[q * n + q] - matrix[p * n + p]) / (2 * off);
    const double t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(1 + theta * theta));
    const double c = 1 / sqrt(1 + t * t), s = t * c;
    for (int k = 0; k < n; k++) {
        const double left = matrix[k * n + p], right = matrix[k * n + q];
        matrix[k * n + p] = c * left - s * right;
        matrix[k * n + q] = s * left + c * right;
    }
    for (int k = 0; k < n; k++) {
        const double left = matrix[p * n + k], right = matrix[q * n + k];
        matrix[p * n + k] = c * left - s * right;
        matrix[q * n + k] = s * left + c * right;
    }
    for (int k = 0; k < n; k++) {
        const double left = vectors[k * n + p], right = vectors[k * n + q];
        vectors[k * n + p] = c * left - s * right;
        vectors[k * n + q] = s * left + c * right;
    }
}

void learners_eigen(double *matrix, double *vectors, int n) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) vectors[i * n + j] = i == j;
    /* It converges quadratically, in six to ten sweeps; the bound is for what never should be. */
    for (int sweep = 0; sweep < 40; sweep++) {
        double off = 0, whole = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                const double square = matrix[i * n + j] * matrix[i * n + j];
                whole += square;
                if (i != j) off += square;
            }
        if (!(off > 1e-28 * whole)) return;
        for (int p = 0; p < n; p++)
            for (int q = p + 1; q < n; q++)
                if (matrix[p * n + q] != 0) rotate(matrix, vectors, n, p, q);
    }
}
