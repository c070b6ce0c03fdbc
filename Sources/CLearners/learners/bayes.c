/* Gaussian naive Bayes: a mean and a variance for each class and column, smoothed by a part of the
 * columns' mean variance. */
#include "../internal.h"

#include <math.h>
#include <stdlib.h>

/* means and variances: [classes][columns]. */
static void estimate(const learners_fold *fold, double *means, double *variances) {
    const int columns = fold->columns;
    for (int row = 0; row < fold->training_rows; row++) {
        const int class = fold->labels[row];
        for (int i = 0; i < columns; i++)
            means[class * columns + i] += fold->values[(size_t)row * columns + i] / fold->counts[class];
    }
    for (int row = 0; row < fold->training_rows; row++) {
        const int class = fold->labels[row];
        for (int i = 0; i < columns; i++) {
            const double difference =
                fold->values[(size_t)row * columns + i] - means[class * columns + i];
            variances[class * columns + i] += difference * difference / fold->counts[class];
        }
    }
}

static double mean_variance(const learners_fold *fold) {
    const int columns = fold->columns, rows = fold->training_rows;
    double total = 0;
    for (int i = 0; i < columns; i++) {
        double mean = 0, variance = 0;
        for (int row = 0; row < rows; row++) mean += fold->values[(size_t)row * columns + i] / rows;
        for (int row = 0; row < rows; row++) {
            const double difference = fold->values[(size_t)row * columns + i] - mean;
            variance += difference * difference / rows;
        }
        total += variance;
    }
    return total / columns;
}

/* Variances become their inverses; biases[class] is the part of the log-likelihood without x. */
static void prepare(
    const learners_fold *fold, double smoothing, double *variances, double *biases) {
    const int columns = fold->columns;
    for (int class = 0; class < fold->classes; class++) {
        biases[class] = -INFINITY;
        if (fold->counts[class] == 0) continue;
        biases[class] = log((double)fold->counts[class] / fold->training_rows);
        for (int i = 0; i < columns; i++) {
            double *variance = variances + class * columns + i;
            *variance += smoothing;
            biases[class] -= 0.5 * log(*variance);
            *variance = 1 / *variance;
        }
    }
}

learners_status learners_fit_bayes(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions) {
    const int columns = fold->columns, classes = fold->classes;
    double *means = calloc((size_t)classes * columns, sizeof *means);
    double *variances = calloc((size_t)classes * columns, sizeof *variances);
    if (!means || !variances) {
        free(means);
        free(variances);
        return LEARNERS_FAILED;
    }
    estimate(fold, means, variances);
    double smoothing = settings->strength * mean_variance(fold);
    /* Where nothing varies every class is as likely at every value, and its share decides. */
    if (!(smoothing > 1e-100)) smoothing = 1e-100;
    double biases[LEARNERS_CLASSES], scores[LEARNERS_CLASSES];
    prepare(fold, smoothing, variances, biases);
    const double *value = fold->values;
    for (int row = 0; row < fold->training_rows + fold->test_rows; row++, value += columns) {
        for (int class = 0; class < classes; class++) {
            scores[class] = biases[class];
            if (fold->counts[class] == 0) continue;
            double sum = 0;
            for (int i = 0; i < columns; i++) {
                const double difference = value[i] - means[class * columns + i];
                sum += difference * difference * variances[class * columns + i];
            }
            scores[class] -= 0.5 * sum;
        }
        predictions[row] = learners_largest(scores, classes);
    }
    free(means);
    free(variances);
    return LEARNERS_DONE;
}
