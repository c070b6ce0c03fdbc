/* Learners for small tables: a thin shim over XGBoost, LIBLINEAR and LIBSVM, and nearest neighbours,
 * ridge and Gaussian naive Bayes of our own, with the preparation steps that come before them.
 *
 * A fold is a table cut into training and test rows and prepared: imputed, scaled, and with its
 * features made, everything fitted on the training rows alone. Learners are fitted to a fold.
 *
 * Bits. The same fold and settings give the same bits whatever ran before and whatever runs on other
 * threads: a fit has one thread, every sum of ours one order, and the one solver that draws from
 * rand() (LIBLINEAR's with an L1 penalty) runs alone and reseeded. Nothing is printed.
 *
 * Threads. Different folds may be used at once; one fold by one thread at a time.
 */
#ifndef REDRAFT_LEARNERS_H
#define REDRAFT_LEARNERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    LEARNERS_DONE,
    LEARNERS_SCALE,   /* numbers too large for the learner, or so large that it would crawl */
    LEARNERS_INVALID, /* shapes, labels or settings out of bounds */
    LEARNERS_FAILED   /* no memory, or the library reported an error */
} learners_status;

/* Limits. */
#define LEARNERS_COLUMNS 256  /* after imputation, and after the feature step */
#define LEARNERS_CLASSES 64
#define LEARNERS_ROWS 65536   /* training and test rows of a fold together */
#define LEARNERS_KERNEL_ROWS 1024 /* training rows, for support vectors and neighbours */
#define LEARNERS_ROUNDS 1024
#define LEARNERS_DEPTH 10

/* The largest magnitude of a prepared value: its square is far from overflow, and it is a float. */
#define LEARNERS_LARGEST 1e18

/* --- Preparation ------------------------------------------------------------------------------ */

/* What stands in for missing cells: the column's mean over training rows, zero, or the mean and
 * another column of 0 and 1 for each column with missing cells in training rows. Infinite cells are
 * missing ones. A column without any value has the mean 0. */
typedef enum { LEARNERS_MEAN, LEARNERS_ZERO, LEARNERS_INDICATOR } learners_imputation;

/* Nothing; mean 0 and deviation 1; 0 to 1; or the empirical distribution function of the training
 * rows (midway over ties), mapped to -1.7...1.7. A constant column becomes 0 in all three. */
typedef enum { LEARNERS_UNSCALED, LEARNERS_STANDARD, LEARNERS_MINMAX, LEARNERS_RANK } learners_scaling;

/* The columns themselves; they and all products of two; the first four principal components; or the
 * columns with the largest share of variance between classes. */
typedef enum {
    LEARNERS_RAW, LEARNERS_POLY2, LEARNERS_PCA4, LEARNERS_SELECT2, LEARNERS_SELECT4, LEARNERS_SELECT8
} learners_feature;

typedef struct {
    learners_imputation imputation;
    learners_scaling scaling;
    learners_feature feature;
} learners_steps;

/* A table: values[row * columns + column], missing where not finite, and labels in 0..<classes. */
typedef struct {
    const double *values;
    const int32_t *labels;
    int rows, columns, classes;
} learners_table;

typedef struct learners_fold learners_fold;

/* Prepares a fold: `training` and `test` are row numbers of two tables of the same columns and
 * classes (or of one). On success *fold is to be freed by learners_fold_free. */
learners_status learners_fold_make(
    learners_table training_table, const int32_t *training, int training_rows,
    learners_table test_table, const int32_t *test, int test_rows,
    learners_steps steps, learners_fold **fold);

void learners_fold_free(learners_fold *fold);

int learners_fold_columns(const learners_fold *fold);

/* The prepared values: [training rows, then test rows][columns]. */
const double *learners_fold_values(const learners_fold *fold);

/* --- Learners --------------------------------------------------------------------------------- */

typedef enum {
    LEARNERS_XGBOOST,       /* rounds, depth */
    LEARNERS_LOGISTIC,      /* strength C, sparse: an L1 penalty instead of L2; one against the rest */
    LEARNERS_RIDGE,         /* strength lambda; one-hot targets */
    LEARNERS_LINEAR_SVM,    /* strength C; one against one */
    LEARNERS_RADIAL_SVM,    /* strength C, gamma; one against one */
    LEARNERS_NEIGHBOURS,    /* neighbours, manhattan, weighted */
    LEARNERS_NAIVE_BAYES    /* strength: smoothing, in units of the columns' mean variance */
} learners_kind;

typedef struct {
    learners_kind kind;
    double strength, gamma;
    int rounds, depth, neighbours;
    bool sparse, manhattan, weighted;
} learners_settings;

/* Fits a learner to the training rows and predicts the classes of all rows, predictions[training
 * rows, then test rows]. Where the training rows have one class only, or none are there, every
 * learner predicts that class (or class 0). Ties go to the lower class. */
learners_status learners_fit(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions);

/* --- What determines the bits ------------------------------------------------------------------ */

/* The versions of the libraries and of these learners, for the keys of caches, as a terminated
 * string in at most `capacity` bytes. */
void learners_versions(char *text, size_t capacity);

#endif
