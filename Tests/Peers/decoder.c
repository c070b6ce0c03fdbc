// A plain decoder of one sequence, as a yardstick for sampling without a batch.
//
//     cc -Ofast -march=native decoder.c -o decoder -lm
//     ./decoder --layers 4 --dim 128 --heads 4 --vocab 512 --json
//
// A Llama decoder as one would first write it: scalar loops over row-major weights, one token at a
// time, on one thread, everything in single precision, and the compiler left to vectorise. Weights
// are random. The embedding is the head. SwiGLU has 8/3 of the width inside, rounded up to a
// multiple of 8. The sequence begins with a prompt of one token.

#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { warm_ups = 2, max_number = 1 << 20, max_reps = 100000 };

static const float norm_epsilon = 1e-5f;
static const float rope_base = 10000.0f;
static const float initial_deviation = 0.02f;

// What was asked for

typedef struct {
    int layers, dim, heads, vocab, hidden;
    int tokens; // to sample after the prompt
    int reps;
    int greedy, json;
} Options;

static void fail(const char *what, const char *value, const char *expected) {
    fprintf(stderr, "decoder: %s: '%s' is not accepted; expected %s\n", what, value, expected);
    exit(2);
}

static int number(const char *name, const char *text) {
    char *end = NULL;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno || end == text || *end || value < 1 || value > max_number) {
        fail(name, text, "a whole number from 1 to 1048576");
    }
    return (int)value;
}

static Options parse(int count, char **words) {
    Options options = {.layers = 4, .dim = 128, .heads = 4, .vocab = 512, .tokens = 96, .reps = 25};
    const struct {
        const char *name;
        int *value;
    } numbers[] = {
        {"--layers", &options.layers}, {"--dim", &options.dim},       {"--heads", &options.heads},
        {"--vocab", &options.vocab},   {"--tokens", &options.tokens}, {"--reps", &options.reps},
    };
    const int known = sizeof numbers / sizeof numbers[0];
    for (int i = 1; i < count; i++) {
        if (!strcmp(words[i], "--json")) {
            options.json = 1;
            continue;
        }
        if (!strcmp(words[i], "--greedy")) {
            options.greedy = 1;
            continue;
        }
        int which = 0;
        while (which < known && strcmp(words[i], numbers[which].name)) which++;
        if (which == known || i + 1 == count) {
            fail("option", words[i],
                 "--layers, --dim, --heads, --vocab, --tokens or --reps and a number, --greedy, "
                 "--json");
        }
        *numbers[which].value = number(words[i], words[i + 1]);
        i++;
    }
    if (options.dim % (2 * options.heads)) {
        fprintf(stderr, "decoder: --dim: %d is no even multiple of %d heads\n", options.dim,
                options.heads);
        exit(2);
    }
    options.hidden = (8 * options.dim / 3 + 7) / 8 * 8;
    return options;
}

// Random numbers: xorshift64*

static uint64_t random_state = 0x9e3779b97f4a7c15u;

/// In [0, 1).
static float uniform(void) {
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (float)((random_state * 0x2545f4914f6cdd1du) >> 40) / 16777216.0f;
}

// The model

/// Matrices are [outputs][inputs].
typedef struct {
    float *attention_norm;           // [dim]
    float *query, *key, *value, *out; // [dim][dim]
    float *mlp_norm;                 // [dim]
    float *gate, *up;                // [hidden][dim]
    float *down;                     // [dim][hidden]
    float *keys, *values;            // the cache: [positions][dim]
} Layer;

typedef struct {
    Options shape;
    float *embedding; // [vocab][dim], also the head
    float *norm;      // [dim]
    Layer *layers;
    float *cosines, *sines; // [positions][head width / 2]
    float *x, *normed, *mixed, *q, *gated, *raised; // one row each
    float *scores;                                  // [positions]
    float *logits;                                  // [vocab]
} Model;

static void *allocate(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (!memory) {
        fprintf(stderr, "decoder: no memory for %zu times %zu bytes\n", count, size);
        exit(1);
    }
    return memory;
}

static float *floats(size_t rows, size_t columns) { return allocate(rows * columns, sizeof(float)); }

static float *random_matrix(size_t rows, size_t columns) {
    float *matrix = floats(rows, columns);
    // A uniform variable in (-a, a) deviates by a / sqrt(3).
    const float bound = initial_deviation * sqrtf(3);
    for (size_t i = 0; i < rows * columns; i++) matrix[i] = bound * (2 * uniform() - 1);
    return matrix;
}

