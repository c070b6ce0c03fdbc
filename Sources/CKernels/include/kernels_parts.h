/* The kernels one by one, so that each can be held against a slow twin. The model itself does not
 * go through these. */
#ifndef REDRAFT_KERNELS_PARTS_H
#define REDRAFT_KERNELS_PARTS_H

#include "kernels.h"

/* One path's kernels. Row widths ("padded") are multiples of 16 with zeros behind the used part. */
typedef struct {
    /* y[count] = e^x and log x; count is a multiple of 16. */
    void (*exponential)(float *y, const float *x, int count);
    void (*logarithm)(float *y, const float *x, int count);

    /* Replaces numbers by what half precision holds of them, ties to even, and numbers beyond its
     * range by its largest. */
    void (*round_to_half)(float *x, int count);

    /* y[rows][columns] = from + x[rows][depth] W; panels as kernels_parts_pack makes them. */
    void (*multiply)(float *y, const float *from, size_t ldy, const float *x, size_t ldx,
                     const float *panels, int rows, int depth, int columns);
    /* w[depth][columns] += x[rows][depth]^T dy[rows][columns]. */
    void (*accumulate_outer)(float *w, size_t ldw, const float *x, size_t ldx, const float *dy,
                             size_t ldy, int rows, int depth, int columns);

    /* RMSNorm: y = x * inverse * w, and its gradients, which are added to dx and dw. */
    void (*norm_forward)(float *y, float *inverse, const float *x, const float *w, int rows,
                         int width, int padded, float epsilon);
    void (*norm_backward)(float *dx, float *dw, const float *dy, const float *x, const float *w,
                          const float *inverse, int rows, int width, int padded);

    /* y = silu(gate) * up for rows [gate | up]; backward computes it again, and replaces gate and up
     * by their gradients. */
    void (*swiglu_forward)(float *y, const float *gate_up, int rows, int padded);
    void (*swiglu_backward)(float *y, float *gate_up, const float *dy, int rows, int padded);

    /* Rotates `count` heads of one row; sign -1 turns back. */
    void (*rotate)(float *heads, int count, int width, const float *cosines, const float *sines,
                   float sign);

    /* Log-probabilities of one row of logits z[vocabulary up to 16], in place; its entropy. */
    float (*log_softmax)(float *z, int vocabulary, float temperature);

    /* Attention of a prompt of `prefix` rows and completions of owns[i] rows that each see it and
     * themselves: rows [prompt | completion 1 | ...] of qkv[row][q heads | k kv_heads | v kv_heads].
     * out[row][heads * hd]; where dout is not NULL, dqkv is filled with the gradients.
     * Returns false when out of memory. */
    bool (*attention)(const kernels_shape *shape, kernels_workspace *workspace, int prefix,
                      const int *owns, int completions, const float *qkv, float *out,
                      const float *dout, float *dqkv);
} kernels_parts;

/* The parts of a path this machine supports. */
const kernels_parts *kernels_parts_of(kernels_path path);

/* Packs w[rows][columns], rows `stride` apart and columns a multiple of 16, for y = x W and for
 * dx = dy W^T: forward[columns * rows], backward[rows up to 16 * columns]. */
void kernels_parts_pack(float *forward, float *backward, const float *w, int rows, int columns,
                        int stride);

#endif
