/* The build hash is given on the command line of this file alone, so a change elsewhere recompiles little. */
#include "flare/build.h"

const char *flare_build_hash(void)
{
    return FLARE_BUILD_HASH;
}
