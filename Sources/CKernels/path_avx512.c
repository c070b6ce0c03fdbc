#if defined(__x86_64__)
#pragma clang attribute push(                                                                      \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx2,fma,f16c"))), apply_to = function)
#define PATH_NAME avx512
#define PATH_LANES 16
#define PATH_HAS_FMA 1
#include "body.inc"
#pragma clang attribute pop
#endif
