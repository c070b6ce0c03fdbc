#include "../internal.h"

#include <math.h>
#include <stdlib.h>

/* The source of row `row` of the matrix. */
typedef struct {
    learners_table training_table, test_table;
    const int32_t *training, *test;
    int training_rows;
} source;

static const double *source_row(const source *from, int row) {
    const bool trains = row < from->training_rows;
    const learners_table *table = trains ? &from->training_table : &from->test_table;
    const int32_t number = trains ? from->training[row] : from->test[row - from->training_rows];
    return table->values + (size_t)number * table->columns;
}

learners_status learners_impute(
    learners_matrix *matrix, learners_table training_table, const int32_t *training,
    learners_table test_table, const int32_t *test, learners_imputation imputation) {
    const source from = {training_table, test_table, training, test, matrix->training_rows};
    const int columns = training_table.columns;
    double means[LEARNERS_COLUMNS];
    int indicator[LEARNERS_COLUMNS];
    int width = columns;
    for (int column = 0; column < columns; column++) {
        double sum = 0;
        int present = 0;
        for (int row = 0; row < matrix->training_rows; row++) {
            const double value = source_row(&from, row)[column];
            if (!isfinite(value)) continue;
            sum += value;
            present += 1;
        }
        means[column] = imputation == LEARNERS_ZERO || present == 0 ? 0 : sum / present;
        if (!isfinite(means[column])) return LEARNERS_SCALE;
        const bool marked = imputation == LEARNERS_INDICATOR && present < matrix->training_rows;
        indicator[column] = marked ? width++ : -1;
    }
    if (width > LEARNERS_COLUMNS) return LEARNERS_INVALID;

    double *values = calloc((size_t)matrix->rows * width + 1, sizeof *values);
    if (!values) return LEARNERS_FAILED;
    for (int row = 0; row < matrix->rows; row++) {
        const double *in = source_row(&from, row);
        double *out = values + (size_t)row * width;
        for (int column = 0; column < columns; column++) {
            const bool present = isfinite(in[column]);
            out[column] = present ? in[column] : means[column];
            if (indicator[column] >= 0) out[indicator[column]] = present ? 0 : 1;
        }
    }
    matrix->values = values;
    matrix->columns = width;
    return LEARNERS_DONE;
}
