/* The build hash is the one that the library's file name carries. */
#include "flare/build.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    const char *const hash = flare_build_hash();
    assert(strlen(hash) == 16);
    assert(strspn(hash, "0123456789abcdef") == 16);

    const char *const library = getenv("FLARE_LIBRARY");
    if (library != NULL)
        assert(strstr(library, hash) != NULL);
    return 0;
}
