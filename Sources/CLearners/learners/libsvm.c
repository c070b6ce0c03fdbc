/* Support vector machines through LIBSVM, with kernels that are ours: computed once a fold, and far
 * faster over dense rows than over its sparse ones. LIBSVM draws no random numbers in this use. */
#include "../internal.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#if __has_include(<svm.h>)
#include <svm.h>
#else
#include <libsvm/svm.h>
#endif

/* Largest C times mean squared norm times rows. Labels that are noise take LIBSVM some three million
 * iterations there, a second or two; at ten million it would stop and print a warning. */
static const double LARGEST_EFFORT = 3e6;

static void ignore(const char *message) { (void)message; }

static void silence(void) { svm_set_print_string_function(ignore); }

/* All rows' kernel values against training rows, [all rows][training rows], to be freed. */
static double *kernel_of(learners_fold *fold, const learners_settings *settings) {
    const bool radial = settings->kind == LEARNERS_RADIAL_SVM;
    const double *pairs = learners_fold_pairs(fold, radial ? LEARNERS_SQUARES : LEARNERS_DOTS);
    const size_t count = (size_t)(fold->training_rows + fold->test_rows) * fold->training_rows;
    double *kernel = pairs ? malloc(sizeof *kernel * count) : NULL;
    if (!kernel) return NULL;
    for (size_t i = 0; i < count; i++)
        kernel[i] = radial ? exp(-settings->gamma * pairs[i]) : pairs[i];
    return kernel;
}

/* Rows as LIBSVM wants a kernel: (0, number from 1), (1, value with row 1), ...; it needs no end,
 * since it reads values by the number alone. */
static struct svm_node *nodes_of(const double *kernel, int rows, struct svm_node **lists) {
    struct svm_node *nodes = malloc(sizeof *nodes * (size_t)rows * (rows + 1));
    if (!nodes) return NULL;
    struct svm_node *next = nodes;
    for (int row = 0; row < rows; row++) {
        lists[row] = next;
        *next++ = (struct svm_node){0, row + 1};
        for (int i = 0; i < rows; i++) *next++ = (struct svm_node){i + 1, *kernel++};
    }
    return nodes;
}

/* The vote of one class against one, as LIBSVM's own prediction has it: coefficients of classes i
 * and j lie in rows j - 1 and i of sv_coef, at the vectors of the other class. */
static int vote(const struct svm_model *model, const double *kernel) {
    const int classes = model->nr_class;
    int votes[LEARNERS_CLASSES] = {0}, pair = 0, start_i = 0;
    for (int i = 0; i < classes; start_i += model->nSV[i], i++) {
        int start_j = start_i + model->nSV[i];
        for (int j = i + 1; j < classes; start_j += model->nSV[j], j++, pair++) {
            double sum = -model->rho[pair];
            for (int k = 0; k < model->nSV[i]; k++)
                sum += model->sv_coef[j - 1][start_i + k]
                    * kernel[model->sv_indices[start_i + k] - 1];
            for (int k = 0; k < model->nSV[j]; k++)
                sum += model->sv_coef[i][start_j + k] * kernel[model->sv_indices[start_j + k] - 1];
            votes[sum > 0 ? i : j] += 1;
        }
    }
    int best = 0;
    for (int i = 1; i < classes; i++)
        if (votes[i] > votes[best] || (votes[i] == votes[best] && model->label[i] < model->label[best]))
            best = i;
    return model->label[best];
}

learners_status learners_fit_svm(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, silence);
    const int rows = fold->training_rows;
    if (rows > LEARNERS_KERNEL_ROWS || settings->gamma < 0) return LEARNERS_INVALID;
    if (settings->kind == LEARNERS_LINEAR_SVM
        && settings->strength * fold->mean_square * rows > LARGEST_EFFORT)
        return LEARNERS_SCALE;
    double *kernel = kernel_of(fold, settings);
    double *targets = malloc(sizeof *targets * rows);
    struct svm_node **lists = malloc(sizeof *lists * rows);
    struct svm_node *nodes = kernel && lists ? nodes_of(kernel, rows, lists) : NULL;
    learners_status status = LEARNERS_FAILED;
    if (kernel && targets && lists && nodes) {
        for (int row = 0; row < rows; row++) targets[row] = fold->labels[row];
        const struct svm_problem problem = {.l = rows, .y = targets, .x = lists};
        const struct svm_parameter parameter = {
            .svm_type = C_SVC, .kernel_type = PRECOMPUTED, .cache_size = 64, .eps = 1e-3,
            .C = settings->strength, .shrinking = 1};
        struct svm_model *model = NULL;
        if (svm_check_parameter(&problem, &parameter)) status = LEARNERS_INVALID;
        else model = svm_train(&problem, &parameter);
        if (model) {
            for (int row = 0; row < rows + fold->test_rows; row++)
                predictions[row] = vote(model, kernel + (size_t)row * rows);
            svm_free_and_destroy_model(&model);
            status = LEARNERS_DONE;
        }
    }
    free(nodes);
    free(lists);
    free(targets);
    free(kernel);
    return status;
}

int learners_libsvm_version(void) { return libsvm_version; }
