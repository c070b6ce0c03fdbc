/* What the kernel paths share: the model's layout, workspaces and row tables. */
#ifndef REDRAFT_KERNELS_INTERNAL_H
#define REDRAFT_KERNELS_INTERNAL_H

#include "kernels.h"
#include "kernels_parts.h"

#define LANES 16
#define UP(n) (((n) + LANES - 1) / LANES * LANES)

/* The functions of one path. */
typedef struct {
    bool (*logits)(const kernels_model *, kernels_workspace *, const kernels_batch *, float *);
    bool (*score)(const kernels_model *, kernels_workspace *, const kernels_batch *, float,
                  float *);
    bool (*sample)(const kernels_model *, kernels_workspace *, const kernels_batch *,
                   const kernels_stream *, float, int, int32_t, int32_t *, int32_t *, float *,
                   float *);
    bool (*train)(const kernels_model *, kernels_workspace *, const kernels_batch *,
                  const kernels_objective *, const float *, const float *, const float *,
                  const float *, float *, kernels_statistics *);
    /* Replaces x[count] by what half precision holds of it, and stores that in `half` unless it is
     * NULL; count is a multiple of 16. */
    void (*halve)(float *x, uint16_t *half, size_t count);
} kernels_functions;

extern const kernels_functions kernels_functions_portable;
#if defined(__x86_64__)
extern const kernels_functions kernels_functions_avx2;
extern const kernels_functions kernels_functions_avx512;
#endif
extern const kernels_parts kernels_parts_portable;
#if defined(__x86_64__)
extern const kernels_parts kernels_parts_avx2;
extern const kernels_parts kernels_parts_avx512;
#endif

/* Packed panels of one matrix: [columns/16][rows][16]. */
typedef struct {
    float *forward;   /* y = x W */
    float *backward;  /* dx = dy W^T */
    uint16_t *half;   /* forward, as a lone row reads it; NULL where weights are not rounded */
} packed;

typedef struct {
    packed qkv, output, gate_up, down;
} packed_layer;

struct kernels_model {
    kernels_shape shape;
    int head_width;   /* hd */
    int head_padded;  /* hd up to 16 */
    int hidden;       /* padded */
    int attention;    /* heads * hd, padded */
    int qkv;          /* (heads + 2 kv_heads) * hd, padded */
    int intermediate; /* padded */
    int vocabulary;   /* padded */
    int logits;       /* floats from one row of logits to the next */
    float *parameters;
    float *panels;
    uint16_t *half_panels; /* NULL where weights are not rounded */
    packed_layer *layers;
    packed head;
    float *cosines, *sines; /* [context][hd/2] */
    const kernels_functions *functions;
};

/* Named buffers that only grow. */
enum {
    SLOT_ROWS, SLOT_X, SLOT_LAYERS, SLOT_KV, SLOT_SLOTS, SLOT_SCRATCH, SLOT_HEAD, SLOT_GRADIENT,
    SLOT_DKV, SLOT_SEQUENCES, SLOT_COUNT
};

struct kernels_workspace {
    void *buffers[SLOT_COUNT];
    size_t sizes[SLOT_COUNT];
};

/* At least `bytes` at 64-byte alignment, contents undefined; NULL when out of memory. */
void *kernels_workspace_get(kernels_workspace *workspace, int slot, size_t bytes);

static inline const float *tensor(const kernels_model *m, kernels_tensor t, int layer) {
    return m->parameters + kernels_tensor_place(&m->shape, t, layer).offset;
}

#endif
