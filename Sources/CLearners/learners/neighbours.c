/* k nearest neighbours by sorted insertion. A training row is a neighbour of itself. */
#include "../internal.h"

#include <math.h>

enum { MOST = 64 };

/* The `count` nearest of `rows` distances, nearer first, the lower number at ties. */
static void nearest(const double *distances, int rows, int *numbers, int count) {
    int found = 0;
    for (int i = 0; i < rows; i++) {
        if (found == count && !(distances[i] < distances[numbers[count - 1]])) continue;
        int place = found < count ? found++ : count - 1;
        for (; place > 0 && distances[i] < distances[numbers[place - 1]]; place--)
            numbers[place] = numbers[place - 1];
        numbers[place] = i;
    }
}

/* A vote's weight: 1, or one over the distance; neighbours at distance 0 then decide alone. */
static double weight(double distance, double least, const learners_settings *settings) {
    if (!settings->weighted) return 1;
    if (least == 0) return distance == 0;
    return 1 / (settings->manhattan ? distance : sqrt(distance));
}

learners_status learners_fit_neighbours(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions) {
    const int rows = fold->training_rows;
    if (settings->neighbours < 1 || settings->neighbours > MOST) return LEARNERS_INVALID;
    if (rows > LEARNERS_KERNEL_ROWS) return LEARNERS_INVALID;
    const double *pairs =
        learners_fold_pairs(fold, settings->manhattan ? LEARNERS_DISTANCES : LEARNERS_SQUARES);
    if (!pairs) return LEARNERS_FAILED;
    const int count = settings->neighbours < rows ? settings->neighbours : rows;
    int numbers[MOST];
    for (int row = 0; row < rows + fold->test_rows; row++, pairs += rows) {
        double votes[LEARNERS_CLASSES] = {0};
        nearest(pairs, rows, numbers, count);
        for (int i = 0; i < count; i++)
            votes[fold->labels[numbers[i]]] +=
                weight(pairs[numbers[i]], pairs[numbers[0]], settings);
        predictions[row] = learners_largest(votes, fold->classes);
    }
    return LEARNERS_DONE;
}
