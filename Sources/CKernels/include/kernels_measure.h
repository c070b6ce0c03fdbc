/* What a benchmark holds the kernels against: the machine's peak, and the memory in use. */
#ifndef REDRAFT_KERNELS_MEASURE_H
#define REDRAFT_KERNELS_MEASURE_H

#include "kernels.h"

/* Widths of the peak's vectors that a path may use: floats in a register, 0 behind the last. */
int kernels_peak_width(kernels_path path, int form);

/* Multiplies and adds in registers alone, as fast as the machine can by a path's instructions.
 * Returns the floating-point operations done; the path must be supported and the form exist. */
double kernels_peak_run(kernels_path path, int form, long rounds);

/* Bytes of the heap that are allocated now, those mapped directly included; 0 where unknown. */
size_t kernels_heap_in_use(void);

#endif
