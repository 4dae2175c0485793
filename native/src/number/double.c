/* Functions of floating point numbers: libm's, with the domain errors of SQL. */
#include <float.h>
#include <math.h>

#include "flare/worker.h"
#include "number/shortest.h"

double flare_canonical_double(double value)
{
    return value != value ? (double)NAN : value + 0.0; /* -0.0 + 0.0 is 0.0 */
}

float flare_canonical_float(float value)
{
    return value != value ? NAN : value + 0.0f;
}

static double refuse(flare_worker *worker, int32_t position, const char *sentence)
{
    flare_fail(&worker->error, FLARE_ERROR_DATA, position, "%s", sentence);
    return 0;
}

double flare_remainder_double(double a, double b)
{
    return fmod(a, b);
}

double flare_sqrt_double(flare_worker *worker, double value, int32_t position)
{
    if (value < 0)
        return refuse(worker, position, "cannot take the square root of a negative number");
    return sqrt(value);
}

static bool has_logarithm(flare_worker *worker, double value, int32_t position)
{
    if (value <= 0)
        refuse(worker, position,
               value == 0 ? "cannot take the logarithm of zero"
                          : "cannot take the logarithm of a negative number");
    return !(value <= 0);
}

double flare_ln_double(flare_worker *worker, double value, int32_t position)
{
    return has_logarithm(worker, value, position) ? log(value) : 0;
}

double flare_log10_double(flare_worker *worker, double value, int32_t position)
{
    return has_logarithm(worker, value, position) ? log10(value) : 0;
}

double flare_log2_double(flare_worker *worker, double value, int32_t position)
{
    return has_logarithm(worker, value, position) ? log2(value) : 0;
}

double flare_power_double(double base, double exponent)
{
    return pow(base, exponent);
}

double flare_exp_double(double value)
{
    return exp(value);
}

double flare_sin_double(double value)
{
    return sin(value);
}

double flare_cos_double(double value)
{
    return cos(value);
}

double flare_tan_double(double value)
{
    return tan(value);
}

double flare_asin_double(flare_worker *worker, double value, int32_t position)
{
    if (fabs(value) > 1)
        return refuse(worker, position, "ASIN takes numbers from -1 to 1");
    return asin(value);
}

double flare_acos_double(flare_worker *worker, double value, int32_t position)
{
    if (fabs(value) > 1)
        return refuse(worker, position, "ACOS takes numbers from -1 to 1");
    return acos(value);
}

double flare_atan_double(double value)
{
    return atan(value);
}

double flare_atan2_double(double y, double x)
{
    return atan2(y, x);
}

double flare_floor_double(double value)
{
    return floor(value);
}

double flare_ceil_double(double value)
{
    return ceil(value);
}

double flare_truncate_double(double value)
{
    return trunc(value);
}

double flare_round_double(double value, int32_t digits)
{
    enum { WIDEST = DBL_MAX_10_EXP + DBL_DIG };
    if (digits < -WIDEST)
        return isfinite(value) ? copysign(0, value) : value;
    if (!isfinite(value) || digits > WIDEST)
        return value;
    const double magnitude = fabs(value);
    const double power = pow(10, digits < 0 ? -digits : digits);
    if (!isfinite(power)) /* 10^309 or more: the value's last digit is left of it, or right of it */
        return digits < 0 ? copysign(0, value) : value;
    if (digits >= 0 && magnitude * power >= 0x1p52)
        return value; /* has no digit to lose */
    const double rounded = flare_shortest_round(value, digits);
    return copysign(digits < 0 ? rounded * power : rounded / power, value);
}

/* ---- Casts ------------------------------------------------------------------------------------------------------------- */

static void refuse_cast(flare_worker *worker, double value, const char *type, int32_t position)
{
    char text[FLARE_NUMBER_TEXT];
    const uint32_t length = flare_format_double(value, text);
    flare_fail(&worker->error, FLARE_ERROR_CAST, position, "cannot cast %.*s to %s", (int)length,
               text, type);
}

int32_t flare_cast_double_to_int32(flare_worker *worker, double value, int32_t position)
{
    const double rounded = round(value);
    if (rounded >= -0x1p31 && rounded < 0x1p31)
        return (int32_t)rounded;
    refuse_cast(worker, value, "INTEGER", position);
    return 0;
}

int64_t flare_cast_double_to_int64(flare_worker *worker, double value, int32_t position)
{
    const double rounded = round(value);
    if (rounded >= -0x1p63 && rounded < 0x1p63)
        return (int64_t)rounded;
    refuse_cast(worker, value, "BIGINT", position);
    return 0;
}

float flare_cast_extreme_double_to_float(flare_worker *worker, double value, int32_t position)
{
    if (fabs(value) <= (double)FLT_MAX || !isfinite(value))
        return (float)value;
    const double halfway = 0x1.ffffffp127; /* what lies below still rounds to FLT_MAX */
    if (fabs(value) < halfway)
        return value < 0 ? -FLT_MAX : FLT_MAX;
    refuse_cast(worker, value, "FLOAT", position);
    return 0;
}
