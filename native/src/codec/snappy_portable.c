/* The snappy decoder for x86-64-v2. */
#define SNAPPY_VARIANT(name) name##_portable
#include "snappy_loops.h"
