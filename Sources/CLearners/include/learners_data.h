/* Three classic tables; DATA-LICENCES.md beside their sources names their authors. */
#ifndef REDRAFT_LEARNERS_DATA_H
#define REDRAFT_LEARNERS_DATA_H

#include "learners.h"

/* 150 flowers, 4 columns, 3 classes. */
learners_table learners_iris(void);
/* 178 wines, 13 columns, 3 classes. */
learners_table learners_wine(void);
/* 569 cell samples, 30 columns; class 0 is malignant, 1 benign. */
learners_table learners_breast_cancer(void);

#endif
