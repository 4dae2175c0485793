#include "flare/worker.h"

int64_t flare_multiply_int64(flare_worker *worker, int64_t a, int64_t b, int32_t position)
{
    int64_t product;
    if (!__builtin_mul_overflow(a, b, &product))
        return product;
    flare_raise(worker, FLARE_ERROR_OVERFLOW, position);
    return 0;
}

int64_t flare_divide_int64(flare_worker *worker, int64_t a, int64_t b, int32_t position)
{
    if (b != 0 && b != -1)
        return a / b;
    if (b == -1 && a != INT64_MIN)
        return -a;
    flare_raise(worker, b == 0 ? FLARE_ERROR_DIVISION_BY_ZERO : FLARE_ERROR_OVERFLOW, position);
    return 0;
}

int32_t flare_remainder_int32(flare_worker *worker, int32_t a, int32_t b, int32_t position)
{
    return (int32_t)flare_remainder_int64(worker, a, b, position);
}

int64_t flare_remainder_int64(flare_worker *worker, int64_t a, int64_t b, int32_t position)
{
    if (b == -1)
        return 0; /* the least number's quotient would overflow, and trap */
    if (b != 0)
        return a % b;
    flare_raise(worker, FLARE_ERROR_DIVISION_BY_ZERO, position);
    return 0;
}
