/* Ridge regression on one-hot targets: (XtX + lambda I) W = XtY over centred X and Y, by Cholesky's
 * factors; the bias is not penalised. */
#include "../internal.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    int columns, classes;
    double means[LEARNERS_COLUMNS];
    double *gram;    /* [columns][columns], then its factor in the lower triangle */
    double *weights; /* [columns][classes] */
} system_of_equations;

static void accumulate(system_of_equations *system, const learners_fold *fold, double lambda) {
    const int columns = system->columns, classes = system->classes, rows = fold->training_rows;
    double shares[LEARNERS_CLASSES], centred[LEARNERS_COLUMNS];
    for (int class = 0; class < classes; class++) shares[class] = (double)fold->counts[class] / rows;
    for (int i = 0; i < columns; i++) {
        double sum = 0;
        for (int row = 0; row < rows; row++) sum += fold->values[(size_t)row * columns + i];
        system->means[i] = sum / rows;
    }
    for (int row = 0; row < rows; row++) {
        for (int i = 0; i < columns; i++)
            centred[i] = fold->values[(size_t)row * columns + i] - system->means[i];
        for (int i = 0; i < columns; i++) {
            double *line = system->gram + (size_t)i * columns;
            for (int j = 0; j <= i; j++) line[j] += centred[i] * centred[j];
            double *weights = system->weights + (size_t)i * classes;
            for (int class = 0; class < classes; class++)
                weights[class] += centred[i] * ((fold->labels[row] == class) - shares[class]);
        }
    }
    for (int i = 0; i < columns; i++) system->gram[(size_t)i * columns + i] += lambda;
}

/* The lower factor in place; false where the matrix is not positive definite. */
static bool factorise(double *matrix, int n) {
    for (int i = 0; i < n; i++) {
        double *line = matrix + (size_t)i * n;
        for (int j = 0; j <= i; j++) {
            const double *other = matrix + (size_t)j * n;
            double sum = line[j];
            for (int k = 0; k < j; k++) sum -= line[k] * other[k];
            if (j < i) line[j] = sum / other[j];
            else if (sum > 0 && isfinite(sum)) line[i] = sqrt(sum);
            else return false;
        }
    }
    return true;
}

static void solve(system_of_equations *system) {
    const int n = system->columns, classes = system->classes;
    for (int i = 0; i < n; i++) {
        const double *line = system->gram + (size_t)i * n;
        double *out = system->weights + (size_t)i * classes;
        for (int k = 0; k < i; k++)
            for (int class = 0; class < classes; class++)
                out[class] -= line[k] * system->weights[(size_t)k * classes + class];
        for (int class = 0; class < classes; class++) out[class] /= line[i];
    }
    for (int i = n - 1; i >= 0; i--) {
        double *out = system->weights + (size_t)i * classes;
        for (int k = i + 1; k < n; k++)
            for (int class = 0; class < classes; class++)
                out[class] -= system->gram[(size_t)k * n + i]
                    * system->weights[(size_t)k * classes + class];
        for (int class = 0; class < classes; class++) out[class] /= system->gram[(size_t)i * n + i];
    }
}

static void predict_rows(
    const system_of_equations *system, const learners_fold *fold, int32_t *predictions) {
    const int columns = system->columns, classes = system->classes;
    const double *value = fold->values;
    for (int row = 0; row < fold->training_rows + fold->test_rows; row++) {
        double scores[LEARNERS_CLASSES];
        for (int class = 0; class < classes; class++)
            scores[class] = (double)fold->counts[class] / fold->training_rows;
        for (int i = 0; i < columns; i++, value++) {
            const double centred = *value - system->means[i];
            const double *weights = system->weights + (size_t)i * classes;
            for (int class = 0; class < classes; class++) scores[class] += centred * weights[class];
        }
        predictions[row] = learners_largest(scores, classes);
    }
}

learners_status learners_fit_ridge(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions) {
    system_of_equations system = {.columns = fold->columns, .classes = fold->classes};
    const size_t columns = fold->columns;
    system.gram = calloc(columns * columns, sizeof *system.gram);
    system.weights = calloc(columns * fold->classes, sizeof *system.weights);
    learners_status status = LEARNERS_FAILED;
    if (system.gram && system.weights) {
        accumulate(&system, fold, settings->strength);
        /* Without a factor the columns are so large that lambda vanishes beside them. */
        status = factorise(system.gram, fold->columns) ? LEARNERS_DONE : LEARNERS_SCALE;
    }
    if (status == LEARNERS_DONE) {
        solve(&system);
        predict_rows(&system, fold, predictions);
    }
    free(system.weights);
    free(system.gram);
    return status;
}
