/* The C library's own count of the heap. */
#include "kernels_measure.h"

#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
#include <malloc.h>

size_t kernels_heap_in_use(void) {
    const struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}
#else
size_t kernels_heap_in_use(void) { return 0; }
#endif
