#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define PATH_NAME avx2
#define PATH_LANES 8
#define PATH_HAS_FMA 1
#include "body.inc"
#pragma clang attribute pop
#endif
