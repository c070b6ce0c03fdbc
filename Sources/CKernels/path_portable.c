#define PATH_NAME portable
#define PATH_LANES 4
#define PATH_HAS_FMA 0
#include "body.inc"
