#include "internal.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#pragma STDC FP_CONTRACT OFF

bool kernels_path_is_supported(kernels_path path) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    switch (path) {
    case KERNELS_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    case KERNELS_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
               __builtin_cpu_supports("f16c");
    case KERNELS_PORTABLE:
        return true;
    }
#endif
    return path == KERNELS_PORTABLE;
}

/* --- Layout ---------------------------------------------------------------------------------- */

static int head_width(const kernels_shape *s) { return s->hidden / s->heads; }

kernels_place kernels_tensor_place(const kernels_shape *s, kernels_tensor tensor, int layer) {
    size_t d = UP(s->hidden), v = (size_t)s->vocabulary * d;
    size_t a = (size_t)s->heads * head_width(s);
    size_t q = UP((s->heads + 2 * s->kv_heads) * head_width(s));
    size_t f = UP(s->intermediate);
    size_t norm = d, qkv = s->hidden * q, out = a * d, mlp = s->hidden * 2 * f;
    size_t down = s->intermediate * d;
    size_t per_layer = norm + qkv + out + norm + mlp + down;
    size_t base = v + (size_t)layer * per_layer, end = v + (size_t)s->layers * per_layer;
    switch (tensor) {
    case KERNELS_EMBEDDING:
        return (kernels_place){0, s->vocabulary, s->hidden, (int)d};
    case KERNELS_ATTENTION_NORM:
        return (kernels_place){base, 1, s->hidden, (int)d};
    case KERNELS_QKV:
        return (kernels_place){base + norm, s->hidden,
                               (s->heads + 2 * s->kv_heads) * head_width(s), (int)q};
    case KERNELS_OUTPUT:
        return (kernels_place){base + norm + qkv, (int)a, s->hidden, (int)d};
    case KERNELS_MLP_NORM:
        return (kernels_place){base + norm + qkv + out, 1, s->hidden, (int)d};
    case KERNELS_GATE_UP:
        return (kernels_place){base + norm + qkv + out + norm, s->hidden, s->intermediate,
                               (int)(2 * f)};
    case KERNELS_DOWN:
        return (kernels_place){base + norm + qkv + out + norm + mlp, s->intermediate, s->hidden,
                               (int)d};
    case KERNELS_FINAL_NORM:
        return (kernels_place){end, 1, s->hidden, (int)d};
    case KERNELS_HEAD:
        return (kernels_place){s->tied ? 0 : end + d, s->vocabulary, s->hidden, (int)d};
    }
    return (kernels_place){0, 0, 0, 0};
}

size_t kernels_parameter_count(const kernels_shape *s) {
    size_t d = UP(s->hidden);
    size_t end = kernels_tensor_place(s, KERNELS_FINAL_NORM, 0).offset + d;
    return s->tied ? end : end + (size_t)s->vocabulary * d;
}

/* --- Model ----------------------------------------------------------------------------------- */

/* Large pages spare the address cache where a buffer has many small ones; where it has few, what a
 * large one leaves unused costs more. */
#define LARGE_PAGE ((size_t)2 << 20)
#define LARGE_BUFFER (LARGE_PAGE / 2)

static atomic_uint_least64_t allocations;

uint64_t kernels_allocation_count(void) { return atomic_load(&allocations); }

/* Contents undefined. */
static void *aligned(size_t bytes) {
    atomic_fetch_add(&allocations, 1);
    const size_t grain = bytes >= LARGE_BUFFER ? LARGE_PAGE : 64;
    const size_t size = (bytes + grain - 1) / grain * grain;
    void *p = aligned_alloc(grain, size);
    if (!p) return NULL;
#if defined(MADV_HUGEPAGE)
    if (grain == LARGE_PAGE) madvise(p, size, MADV_HUGEPAGE);
#endif
    return p;
}

/* Where the next matrix's panels go. Those of the two passes lie apart, so that memory of the
 * backward ones is not touched before they are packed. */
typedef struct {
    size_t forward, backward;
} panel_cursor;

