/* What this thread has read of files and decompressed so far, in bytes; the pool tells from it what a pipeline needed. */
#ifndef FLARE_BASE_TRAFFIC_H
#define FLARE_BASE_TRAFFIC_H

#include <stdint.h>

struct flare_traffic {
    int64_t read;     /* of pages, as they are stored */
    int64_t unzipped; /* made by decompressing */
};

extern _Thread_local struct flare_traffic flare_traffic;

#endif
