#include "flare/worker.h"

/* B. P. Welford, Note on a method for calculating corrected sums of squares and products, 1962. */
void flare_moments_add(flare_moments *moments, double value)
{
    moments->count++;
    const double distance = value - moments->mean;
    moments->mean += distance / (double)moments->count;
    moments->m2 += distance * (value - moments->mean);
}

/* T. F. Chan, G. H. Golub, R. J. LeVeque, Updating formulae and a pairwise algorithm for computing sample variances, 1979. */
void flare_moments_merge(flare_moments *into, const flare_moments *from)
{
    if (from->count == 0)
        return;
    if (into->count == 0) {
        *into = *from;
        return;
    }
    const double into_count = (double)into->count;
    const double from_count = (double)from->count;
    const double count = into_count + from_count;
    const double distance = from->mean - into->mean;
    into->mean += distance * (from_count / count);
    into->m2 += from->m2 + distance * distance * (into_count * from_count / count);
    into->count += from->count;
}
