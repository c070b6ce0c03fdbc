/* What the bits of a result depend on besides the table and the settings. */
#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

/* Counts the changes of our own steps and learners that change bits. */
enum { OWN_REVISION = 1 };

/* The last `parts` parts of a path. */
static const char *tail(const char *path, int parts) {
    const char *start = path + strlen(path);
    while (start > path && (start[-1] != '/' || --parts > 0)) start--;
    return start;
}

/* LIBLINEAR's trust-region solver sums through the system's BLAS, of which there are several. */
static void describe_blas(char *text, size_t capacity) {
    char resolved[PATH_MAX];
    Dl_info info;
    void *function = dlsym(RTLD_DEFAULT, "ddot_");
    if (!function || !dladdr(function, &info) || !info.dli_fname) {
        snprintf(text, capacity, "unknown");
        return;
    }
    const char *path = realpath(info.dli_fname, resolved) ? resolved : info.dli_fname;
    /* OpenBLAS has kernels for each processor. */
    char *(*core)(void);
    *(void **)&core = dlsym(RTLD_DEFAULT, "openblas_get_corename");
    snprintf(text, capacity, "%s%s%s", tail(path, 2), core ? " " : "", core ? core() : "");
}

static const char *libm(void) {
#ifdef __GLIBC__
    return gnu_get_libc_version();
#else
    return "unknown";
#endif
}

/* The C library's exp and log have variants with fused multiply-adds. */
static const char *variant(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("fma") ? " fma" : "";
#else
    return "";
#endif
}

void learners_versions(char *text, size_t capacity) {
    int xgboost[3];
    char blas[256];
    learners_xgboost_version(xgboost);
    describe_blas(blas, sizeof blas);
    snprintf(
        text, capacity, "xgboost %d.%d.%d; liblinear %d; libsvm %d; blas %s; libm %s%s; own %d",
        xgboost[0], xgboost[1], xgboost[2], learners_liblinear_version(), learners_libsvm_version(),
        blas, libm(), variant(), OWN_REVISION);
}
