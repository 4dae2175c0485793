/* Files, as the door shows them: numbers instead of structs. */
#include "engine/query.h"
#include "flare/file.h"

flare_file *flare_engine_file_open(const char *path, const int64_t *identity, const void *layout,
                                   int64_t layout_size, int32_t access, flare_error *error)
{
    *error = (flare_error){ .position = -1 };
    const flare_identity expected = { identity[0], identity[1], identity[2] };
    flare_file *file = NULL;
    if (flare_file_open(error, path, &expected, layout, layout_size, (flare_access)access, &file) !=
        FLARE_OK)
        return NULL;
    return file;
}

int32_t flare_engine_file_check(const flare_file *file, flare_error *error)
{
    *error = (flare_error){ .position = -1 };
    return (int32_t)flare_file_check(error, file);
}

void flare_engine_file_close(flare_file *file)
{
    flare_file_release(file);
}
