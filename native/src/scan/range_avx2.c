#ifndef __AVX2__
#error "range_avx2.c must be compiled with -march=x86-64-v3"
#endif
#define FLARE_RANGE_LOOPS flare_range_loops_avx2
#include "scan/range_loops.h"
