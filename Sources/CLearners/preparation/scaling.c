#include "../internal.h"

#include <math.h>
#include <stdlib.h>

/* Puts (value - shift) / scale in the place of each value of a column. */
static void shift_and_scale(learners_matrix *matrix, int column, double shift, double scale) {
    double *value = matrix->values + column;
    for (int row = 0; row < matrix->rows; row++, value += matrix->columns)
        *value = (*value - shift) / scale;
}

static void standardise(learners_matrix *matrix, int column) {
    const double *value = matrix->values + column;
    const int rows = matrix->training_rows, columns = matrix->columns;
    double mean = 0, variance = 0;
    for (int row = 0; row < rows; row++) mean += value[(size_t)row * columns];
    mean /= rows;
    for (int row = 0; row < rows; row++) {
        const double difference = value[(size_t)row * columns] - mean;
        variance += difference * difference;
    }
    variance /= rows;
    /* A constant column's variance is what rounding left of its mean. */
    const bool varies = variance > 1e-24 * mean * mean;
    shift_and_scale(matrix, column, mean, varies ? sqrt(variance) : 1);
}

static void stretch(learners_matrix *matrix, int column) {
    const double *value = matrix->values + column;
    double least = value[0], most = value[0];
    for (int row = 1; row < matrix->training_rows; row++) {
        const double next = value[(size_t)row * matrix->columns];
        if (next < least) least = next;
        if (next > most) most = next;
    }
    shift_and_scale(matrix, column, least, most > least ? most - least : 1);
}

static int ascending(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* How many of the sorted values are below `bound`, or not above it. */
static int count_below(const double *sorted, int count, double bound, bool inclusive) {
    int low = 0, high = count;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (sorted[middle] < bound || (inclusive && sorted[middle] == bound)) low = middle + 1;
        else high = middle;
    }
    return low;
}

static void rank(learners_matrix *matrix, int column, double *sorted) {
    double *value = matrix->values + column;
    const int count = matrix->training_rows;
    for (int row = 0; row < count; row++) sorted[row] = value[(size_t)row * matrix->columns];
    qsort(sorted, count, sizeof *sorted, ascending);
    for (int row = 0; row < matrix->rows; row++, value += matrix->columns) {
        const int below = count_below(sorted, count, *value, false);
        const int upTo = count_below(sorted, count, *value, true);
        *value = 3.4 * ((below + upTo) / (2.0 * count)) - 1.7;
    }
}

learners_status learners_scale(learners_matrix *matrix, learners_scaling scaling) {
    const int rows = matrix->training_rows;
    if (rows > 0 && scaling == LEARNERS_RANK) {
        double *sorted = malloc(sizeof *sorted * rows);
        if (!sorted) return LEARNERS_FAILED;
        for (int column = 0; column < matrix->columns; column++) rank(matrix, column, sorted);
        free(sorted);
    } else if (rows > 0 && scaling != LEARNERS_UNSCALED) {
        for (int column = 0; column < matrix->columns; column++) {
            if (scaling == LEARNERS_STANDARD) standardise(matrix, column);
            else stretch(matrix, column);
        }
    }
    const size_t count = (size_t)matrix->rows * matrix->columns;
    return learners_in_scale(matrix->values, count) ? LEARNERS_DONE : LEARNERS_SCALE;
}