static float *ones(size_t count) {
    float *vector = floats(1, count);
    for (size_t i = 0; i < count; i++) vector[i] = 1;
    return vector;
}

static Model build(Options shape) {
    const size_t dim = (size_t)shape.dim, hidden = (size_t)shape.hidden;
    const size_t positions = (size_t)shape.tokens, half = dim / (size_t)shape.heads / 2;
    Model model = {.shape = shape};
    model.embedding = random_matrix((size_t)shape.vocab, dim);
    model.norm = ones(dim);
    model.layers = allocate((size_t)shape.layers, sizeof(Layer));
    for (int l = 0; l < shape.layers; l++) {
        model.layers[l] = (Layer){
            .attention_norm = ones(dim),
            .query = random_matrix(dim, dim),
            .key = random_matrix(dim, dim),
            .value = random_matrix(dim, dim),
            .out = random_matrix(dim, dim),
            .mlp_norm = ones(dim),
            .gate = random_matrix(hidden, dim),
            .up = random_matrix(hidden, dim),
            .down = random_matrix(dim, hidden),
            .keys = floats(positions, dim),
            .values = floats(positions, dim),
        };
    }
    model.cosines = floats(positions, half);
    model.sines = floats(positions, half);
    for (size_t p = 0; p < positions; p++) {
        for (size_t i = 0; i < half; i++) {
            const float angle = (float)p * powf(rope_base, -(float)i / (float)half);
            model.cosines[p * half + i] = cosf(angle);
            model.sines[p * half + i] = sinf(angle);
        }
    }
    model.x = floats(1, dim);
    model.normed = floats(1, dim);
    model.mixed = floats(1, dim);
    model.q = floats(1, dim);
    model.gated = floats(1, hidden);
    model.raised = floats(1, hidden);
    model.scores = floats(1, positions);
    model.logits = floats(1, (size_t)shape.vocab);
    return model;
}

// Forward

/// y[o] = sum over i of w[o][i] x[i], added to what is there if `adds`.
static void multiply(float *restrict y, const float *restrict w, const float *restrict x,
                     int outputs, int inputs, int adds) {
    for (int o = 0; o < outputs; o++) {
        const float *row = w + (size_t)o * (size_t)inputs;
        float sum = 0;
        for (int i = 0; i < inputs; i++) sum += row[i] * x[i];
        y[o] = adds ? y[o] + sum : sum;
    }
}

static void normalise(float *restrict y, const float *restrict x, const float *restrict weight,
                      int count) {
    float squares = 0;
    for (int i = 0; i < count; i++) squares += x[i] * x[i];
    const float scale = 1 / sqrtf(squares / (float)count + norm_epsilon);
    for (int i = 0; i < count; i++) y[i] = x[i] * scale * weight[i];
}

/// Turns the two halves of each head by the angles of a position.
static void rotate(float *x, const float *cosines, const float *sines, int heads, int half) {
    for (int h = 0; h < heads; h++) {
        float *first = x + h * 2 * half, *second = first + half;
        for (int i = 0; i < half; i++) {
            const float a = first[i], b = second[i];
            first[i] = a * cosines[i] - b * sines[i];
            second[i] = b * cosines[i] + a * sines[i];
        }
    }
}

/// Makes values shares of one.
static void softmax(float *x, int count) {
    float greatest = x[0], sum = 0;
    for (int i = 1; i < count; i++) greatest = x[i] > greatest ? x[i] : greatest;
    for (int i = 0; i < count; i++) {
        x[i] = expf(x[i] - greatest);
        sum += x[i];
    }
    const float scale = 1 / sum;
    for (int i = 0; i < count; i++) x[i] *= scale;
}

/// One head's query against all positions up to `position`, and the mean of their values.
static void attend(const Model *model, const Layer *layer, int head, int position) {
    const int dim = model->shape.dim, width = dim / model->shape.heads;
    const float scale = 1 / sqrtf((float)width);
    const float *query = model->q + head * width;
    float *mixed = model->mixed + head * width;
    for (int p = 0; p <= position; p++) {
        const float *key = layer->keys + (size_t)p * (size_t)dim + head * width;
        float sum = 0;
        for (int i = 0; i < width; i++) sum += query[i] * key[i];
        model->scores[p] = sum * scale;
    }
    softmax(model->scores, position + 1);
    memset(mixed, 0, (size_t)width * sizeof(float));
    for (int p = 0; p <= position; p++) {
        const float *value = layer->values + (size_t)p * (size_t)dim + head * width;
        const float share = model->scores[p];
        for (int i = 0; i < width; i++) mixed[i] += share * value[i];
    }
}