static void place(const kernels_model *m, packed *p, panel_cursor *at, size_t rows,
                  size_t columns) {
    if (m->panels) {
        p->forward = m->panels + at->forward;
        p->backward = m->panels + at->backward;
    }
    if (m->half_panels) p->half = m->half_panels + at->forward;
    at->forward += UP(columns) * rows;
    at->backward += UP(rows) * columns;
}

/* Places all matrices' panels, or only counts them where there is no memory yet. */
static panel_cursor place_all(kernels_model *m, size_t backward) {
    const kernels_shape *s = &m->shape;
    const size_t d = s->hidden, a = (size_t)s->heads * m->head_width, f = s->intermediate;
    panel_cursor at = {0, backward};
    for (int l = 0; l < s->layers; l++) {
        packed_layer *layer = &m->layers[l];
        place(m, &layer->qkv, &at, d, m->qkv);
        place(m, &layer->output, &at, a, m->hidden);
        place(m, &layer->gate_up, &at, d, 2 * m->intermediate);
        place(m, &layer->down, &at, f, m->hidden);
    }
    place(m, &m->head, &at, d, m->vocabulary);
    return at;
}

kernels_model *kernels_model_create(const kernels_shape *shape, kernels_path path) {
    kernels_model *m = calloc(1, sizeof *m);
    if (!m) return NULL;
    m->shape = *shape;
    m->head_width = head_width(shape);
    m->head_padded = UP(m->head_width);
    m->hidden = UP(shape->hidden);
    m->attention = UP(shape->heads * m->head_width);
    m->qkv = UP((shape->heads + 2 * shape->kv_heads) * m->head_width);
    m->intermediate = UP(shape->intermediate);
    m->vocabulary = UP(shape->vocabulary);
    /* Rows a power of two apart would push each other out of a cache that is not fully associative. */
    m->logits = m->vocabulary + LANES;
    switch (path) {
#if defined(__x86_64__)
    case KERNELS_AVX512: m->functions = &kernels_functions_avx512; break;
    case KERNELS_AVX2: m->functions = &kernels_functions_avx2; break;
#endif
    default: m->functions = &kernels_functions_portable;
    }
    const size_t half = m->head_width / 2;
    m->layers = calloc(shape->layers, sizeof *m->layers);
    const panel_cursor end = m->layers ? place_all(m, 0) : (panel_cursor){0, 0};
    m->parameters = aligned(kernels_parameter_count(shape) * sizeof(float));
    m->panels = aligned((end.forward + end.backward) * sizeof(float));
    if (shape->half_weights) m->half_panels = aligned(end.forward * sizeof(uint16_t));
    m->cosines = aligned(shape->context * half * sizeof(float));
    m->sines = aligned(shape->context * half * sizeof(float));
    if (!m->parameters || !m->panels || (shape->half_weights && !m->half_panels) || !m->layers ||
        !m->cosines || !m->sines) {
        kernels_model_free(m);
        return NULL;
    }
    memset(m->parameters, 0, kernels_parameter_count(shape) * sizeof(float));
    place_all(m, end.forward);
    for (int p = 0; p < shape->context; p++)
        for (size_t i = 0; i < half; i++) {
            double angle = p * pow(shape->rope_theta, -2.0 * i / m->head_width);
            m->cosines[p * half + i] = (float)cos(angle);
            m->sines[p * half + i] = (float)sin(angle);
        }
    return m;
}

void kernels_model_free(kernels_model *m) {
    if (!m) return;
    free(m->parameters);
    free(m->panels);
    free(m->half_panels);
    free(m->layers);
    free(m->cosines);
    free(m->sines);
    free(m);
}

float *kernels_model_parameters(kernels_model *m) { return m->parameters; }

/* w[rows][stride] to panels of both directions, or of the forward one. */
static void pack(const packed *p, const float *w, int rows, int columns, int stride,
                 bool training) {
    for (int n = 0; n < columns; n += LANES)
        for (int k = 0; k < rows; k++)
            memcpy(p->forward + ((size_t)n * rows + (size_t)k * LANES), w + (size_t)k * stride + n,
                   LANES * sizeof(float));
    if (!training) return;
    for (int k = 0; k < rows; k += LANES)
        for (int n = 0; n < columns; n++)
            for (int i = 0; i < LANES; i++)
                p->backward[(size_t)k * columns + (size_t)n * LANES + i] =
                    k + i < rows ? w[(size_t)(k + i) * stride + n] : 0;
}

