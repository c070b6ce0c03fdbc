/* The transformer's mathematics: a decoder-only Llama (RMSNorm, half-split RoPE, SwiGLU, grouped
 * queries), forward, backward, AdamW and sampling.
 *
 * No I/O and no mutable globals but a count of allocations. Objects are made and freed explicitly; a workspace only grows.
 *
 * Bits. Every sum has one order that depends on nothing but the shape: sixteen lanes, lane i taking
 * elements i, i+16, ..., added by a fixed tree, or plain index order. A row's result depends on no
 * other row, so sampling, scoring and training agree to the bit. Gradients are summed in row order
 * within a shard, and shards in a fixed tree. The AVX-512 and AVX2 paths fuse multiply and add and
 * agree to the bit; the portable path does not fuse, and so has other bits.
 *
 * Memory. Widths are padded to 16 floats with zeros, which stay zero through training.
 *
 * kernels_parts.h has the kernels one by one, kernels_measure.h what a benchmark measures by.
 */
#ifndef REDRAFT_KERNELS_H
#define REDRAFT_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    int vocabulary, hidden, layers, heads, kv_heads, intermediate, context;
    bool tied;
    bool half_cache; /* keys and values are rounded to half precision, in training as in sampling */
    /* So are the matrices, the head among them, wherever they are multiplied with; parameters, the
     * embedding's rows, norms and moments stay as they are. */
    bool half_weights;
    float rope_theta, norm_epsilon;
} kernels_shape;

typedef enum { KERNELS_PORTABLE = 0, KERNELS_AVX2 = 1, KERNELS_AVX512 = 2 } kernels_path;

/* Limits: completions of a group in training, and the width of a head. */
#define KERNELS_COMPLETIONS 256
#define KERNELS_HEAD_WIDTH 256

/* Allocations the kernels have made since the program began: of models, and of workspaces as they
 * grow. */
uint64_t kernels_allocation_count(void);

/* Whether this machine can run a path. */
bool kernels_path_is_supported(kernels_path path);

/* --- Parameters ------------------------------------------------------------------------------ */

typedef enum {
    KERNELS_EMBEDDING,   /* [vocabulary][hidden] */
    KERNELS_ATTENTION_NORM, /* [hidden] */
    KERNELS_QKV,         /* [hidden][heads*hd + 2*kv_heads*hd] */
    KERNELS_OUTPUT,      /* [heads*hd][hidden] */
    KERNELS_MLP_NORM,    /* [hidden] */
    KERNELS_GATE_UP,     /* [hidden][2 * padded intermediate]: gate, then up */
    KERNELS_DOWN,        /* [intermediate][hidden] */
    KERNELS_FINAL_NORM,  /* [hidden] */
    KERNELS_HEAD         /* [vocabulary][hidden]; absent where tied */
} kernels_tensor;

/* Where a tensor lies in the parameter arena. */
typedef struct {
    size_t offset;   /* floats from the arena's start */
    int rows;        /* inputs, or tokens of an embedding */
    int columns;     /* outputs, without padding (gate_up: of each half) */
    int stride;      /* floats from row to row, a multiple of 16 */
} kernels_place;

/* The place of a tensor; layer is ignored where there is only one. */
kernels_place kernels_tensor_place(const kernels_shape *shape, kernels_tensor tensor, int layer);

/* Floats in the parameter arena, padding included. */
size_t kernels_parameter_count(const kernels_shape *shape);

/* Weights, and their packed copies. */
typedef struct kernels_model kernels_model;

/* NULL when out of memory. Parameters start at zero. */
kernels_model *kernels_model_create(const kernels_shape *shape, kernels_path path);
void kernels_model_free(kernels_model *model);

/* The parameter arena, kernels_parameter_count floats, 64-byte aligned. After changing it, pack. */
float *kernels_model_parameters(kernels_model *model);

/* Copies part `part` of `parts` of the weights into the packed panels the kernels read. Without
 * `training` the backward pass's are left out, and take no memory if they never were in. */
void kernels_model_pack(kernels_model *model, int part, int parts, bool training);

/* --- Batches --------------------------------------------------------------------------------- */