/// Logits of what follows `token` at `position`.
static void forward(const Model *model, int token, int position) {
    const Options *shape = &model->shape;
    const int dim = shape->dim, hidden = shape->hidden, half = dim / shape->heads / 2;
    const float *cosines = model->cosines + (size_t)position * (size_t)half;
    const float *sines = model->sines + (size_t)position * (size_t)half;
    memcpy(model->x, model->embedding + (size_t)token * (size_t)dim, (size_t)dim * sizeof(float));
    for (int l = 0; l < shape->layers; l++) {
        const Layer *layer = model->layers + l;
        float *key = layer->keys + (size_t)position * (size_t)dim;
        float *value = layer->values + (size_t)position * (size_t)dim;
        normalise(model->normed, model->x, layer->attention_norm, dim);
        multiply(model->q, layer->query, model->normed, dim, dim, 0);
        multiply(key, layer->key, model->normed, dim, dim, 0);
        multiply(value, layer->value, model->normed, dim, dim, 0);
        rotate(model->q, cosines, sines, shape->heads, half);
        rotate(key, cosines, sines, shape->heads, half);
        for (int h = 0; h < shape->heads; h++) attend(model, layer, h, position);
        multiply(model->x, layer->out, model->mixed, dim, dim, 1);

        normalise(model->normed, model->x, layer->mlp_norm, dim);
        multiply(model->gated, layer->gate, model->normed, hidden, dim, 0);
        multiply(model->raised, layer->up, model->normed, hidden, dim, 0);
        for (int i = 0; i < hidden; i++) {
            const float gate = model->gated[i];
            model->gated[i] = gate / (1 + expf(-gate)) * model->raised[i];
        }
        multiply(model->x, layer->down, model->gated, dim, hidden, 1);
    }
    normalise(model->normed, model->x, model->norm, dim);
    multiply(model->logits, model->embedding, model->normed, shape->vocab, dim, 0);
}

// Sampling

static int greatest(const float *logits, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) best = logits[i] > logits[best] ? i : best;
    return best;
}

static int draw(float *logits, int count) {
    softmax(logits, count);
    float left = uniform();
    for (int i = 0; i < count; i++) {
        left -= logits[i];
        if (left < 0) return i;
    }
    return count - 1;
}

/// Samples a whole sequence; the sum of its tokens keeps the work from being left out.
static long sample(const Model *model) {
    const Options *shape = &model->shape;
    long sum = 0;
    int token = 0;
    for (int position = 0; position < shape->tokens; position++) {
        forward(model, token, position);
        token = shape->greedy ? greatest(model->logits, shape->vocab)
                              : draw(model->logits, shape->vocab);
        sum += token;
    }
    return sum;
}

// Measuring

static double seconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count) {
    qsort(values, (size_t)count, sizeof(double), ascending);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

int main(int count, char **words) {
    const Options options = parse(count, words);
    if (options.reps > max_reps) fail("--reps", "so many", "at most 100000");
    const Model model = build(options);
    double *walls = allocate((size_t)options.reps, sizeof(double));
    double *processors = allocate((size_t)options.reps, sizeof(double));
    long sum = 0;
    for (int rep = -warm_ups; rep < options.reps; rep++) {
        const double wall = seconds(CLOCK_MONOTONIC);
        const double processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
        sum += sample(&model);
        if (rep < 0) continue;
        processors[rep] = seconds(CLOCK_PROCESS_CPUTIME_ID) - processor;
        walls[rep] = seconds(CLOCK_MONOTONIC) - wall;
    }
    const double wall = median(walls, options.reps);
    const double processor = median(processors, options.reps);
    const double per_second = options.tokens / wall, per_cpu_second = options.tokens / processor;
    if (options.json) {
        printf("{\"what\": \"decode\", \"layers\": %d, \"dim\": %d, \"heads\": %d, \"vocab\": %d, "
               "\"tokens\": %d, \"reps\": %d, \"seconds\": %.9f, \"cpu_seconds\": %.9f, "
               "\"tokens_per_second\": %.1f, \"tokens_per_cpu_second\": %.1f, "
               "\"checksum\": %ld}\n",
               options.layers, options.dim, options.heads, options.vocab, options.tokens,
               options.reps, wall, processor, per_second, per_cpu_second, sum);
    } else {
        printf("%d layers of %d, %d heads, vocabulary %d: %.0f tokens per CPU-second, "
               "%.0f per second (checksum %ld)\n",
               options.layers, options.dim, options.heads, options.vocab, per_cpu_second,
               per_second, sum);
    }
    return 0;
}