/* The head's weights are stored by output: e[vocabulary][stride]. */
static void pack_head(const packed *p, const float *e, int rows, int columns, int stride,
                      int padded, bool training) {
    for (int n = 0; n < padded; n += LANES)
        for (int k = 0; k < rows; k++)
            for (int i = 0; i < LANES; i++)
                p->forward[(size_t)n * rows + (size_t)k * LANES + i] =
                    n + i < columns ? e[(size_t)(n + i) * stride + k] : 0;
    if (!training) return;
    for (int k = 0; k < UP(rows); k += LANES)
        for (int n = 0; n < padded; n++)
            for (int i = 0; i < LANES; i++)
                p->backward[(size_t)k * padded + (size_t)n * LANES + i] =
                    n < columns ? e[(size_t)n * stride + k + i] : 0;
}

/* Rounds a matrix's panels, where the shape asks for it; columns are padded. */
static void round_panels(const kernels_model *m, const packed *p, int rows, int columns,
                         bool training) {
    if (!m->half_panels) return;
    m->functions->halve(p->forward, p->half, (size_t)rows * columns);
    if (training) m->functions->halve(p->backward, NULL, (size_t)UP(rows) * columns);
}

static void pack_matrix(const kernels_model *m, const packed *p, kernels_tensor tensor, int layer,
                        int columns, bool training) {
    const kernels_place at = kernels_tensor_place(&m->shape, tensor, layer);
    pack(p, m->parameters + at.offset, at.rows, columns, at.stride, training);
    round_panels(m, p, at.rows, columns, training);
}

void kernels_parts_pack(float *forward, float *backward, const float *w, int rows, int columns,
                        int stride) {
    const packed p = {forward, backward, NULL};
    pack(&p, w, rows, columns, stride, true);
}

void kernels_model_pack(kernels_model *m, int part, int parts, bool training) {
    const kernels_shape *s = &m->shape;
    for (int l = part; l <= s->layers; l += parts) {
        if (l == s->layers) {
            kernels_place h = kernels_tensor_place(s, KERNELS_HEAD, 0);
            pack_head(&m->head, m->parameters + h.offset, s->hidden, s->vocabulary, h.stride,
                      m->vocabulary, training);
            round_panels(m, &m->head, s->hidden, m->vocabulary, training);
            continue;
        }
        pack_matrix(m, &m->layers[l].qkv, KERNELS_QKV, l, m->qkv, training);
        pack_matrix(m, &m->layers[l].output, KERNELS_OUTPUT, l, m->hidden, training);
        pack_matrix(m, &m->layers[l].gate_up, KERNELS_GATE_UP, l, 2 * m->intermediate, training);
        pack_matrix(m, &m->layers[l].down, KERNELS_DOWN, l, m->hidden, training);
    }
}

/* --- Workspaces ------------------------------------------------------------------------------ */

kernels_workspace *kernels_workspace_create(void) { return calloc(1, sizeof(kernels_workspace)); }

void kernels_workspace_free(kernels_workspace *w) {
    if (!w) return;
    for (int i = 0; i < SLOT_COUNT; i++) free(w->buffers[i]);
    free(w);
}

void *kernels_workspace_get(kernels_workspace *w, int slot, size_t bytes) {
    if (w->sizes[slot] < bytes || !w->buffers[slot]) {
        free(w->buffers[slot]);
        w->buffers[slot] = aligned(bytes + bytes / 8 + 64);
        w->sizes[slot] = w->buffers[slot] ? bytes + bytes / 8 : 0;
    }
    return w->buffers[slot];
}

/* --- Dispatch -------------------------------------------------------------------------------- */

