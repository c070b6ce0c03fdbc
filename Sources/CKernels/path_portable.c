#define PATH_NAME portable
#define PATH_HAS_FMA 0
#include "body.inc"
