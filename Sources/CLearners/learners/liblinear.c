/* Logistic regression through LIBLINEAR, one class against the rest, with a regularised bias. */
#include "../internal.h"

#include <pthread.h>
#include <stdlib.h>
#if __has_include(<linear.h>)
#include <linear.h>
#else
#include <liblinear/linear.h>
#endif

static void ignore(const char *message) { (void)message; }

static void silence(void) { set_print_string_function(ignore); }

/* The training rows as LIBLINEAR wants them: each a list of (index from 1, value), with a 1 for the
 * bias and an end. */
static struct feature_node *nodes_of(const learners_fold *fold, struct feature_node **lists) {
    const int columns = fold->columns;
    struct feature_node *nodes =
        malloc(sizeof *nodes * (size_t)fold->training_rows * (columns + 2));
    if (!nodes) return NULL;
    struct feature_node *next = nodes;
    const double *value = fold->values;
    for (int row = 0; row < fold->training_rows; row++) {
        lists[row] = next;
        for (int column = 1; column <= columns; column++)
            *next++ = (struct feature_node){column, *value++};
        *next++ = (struct feature_node){columns + 1, 1};
        *next++ = (struct feature_node){-1, 0};
    }
    return nodes;
}

/* The solver with an L1 penalty shuffles by rand(), which the process shares; the others draw
 * nothing. */
static struct model *train_alone(const struct problem *problem, const struct parameter *parameter) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    srand(1);
    struct model *model = train(problem, parameter);
    pthread_mutex_unlock(&lock);
    return model;
}

static void predict_rows(const learners_fold *fold, const struct model *model, int32_t *predictions) {
    const int classes = model->nr_class, columns = fold->columns;
    const int width = classes == 2 ? 1 : classes;
    double scores[LEARNERS_CLASSES];
    const double *value = fold->values;
    for (int row = 0; row < fold->training_rows + fold->test_rows; row++) {
        for (int i = 0; i < width; i++) scores[i] = 0;
        const double *weight = model->w;
        for (int column = 0; column < columns; column++, value++)
            for (int i = 0; i < width; i++) scores[i] += *weight++ * *value;
        for (int i = 0; i < width; i++) scores[i] += *weight++;
        const int place = width == 1 ? !(scores[0] > 0) : learners_largest(scores, width);
        predictions[row] = model->label[place];
    }
}

learners_status learners_fit_logistic(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, silence);
    const int rows = fold->training_rows;
    struct feature_node **lists = malloc(sizeof *lists * rows);
    double *targets = malloc(sizeof *targets * rows);
    struct feature_node *nodes = lists ? nodes_of(fold, lists) : NULL;
    learners_status status = LEARNERS_FAILED;
    if (lists && targets && nodes) {
        for (int row = 0; row < rows; row++) targets[row] = fold->labels[row];
        const struct problem problem = {
            .l = rows, .n = fold->columns + 1, .y = targets, .x = lists, .bias = 1};
        const struct parameter parameter = {
            .solver_type = settings->sparse ? L1R_LR : L2R_LR, .eps = 1e-3, .C = settings->strength,
            .p = 0.1};
        struct model *model = NULL;
        if (check_parameter(&problem, &parameter)) status = LEARNERS_INVALID;
        else if (settings->sparse) model = train_alone(&problem, &parameter);
        else model = train(&problem, &parameter);
        if (model) {
            predict_rows(fold, model, predictions);
            free_and_destroy_model(&model);
            status = LEARNERS_DONE;
        }
    }
    free(nodes);
    free(targets);
    free(lists);
    return status;
}

int learners_liblinear_version(void) { return liblinear_version; }