const kernels_parts *kernels_parts_of(kernels_path path) {
    switch (path) {
#if defined(__x86_64__)
    case KERNELS_AVX512: return &kernels_parts_avx512;
    case KERNELS_AVX2: return &kernels_parts_avx2;
#endif
    default: return &kernels_parts_portable;
    }
}

bool kernels_logits(const kernels_model *m, kernels_workspace *w, const kernels_batch *b,
                    float *logits) {
    return m->functions->logits(m, w, b, logits);
}

bool kernels_score(const kernels_model *m, kernels_workspace *w, const kernels_batch *b,
                   float temperature, float *logp) {
    return m->functions->score(m, w, b, temperature, logp);
}

bool kernels_sample(const kernels_model *m, kernels_workspace *w, const kernels_batch *b,
                    const kernels_stream *streams, float temperature, int maximum, int32_t end,
                    int32_t *tokens, int32_t *lengths, float *logp, float *entropy) {
    return m->functions->sample(m, w, b, streams, temperature, maximum, end, tokens, lengths, logp,
                                entropy);
}

bool kernels_train(const kernels_model *m, kernels_workspace *w, const kernels_batch *b,
                   const kernels_objective *objective, const float *advantage,
                   const float *weight, const float *old, const float *reference, float *gradient,
                   kernels_statistics *statistics) {
    return m->functions->train(m, w, b, objective, advantage, weight, old, reference, gradient,
                               statistics);
}

/* --- Random numbers -------------------------------------------------------------------------- */

/* Philox4x32-10, the twin of Philox.swift. */
uint64_t kernels_philox(uint64_t seed, uint32_t position, uint32_t completion_and_purpose,
                        uint32_t group, uint32_t step) {
    uint32_t c[4] = {position, completion_and_purpose, group, step};
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)0xD2511F53u * c[0], p1 = (uint64_t)0xCD9E8D57u * c[2];
        uint32_t n0 = (uint32_t)(p1 >> 32) ^ c[1] ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c[3] ^ k1;
        c[1] = (uint32_t)p1;
        c[3] = (uint32_t)p0;
        c[0] = n0;
        c[2] = n2;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return c[0] | (uint64_t)c[1] << 32;
}

/* --- Optimiser ------------------------------------------------------------------------------- */

void kernels_add(float *mine, const float *theirs, size_t count) {
    for (size_t i = 0; i < count; i++) mine[i] += theirs[i];
}

void kernels_blend(float *mine, const float *theirs, float weight, size_t count) {
    if (weight == 1) {
        memcpy(mine, theirs, count * sizeof(float));
        return;
    }
    const float rest = 1 - weight;
    for (size_t i = 0; i < count; i++) mine[i] = weight * theirs[i] + rest * mine[i];
}

double kernels_square_sum(const float *x, size_t count) {
    double lanes[8] = {0};
    size_t i = 0;
    for (; i + 8 <= count; i += 8)
        for (int l = 0; l < 8; l++) lanes[l] += (double)x[i + l] * x[i + l];
    for (; i < count; i++) lanes[i % 8] += (double)x[i] * x[i];
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
           ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

void kernels_adamw_step(float *parameters, float *first_moment, float *second_moment,
                        const float *gradient, size_t count, const kernels_adamw *settings) {
    float b1 = (float)settings->beta1, b2 = (float)settings->beta2;
    float n1 = (float)(1 - settings->beta1), n2 = (float)(1 - settings->beta2);
    float scale = (float)settings->gradient_scale, epsilon = (float)settings->epsilon;
    float keep = (float)(1 - settings->learning_rate * settings->weight_decay);
    float rate = (float)(settings->learning_rate / (1 - pow(settings->beta1, settings->step)));
    float correct = (float)(1 / sqrt(1 - pow(settings->beta2, settings->step)));
    for (size_t i = 0; i < count; i++) {
        float g = gradient[i] * scale;
        float m = b1 * first_moment[i] + n1 * g;
        float v = b2 * second_moment[i] + n2 * g * g;
        first_moment[i] = m;
        second_moment[i] = v;
        parameters[i] = parameters[i] * keep - rate * m / (sqrtf(v) * correct + epsilon);
    }
}
