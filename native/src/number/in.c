/* IN over sorted lists of constants: how many are below the value, without branches on the data; then one comparison. */
#include "flare/worker.h"

/* The first place in `values` that is not below `value`, as `at`. */
#define FLARE_LOWER_BOUND(at, count, is_below)          \
    do {                                                \
        int64_t flare_left = (count);                   \
        (at) = 0;                                       \
        while (flare_left > 0) {                        \
            const int64_t flare_half = flare_left / 2;  \
            const int64_t flare_at = (at) + flare_half; \
            if (is_below(flare_at)) {                   \
                (at) = flare_at + 1;                    \
                flare_left -= flare_half + 1;           \
            } else {                                    \
                flare_left = flare_half;                \
            }                                           \
        }                                               \
    } while (0)

bool flare_in_int32(int32_t value, flare_list list)
{
    const int32_t *const values = list.values;
    int64_t at;
#define BELOW(i) (values[i] < value)
    FLARE_LOWER_BOUND(at, list.count, BELOW);
#undef BELOW
    return at < list.count && values[at] == value;
}

bool flare_in_int64(int64_t value, flare_list list)
{
    const int64_t *const values = list.values;
    int64_t at;
#define BELOW(i) (values[i] < value)
    FLARE_LOWER_BOUND(at, list.count, BELOW);
#undef BELOW
    return at < list.count && values[at] == value;
}

bool flare_in_int128(flare_int128 value, flare_list list)
{
    const flare_int128 *const values = list.values;
    int64_t at;
#define BELOW(i) (flare_compare_int128(values[i], value) < 0)
    FLARE_LOWER_BOUND(at, list.count, BELOW);
#undef BELOW
    return at < list.count && flare_compare_int128(values[at], value) == 0;
}

bool flare_in_double(double value, flare_list list)
{
    const double *const values = list.values;
    int64_t at;
#define BELOW(i) (flare_less_double(values[i], value))
    FLARE_LOWER_BOUND(at, list.count, BELOW);
#undef BELOW
    return at < list.count && flare_equal_double(values[at], value);
}

bool flare_in_string(flare_string value, flare_list list)
{
    enum { FEW = 8 };
    const flare_string *const values = list.values;
    if (list.count <= FEW) {
        for (int64_t i = 0; i < list.count; i++)
            if (flare_equal_string(values[i], value))
                return true;
        return false;
    }
    int64_t at;
#define BELOW(i) (flare_compare_string(values[i], value) < 0)
    FLARE_LOWER_BOUND(at, list.count, BELOW);
#undef BELOW
    return at < list.count && flare_equal_string(values[at], value);
}
