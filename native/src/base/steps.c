#include "flare/steps.h"

#include "flare/engine.h"
#include "flare/program.h"

enum { MORSEL = 16 * FLARE_BLOCK, RANGE = 256 << 10 };

int32_t flare_steps_block = FLARE_BLOCK;
int64_t flare_steps_morsel = MORSEL;
int64_t flare_steps_range = RANGE;

void flare_set_steps(int32_t block_rows, int64_t morsel_rows)
{
    flare_steps_block = block_rows >= 1 && block_rows < FLARE_BLOCK ? block_rows : FLARE_BLOCK;
    flare_steps_morsel = morsel_rows >= 1 ? morsel_rows : MORSEL;
    flare_steps_range = morsel_rows >= 1 ? morsel_rows : RANGE;
}
