#ifndef REDRAFT_LEARNERS_INTERNAL_H
#define REDRAFT_LEARNERS_INTERNAL_H

#include "learners.h"

/* Fused multiply-adds would give other bits where a compiler chooses them. */
#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

struct learners_fold {
    int training_rows, test_rows, columns, classes;
    double *values;     /* [training rows, then test rows][columns] */
    int32_t *labels;    /* [training rows] */
    int counts[LEARNERS_CLASSES]; /* training rows of each class */
    int classes_present;
    int most_frequent;
    double mean_square; /* of a training row's norm */
    /* Made when first asked for, and kept. */
    double *transposed; /* [columns][training rows] */
    double *dots, *squares, *distances; /* [all rows][training rows]: products, L2 squared, L1 */
    void *boosting[2];  /* XGBoost's matrices of training and test rows */
};

/* A matrix on its way through the preparation steps. */
typedef struct {
    int training_rows, rows, columns; /* rows: training rows, then test rows */
    double *values;
} learners_matrix;

/* Each step replaces matrix->values, or leaves them alone where it fails. */
learners_status learners_impute(
    learners_matrix *matrix, learners_table training_table, const int32_t *training,
    learners_table test_table, const int32_t *test, learners_imputation imputation);
learners_status learners_scale(learners_matrix *matrix, learners_scaling scaling);
learners_status learners_make_features(
    learners_matrix *matrix, const int32_t *labels, int classes, learners_feature feature);

/* Whether all values are finite and not above LEARNERS_LARGEST. */
bool learners_in_scale(const double *values, size_t count);

/* The eigenvectors of a symmetric matrix[n][n] by Jacobi's rotations, as columns of vectors[n][n];
 * the matrix becomes diagonal. */
void learners_eigen(double *matrix, double *vectors, int n);

/* The fold's [all rows][training rows] matrices, made on first use; NULL without memory. */
typedef enum { LEARNERS_DOTS, LEARNERS_SQUARES, LEARNERS_DISTANCES } learners_pairs;
const double *learners_fold_pairs(learners_fold *fold, learners_pairs pairs);

learners_status learners_fit_xgboost(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions);
void learners_free_xgboost(learners_fold *fold);
learners_status learners_fit_logistic(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions);
learners_status learners_fit_svm(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions);
learners_status learners_fit_neighbours(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions);
learners_status learners_fit_ridge(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions);
learners_status learners_fit_bayes(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions);

void learners_xgboost_version(int version[3]);
int learners_liblinear_version(void);
int learners_libsvm_version(void);

/* The index of the largest of `count` scores, the lower at ties. */
static inline int learners_largest(const double *scores, int count) {
    int best = 0;
    for (int i = 1; i < count; i++)
        if (scores[i] > scores[best]) best = i;
    return best;
}

#endif
