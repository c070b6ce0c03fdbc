#include "../internal.h"

#include <math.h>
#include <stdlib.h>

enum { COMPONENTS = 4 };

/* Takes the place of the matrix's values. */
static learners_status replace(learners_matrix *matrix, double *values, int columns) {
    free(matrix->values);
    matrix->values = values;
    matrix->columns = columns;
    const size_t count = (size_t)matrix->rows * columns;
    return learners_in_scale(values, count) ? LEARNERS_DONE : LEARNERS_SCALE;
}

static learners_status multiply(learners_matrix *matrix) {
    const int columns = matrix->columns, width = columns + columns * (columns + 1) / 2;
    if (width > LEARNERS_COLUMNS) return LEARNERS_INVALID;
    double *values = malloc(sizeof *values * ((size_t)matrix->rows * width + 1));
    if (!values) return LEARNERS_FAILED;
    for (int row = 0; row < matrix->rows; row++) {
        const double *in = matrix->values + (size_t)row * columns;
        double *out = values + (size_t)row * width;
        for (int i = 0; i < columns; i++) *out++ = in[i];
        for (int i = 0; i < columns; i++)
            for (int j = i; j < columns; j++) *out++ = in[i] * in[j];
    }
    return replace(matrix, values, width);
}

static void column_means(const learners_matrix *matrix, double *means) {
    for (int column = 0; column < matrix->columns; column++) {
        double sum = 0;
        for (int row = 0; row < matrix->training_rows; row++)
            sum += matrix->values[(size_t)row * matrix->columns + column];
        means[column] = matrix->training_rows > 0 ? sum / matrix->training_rows : 0;
    }
}

/* covariance[columns][columns], times the number of rows. */
static void covariances(const learners_matrix *matrix, const double *means, double *covariance) {
    const int columns = matrix->columns;
    double centred[LEARNERS_COLUMNS];
    for (int i = 0; i < columns * columns; i++) covariance[i] = 0;
    for (int row = 0; row < matrix->training_rows; row++) {
        for (int i = 0; i < columns; i++)
            centred[i] = matrix->values[(size_t)row * columns + i] - means[i];
        for (int i = 0; i < columns; i++)
            for (int j = i; j < columns; j++) covariance[i * columns + j] += centred[i] * centred[j];
    }
    for (int i = 0; i < columns; i++)
        for (int j = 0; j < i; j++) covariance[i * columns + j] = covariance[j * columns + i];
}

/* The numbers of the `count` largest scores, larger first, the lower number at ties. */
static void largest(const double *scores, int length, int *numbers, int count) {
    bool taken[LEARNERS_COLUMNS] = {false};
    for (int place = 0; place < count; place++) {
        int best = -1;
        for (int i = 0; i < length; i++)
            if (!taken[i] && (best < 0 || scores[i] > scores[best])) best = i;
        taken[best] = true;
        numbers[place] = best;
    }
}

/* A component's sign is such that its largest entry (the first of equals) is positive. */
static double orientation(const double *vectors, int columns, int component) {
    double most = 0, sign = 1;
    for (int i = 0; i < columns; i++) {
        const double entry = vectors[i * columns + component];
        if (fabs(entry) > most) {
            most = fabs(entry);
            sign = entry < 0 ? -1 : 1;
        }
    }
    return sign;
}

static learners_status project(learners_matrix *matrix) {
    const int columns = matrix->columns, width = columns < COMPONENTS ? columns : COMPONENTS;
    double means[LEARNERS_COLUMNS], variances[LEARNERS_COLUMNS];
    int chosen[COMPONENTS];
    double *covariance = malloc(sizeof *covariance * columns * columns);
    double *vectors = malloc(sizeof *vectors * columns * columns);
    double *values = malloc(sizeof *values * ((size_t)matrix->rows * width + 1));
    if (!covariance || !vectors || !values) {
        free(covariance);
        free(vectors);
        free(values);
        return LEARNERS_FAILED;
    }
    column_means(matrix, means);
    covariances(matrix, means, covariance);
    learners_eigen(covariance, vectors, columns);
    for (int i = 0; i < columns; i++) variances[i] = covariance[i * columns + i];
    largest(variances, columns, chosen, width);
    for (int component = 0; component < width; component++) {
        const double sign = orientation(vectors, columns, chosen[component]);
        for (int row = 0; row < matrix->rows; row++) {
            double sum = 0;
            for (int i = 0; i < columns; i++)
                sum += (matrix->values[(size_t)row * columns + i] - means[i])
                    * vectors[i * columns + chosen[component]];
            values[(size_t)row * width + component] = sign * sum;
        }
    }
    free(covariance);
    free(vectors);
    return replace(matrix, values, width);
}

/* The share of a column's variance that lies between classes, 0 where it does not vary. */
static double between_share(
    const learners_matrix *matrix, const int32_t *labels, int classes, int column, double mean) {
    double sums[LEARNERS_CLASSES] = {0}, total = 0, between = 0;
    int counts[LEARNERS_CLASSES] = {0};
    for (int row = 0; row < matrix->training_rows; row++) {
        const double value = matrix->values[(size_t)row * matrix->columns + column] - mean;
        total += value * value;
        sums[labels[row]] += value;
        counts[labels[row]] += 1;
    }
    for (int class = 0; class < classes; class++)
        if (counts[class] > 0) between += sums[class] * sums[class] / counts[class];
    return total > 0 ? between / total : 0;
}

static learners_status choose(
    learners_matrix *matrix, const int32_t *labels, int classes, int count) {
    const int columns = matrix->columns, width = columns < count ? columns : count;
    double means[LEARNERS_COLUMNS], shares[LEARNERS_COLUMNS];
    int chosen[LEARNERS_COLUMNS];
    bool kept[LEARNERS_COLUMNS] = {false};
    double *values = malloc(sizeof *values * ((size_t)matrix->rows * width + 1));
    if (!values) return LEARNERS_FAILED;
    column_means(matrix, means);
    for (int column = 0; column < columns; column++)
        shares[column] = between_share(matrix, labels, classes, column, means[column]);
    largest(shares, columns, chosen, width);
    for (int i = 0; i < width; i++) kept[chosen[i]] = true;
    double *out = values;
    for (int row = 0; row < matrix->rows; row++)
        for (int column = 0; column < columns; column++)
            if (kept[column]) *out++ = matrix->values[(size_t)row * columns + column];
    return replace(matrix, values, width);
}

learners_status learners_make_features(
    learners_matrix *matrix, const int32_t *labels, int classes, learners_feature feature) {
    switch (feature) {
    case LEARNERS_RAW: return LEARNERS_DONE;
    case LEARNERS_POLY2: return multiply(matrix);
    case LEARNERS_PCA4: return project(matrix);
    case LEARNERS_SELECT2: return choose(matrix, labels, classes, 2);
    case LEARNERS_SELECT4: return choose(matrix, labels, classes, 4);
    case LEARNERS_SELECT8: return choose(matrix, labels, classes, 8);
    }
    return LEARNERS_INVALID;
}
