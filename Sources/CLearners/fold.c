/* Folds: made through the preparation steps, asked for matrices of pairs, freed. */
#include "internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_sound(learners_table table, const int32_t *rows, int count) {
    if (table.columns < 1 || table.columns > LEARNERS_COLUMNS) return false;
    if (table.classes < 1 || table.classes > LEARNERS_CLASSES) return false;
    if (count < 0 || count > LEARNERS_ROWS) return false;
    for (int i = 0; i < count; i++) {
        if (rows[i] < 0 || rows[i] >= table.rows) return false;
        const int32_t label = table.labels[rows[i]];
        if (label < 0 || label >= table.classes) return false;
    }
    return true;
}

bool learners_in_scale(const double *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (!(fabs(values[i]) <= LEARNERS_LARGEST)) return false;
    return true;
}

static void describe(learners_fold *fold) {
    for (int row = 0; row < fold->training_rows; row++) fold->counts[fold->labels[row]] += 1;
    for (int class = 0; class < fold->classes; class++) {
        fold->classes_present += fold->counts[class] > 0;
        if (fold->counts[class] > fold->counts[fold->most_frequent]) fold->most_frequent = class;
    }
    const size_t count = (size_t)fold->training_rows * fold->columns;
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += fold->values[i] * fold->values[i];
    fold->mean_square = fold->training_rows > 0 ? sum / fold->training_rows : 0;
}

learners_status learners_fold_make(
    learners_table training_table, const int32_t *training, int training_rows,
    learners_table test_table, const int32_t *test, int test_rows,
    learners_steps steps, learners_fold **made) {
    *made = NULL;
    if (!is_sound(training_table, training, training_rows) || !is_sound(test_table, test, test_rows)
        || training_rows > LEARNERS_ROWS - test_rows
        || training_table.columns != test_table.columns
        || training_table.classes != test_table.classes)
        return LEARNERS_INVALID;

    learners_fold *fold = calloc(1, sizeof *fold);
    if (!fold) return LEARNERS_FAILED;
    fold->training_rows = training_rows;
    fold->test_rows = test_rows;
    fold->classes = training_table.classes;
    fold->labels = malloc(sizeof *fold->labels * (training_rows + 1));
    learners_matrix matrix = {.training_rows = training_rows, .rows = training_rows + test_rows};
    learners_status status = fold->labels ? LEARNERS_DONE : LEARNERS_FAILED;
    if (status == LEARNERS_DONE) {
        for (int row = 0; row < training_rows; row++)
            fold->labels[row] = training_table.labels[training[row]];
        status = learners_impute(
            &matrix, training_table, training, test_table, test, steps.imputation);
    }
    if (status == LEARNERS_DONE) status = learners_scale(&matrix, steps.scaling);
    if (status == LEARNERS_DONE)
        status = learners_make_features(&matrix, fold->labels, fold->classes, steps.feature);
    fold->values = matrix.values;
    fold->columns = matrix.columns;
    if (status != LEARNERS_DONE) {
        learners_fold_free(fold);
        return status;
    }
    describe(fold);
    *made = fold;
    return LEARNERS_DONE;
}

void learners_fold_free(learners_fold *fold) {
    if (!fold) return;
    learners_free_xgboost(fold);
    free(fold->distances);
    free(fold->squares);
    free(fold->dots);
    free(fold->transposed);
    free(fold->labels);
    free(fold->values);
    free(fold);
}

int learners_fold_columns(const learners_fold *fold) { return fold->columns; }

const double *learners_fold_values(const learners_fold *fold) { return fold->values; }

static const double *transposed(learners_fold *fold) {
    if (fold->transposed) return fold->transposed;
    const int rows = fold->training_rows, columns = fold->columns;
    double *out = malloc(sizeof *out * rows * columns);
    if (!out) return NULL;
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            out[(size_t)column * rows + row] = fold->values[(size_t)row * columns + column];
    return fold->transposed = out;
}

/* Sums run over columns in order for each pair; the loop over training rows is the vector's. */
const double *learners_fold_pairs(learners_fold *fold, learners_pairs pairs) {
    double **place = pairs == LEARNERS_DOTS ? &fold->dots
        : pairs == LEARNERS_SQUARES         ? &fold->squares
                                            : &fold->distances;
    if (*place) return *place;
    const double *other = transposed(fold);
    const int training_rows = fold->training_rows, columns = fold->columns;
    const int rows = training_rows + fold->test_rows;
    double *out = other ? calloc((size_t)rows * training_rows, sizeof *out) : NULL;
    if (!out) return NULL;
    for (int row = 0; row < rows; row++) {
        double *sums = out + (size_t)row * training_rows;
        for (int column = 0; column < columns; column++) {
            const double value = fold->values[(size_t)row * columns + column];
            const double *line = other + (size_t)column * training_rows;
            switch (pairs) {
            case LEARNERS_DOTS:
                for (int i = 0; i < training_rows; i++) sums[i] += value * line[i];
                break;
            case LEARNERS_SQUARES:
                for (int i = 0; i < training_rows; i++) {
                    const double difference = value - line[i];
                    sums[i] += difference * difference;
                }
                break;
            case LEARNERS_DISTANCES:
                for (int i = 0; i < training_rows; i++) sums[i] += fabs(value - line[i]);
                break;
            }
        }
    }
    return *place = out;
}

learners_status learners_fit(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions) {
    if (!isfinite(settings->strength) || settings->strength < 0 || !isfinite(settings->gamma))
        return LEARNERS_INVALID;
    if (fold->classes_present < 2) {
        for (int row = 0; row < fold->training_rows + fold->test_rows; row++)
            predictions[row] = fold->most_frequent;
        return LEARNERS_DONE;
    }
    switch (settings->kind) {
    case LEARNERS_XGBOOST: return learners_fit_xgboost(fold, settings, predictions);
    case LEARNERS_LOGISTIC: return learners_fit_logistic(fold, settings, predictions);
    case LEARNERS_RIDGE: return learners_fit_ridge(fold, settings, predictions);
    case LEARNERS_LINEAR_SVM:
    case LEARNERS_RADIAL_SVM: return learners_fit_svm(fold, settings, predictions);
    case LEARNERS_NEIGHBOURS: return learners_fit_neighbours(fold, settings, predictions);
    case LEARNERS_NAIVE_BAYES: return learners_fit_bayes(fold, settings, predictions);
    }
    return LEARNERS_INVALID;
}
