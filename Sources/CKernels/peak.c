/* The machine's peak: chains of multiply-add that touch no memory.
 *
 * A chain waits for its own last result, so there are as many chains as hide that and as fit the
 * registers. The widest vectors are not the fastest everywhere, so that both widths are offered
 * where a machine has two. */
#include "kernels_measure.h"

#pragma STDC FP_CONTRACT OFF

/* One chain more than a register file holds would spill: 32 registers take 24, 16 take 12. */
#define CHAINS_32 24
#define CHAINS_16 12

/* x = x a + b settles near 1: no overflow, and no subnormal numbers, which are slow. */
#define FACTOR 0.999f
#define TERM 0.001f

#define DEFINE_PEAK(NAME, LANES, CHAINS, STEP)                                                     \
    __attribute__((noinline)) static double NAME(long rounds) {                                    \
        typedef float vector __attribute__((vector_size(LANES * sizeof(float))));                  \
        vector x[CHAINS], a = (vector){0} + FACTOR, b = (vector){0} + TERM;                        \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) x[i] = a + (float)i;   \
        for (long round = 0; round < rounds; round++) {                                            \
            _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++)                    \
                x[i] = STEP(x[i], a, b);                                                           \
        }                                                                                          \
        vector sum = x[0];                                                                         \
        _Pragma("clang loop unroll(full)") for (int i = 1; i < CHAINS; i++) sum += x[i];           \
        float total = 0;                                                                           \
        for (int i = 0; i < LANES; i++) total += sum[i];                                           \
        /* The chains end far above 0, which the compiler can't know. */                           \
        return total > 0 ? 2.0 * LANES * CHAINS * (double)rounds : 0;                              \
    }

#define FUSED(x, a, b) __builtin_elementwise_fma(x, a, b)
#define APART(x, a, b) ((x) * (a) + (b))

DEFINE_PEAK(portable_4, 4, CHAINS_16, APART)

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
DEFINE_PEAK(avx2_8, 8, CHAINS_16, FUSED)
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx2,fma"))), apply_to = function)
DEFINE_PEAK(avx512_16, 16, CHAINS_32, FUSED)
DEFINE_PEAK(avx512_8, 8, CHAINS_32, FUSED)
#pragma clang attribute pop
#endif

typedef struct {
    int width;
    double (*run)(long rounds);
} peak_form;

/* The forms of each path, by its number. */
static const peak_form forms[3][2] = {
    [KERNELS_PORTABLE] = {{4, portable_4}},
#if defined(__x86_64__)
    [KERNELS_AVX2] = {{8, avx2_8}},
    [KERNELS_AVX512] = {{16, avx512_16}, {8, avx512_8}},
#endif
};

int kernels_peak_width(kernels_path path, int form) {
    return form >= 0 && form < 2 ? forms[path][form].width : 0;
}

double kernels_peak_run(kernels_path path, int form, long rounds) {
    return forms[path][form].run(rounds);
}
