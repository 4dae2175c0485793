#define FLARE_RANGE_LOOPS flare_range_loops_portable
#include "scan/range_loops.h"

#include "flare/engine.h"

const flare_range_loops *flare_range_loops_best(void)
{
    return flare_cpu_level() >= 3 ? &flare_range_loops_avx2 : &flare_range_loops_portable;
}