/* Groups: each a prompt and its completions, of any lengths, without padding. */
typedef struct {
    int groups;
    const int32_t *tokens;          /* per group: prompt, completion 1, ..., completion n */
    const int32_t *prompt_lengths;  /* [groups], at least 1 */
    const int32_t *counts;          /* [groups] completions of each */
    const int32_t *lengths;         /* [sum of counts], at least 1 */
} kernels_batch;

/* Buffers of one worker. */
typedef struct kernels_workspace kernels_workspace;
kernels_workspace *kernels_workspace_create(void);
void kernels_workspace_free(kernels_workspace *workspace);

/* Logits after each group's prompt: logits[groups][vocabulary]. Groups have no completions.
 * Returns false when out of memory. */
bool kernels_logits(const kernels_model *model, kernels_workspace *workspace,
                    const kernels_batch *batch, float *logits);

/* Log-probability of every completion token at a temperature: logp[sum of lengths].
 * Returns false when out of memory. */
bool kernels_score(const kernels_model *model, kernels_workspace *workspace,
                   const kernels_batch *batch, float temperature, float *logp);

/* --- Sampling -------------------------------------------------------------------------------- */

typedef struct {
    uint64_t seed;
    uint32_t step, group, completion_and_purpose; /* of completion 0 of the group */
} kernels_stream;

/* Samples up to `maximum` tokens for each completion of each group, ending at `end`. The token at
 * position t is drawn with the counter (t, completion_and_purpose + i, group, step).
 * Temperature 0 takes the first of the largest logits, with log-probabilities at temperature 1.
 *
 * tokens, logp, entropy: [sum of counts][maximum]; lengths: [sum of counts].
 * batch->lengths is not read; batch->tokens holds the prompts alone. */
bool kernels_sample(const kernels_model *model, kernels_workspace *workspace,
                    const kernels_batch *batch, const kernels_stream *streams, float temperature,
                    int maximum, int32_t end, int32_t *tokens, int32_t *lengths, float *logp,
                    float *entropy);

/* The 64 uniform bits at a place of a stream (Philox4x32-10). */
uint64_t kernels_philox(uint64_t seed, uint32_t position, uint32_t completion_and_purpose,
                        uint32_t group, uint32_t step);

/* --- Training -------------------------------------------------------------------------------- */

typedef struct {
    bool cross_entropy;      /* minimise -weight * logp; what follows is then ignored */
    float clip_low, clip_high, kl, temperature;
} kernels_objective;

typedef struct {
    double loss, kl, entropy;
    long tokens, clipped;
    float difference;        /* largest |logp - old| */
} kernels_statistics;

/* Adds the batch's gradient to `gradient` (laid out as the parameters) and fills `statistics`.
 *
 * advantage, weight: [sum of counts]; old, reference: [sum of lengths], reference NULL where there
 * is no KL term. Per token, with r = exp(logp - old) and d = logp - reference in [-40, 40]:
 *   loss = -weight * (min(r A, clip(r, 1 - low, 1 + high) A) - kl * (exp(-d) + d - 1)) */
bool kernels_train(const kernels_model *model, kernels_workspace *workspace,
                   const kernels_batch *batch, const kernels_objective *objective,
                   const float *advantage, const float *weight, const float *old,
                   const float *reference, float *gradient, kernels_statistics *statistics);

/* --- Optimiser ------------------------------------------------------------------------------- */

/* mine += theirs, element by element. */
void kernels_add(float *mine, const float *theirs, size_t count);

/* mine = weight theirs + (1 - weight) mine; weight 1 copies the bits. */
void kernels_blend(float *mine, const float *theirs, float weight, size_t count);

/* Sum of squares in double, index order. */
double kernels_square_sum(const float *x, size_t count);

typedef struct {
    double beta1, beta2, epsilon, weight_decay, learning_rate;
    double gradient_scale;   /* of clipping */
    long step;               /* from 1 */
} kernels_adamw;

/* AdamW with decoupled decay and bias correction, elementwise over a range. */
void kernels_adamw_step(float *parameters, float *first_moment, float *second_moment,
                        const float *gradient, size_t count, const kernels_adamw *settings);

#endif
