/* Gradient-boosted trees through XGBoost's C API: exact splits, eta 0.3, one thread. */
#include "../internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <xgboost/c_api.h>

static void ignore(const char *message) { (void)message; }

/* XGBoost keeps its log's callback and verbosity for each thread. */
static void silence(void) {
    static _Thread_local bool silent = false;
    if (silent) return;
    silent = XGBRegisterLogCallback(ignore) == 0 && XGBSetGlobalConfig("{\"verbosity\": 0}") == 0;
}

static DMatrixHandle matrix_of(const double *values, int rows, int columns) {
    const size_t count = (size_t)rows * columns;
    float *narrow = malloc(sizeof *narrow * (count + 1));
    if (!narrow) return NULL;
    for (size_t i = 0; i < count; i++) narrow[i] = (float)values[i];
    DMatrixHandle matrix = NULL;
    /* Nothing is missing any more; NaN stands for what is. */
    if (XGDMatrixCreateFromMat(narrow, rows, columns, __builtin_nanf(""), &matrix) != 0)
        matrix = NULL;
    free(narrow);
    return matrix;
}

/* The fold's matrices, with XGBoost's sorted columns once it made them, serve every fit. */
static bool make_matrices(learners_fold *fold) {
    const int training_rows = fold->training_rows, columns = fold->columns;
    if (!fold->boosting[0]) {
        DMatrixHandle matrix = matrix_of(fold->values, training_rows, columns);
        float *labels = malloc(sizeof *labels * training_rows);
        if (labels && matrix)
            for (int row = 0; row < training_rows; row++) labels[row] = (float)fold->labels[row];
        const bool labelled = labels && matrix
            && XGDMatrixSetFloatInfo(matrix, "label", labels, training_rows) == 0;
        free(labels);
        if (!labelled) {
            if (matrix) XGDMatrixFree(matrix);
            return false;
        }
        fold->boosting[0] = matrix;
    }
    if (!fold->boosting[1] && fold->test_rows > 0)
        fold->boosting[1] = matrix_of(
            fold->values + (size_t)training_rows * columns, fold->test_rows, columns);
    return fold->test_rows == 0 || fold->boosting[1];
}

void learners_free_xgboost(learners_fold *fold) {
    for (int part = 0; part < 2; part++)
        if (fold->boosting[part]) XGDMatrixFree(fold->boosting[part]);
}

static bool configure(
    BoosterHandle booster, const learners_settings *settings, const learners_fold *fold) {
    char depth[16], classes[16];
    snprintf(depth, sizeof depth, "%d", settings->depth);
    snprintf(classes, sizeof classes, "%d", fold->classes);
    const char *parameters[][2] = {
        {"nthread", "1"},
        {"verbosity", "0"},
        {"disable_default_eval_metric", "1"},
        {"seed", "0"},
        {"tree_method", "exact"},
        {"eta", "0.3"},
        {"max_depth", depth},
        {"objective", fold->classes > 2 ? "multi:softmax" : "binary:logistic"},
        {"num_class", classes},
    };
    const size_t count = sizeof parameters / sizeof *parameters - (fold->classes > 2 ? 0 : 1);
    for (size_t i = 0; i < count; i++)
        if (XGBoosterSetParam(booster, parameters[i][0], parameters[i][1]) != 0) return false;
    return true;
}

static bool predict(
    BoosterHandle booster, DMatrixHandle matrix, int rows, int classes, int32_t *predictions) {
    bst_ulong count = 0;
    const float *values = NULL;
    if (XGBoosterPredict(booster, matrix, 0, 0, 0, &count, &values) != 0) return false;
    if (count != (bst_ulong)rows) return false;
    for (int row = 0; row < rows; row++) {
        const int class = classes > 2 ? (int)values[row] : values[row] > 0.5f;
        predictions[row] = class >= 0 && class < classes ? class : 0;
    }
    return true;
}

static bool boost(
    BoosterHandle booster, const learners_settings *settings, learners_fold *fold,
    int32_t *predictions) {
    if (!configure(booster, settings, fold)) return false;
    for (int round = 0; round < settings->rounds; round++)
        if (XGBoosterUpdateOneIter(booster, round, fold->boosting[0]) != 0) return false;
    if (!predict(booster, fold->boosting[0], fold->training_rows, fold->classes, predictions))
        return false;
    return fold->test_rows == 0
        || predict(
               booster, fold->boosting[1], fold->test_rows, fold->classes,
               predictions + fold->training_rows);
}

learners_status learners_fit_xgboost(
    learners_fold *fold, const learners_settings *settings, int32_t *predictions) {
    if (settings->rounds < 1 || settings->rounds > LEARNERS_ROUNDS) return LEARNERS_INVALID;
    if (settings->depth < 1 || settings->depth > LEARNERS_DEPTH) return LEARNERS_INVALID;
    silence();
    BoosterHandle booster = NULL;
    if (!make_matrices(fold) || XGBoosterCreate(&fold->boosting[0], 1, &booster) != 0)
        return LEARNERS_FAILED;
    const bool done = boost(booster, settings, fold, predictions);
    XGBoosterFree(booster);
    return done ? LEARNERS_DONE : LEARNERS_FAILED;
}

void learners_xgboost_version(int version[3]) {
    XGBoostVersion(&version[0], &version[1], &version[2]);
}
