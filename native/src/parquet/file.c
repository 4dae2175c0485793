#include "parquet/file.h"
#include "base/traffic.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "flare/fault.h"

/* Beyond this a footer is damage, not data: at 48 bytes a chunk it is 20 million chunks. */
enum { MAX_LAYOUT_SIZE = 1 << 30 };

static bool same_identity(const struct stat *now, const flare_identity *expected)
{
    const int64_t modified = (int64_t)now->st_mtim.tv_sec * 1000000000 + now->st_mtim.tv_nsec;
    return (int64_t)now->st_size == expected->byte_size && modified == expected->modified_nanos &&
           (expected->inode == 0 || (int64_t)now->st_ino == expected->inode);
}

static flare_status fail_changed(flare_error *error, const char *path)
{
    return flare_fail(error, FLARE_ERROR_FILE, -1,
                      "File %s changed since its footer was read; run the query again.", path);
}

static flare_status fail_system(flare_error *error, const char *verb, const char *path)
{
    return flare_fail(error, FLARE_ERROR_FILE, -1, "Cannot %s file %s: %s.", verb, path,
                      strerror(errno));
}

/* Every chunk lies inside the file; rows are not negative. What only readers of a column need, they check. */
static flare_status check_layout(flare_error *error, const flare_file *file)
{
    for (int32_t group = 0; group < file->layout.row_group_count; group++) {
        if (file->rows[group] < 0)
            return flare_fail(error, FLARE_ERROR_FORMAT, -1, "File %s: row group %d has %lld rows.",
                              file->path, group, (long long)file->rows[group]);
        for (int32_t leaf = 0; leaf < file->layout.leaf_count; leaf++) {
            const flare_chunk *const chunk = flare_file_chunk(file, group, leaf);
            if (chunk->first_page_offset < 0 || chunk->byte_size < 0 ||
                chunk->first_page_offset > file->identity.byte_size ||
                chunk->byte_size > file->identity.byte_size - chunk->first_page_offset)
                return flare_fail(error, FLARE_ERROR_FORMAT, -1,
                                  "File %s: column %d of row group %d lies outside the file (%lld "
                                  "bytes at %lld); "
                                  "the file is cut or damaged.",
                                  file->path, leaf, group, (long long)chunk->byte_size,
                                  (long long)chunk->first_page_offset);
        }
    }
    return FLARE_OK;
}

static flare_status copy_layout(flare_error *error, flare_file *file, const void *layout,
                                int64_t layout_size)
{
    if (layout_size < (int64_t)sizeof(flare_layout) || layout_size > MAX_LAYOUT_SIZE)
        return flare_fail(error, FLARE_ERROR_INTERNAL, -1, "Layout of %s has %lld bytes.",
                          file->path, (long long)layout_size);
    memcpy(&file->layout, layout, sizeof file->layout);
    const int64_t groups = file->layout.row_group_count;
    const int64_t leaves = file->layout.leaf_count;
    const int64_t rows_size = groups * (int64_t)sizeof(int64_t);
    if (file->layout.version != FLARE_LAYOUT_VERSION || groups < 0 || leaves < 0)
        return flare_fail(error, FLARE_ERROR_INTERNAL, -1, "Layout of %s is not one of version %d.",
                          file->path, FLARE_LAYOUT_VERSION);
    if (groups > layout_size || leaves > layout_size ||
        groups * leaves > layout_size / (int64_t)sizeof(flare_chunk) ||
        layout_size != (int64_t)sizeof file->layout + rows_size +
                           groups * leaves * (int64_t)sizeof(flare_chunk))
        return flare_fail(error, FLARE_ERROR_INTERNAL, -1,
                          "Layout of %s does not have the size of %lld row groups of %lld columns.",
                          file->path, (long long)groups, (long long)leaves);

    const uint8_t *const source = (const uint8_t *)layout + sizeof file->layout;
    const size_t copied = (size_t)layout_size - sizeof file->layout;
    file->rows = malloc(copied + 1);
    if (file->rows == NULL)
        return flare_fail_memory(error, copied);
    memcpy(file->rows, source, copied);
    file->chunks = (flare_chunk *)(file->rows + groups);
    return check_layout(error, file);
}

static flare_status open_descriptor(flare_error *error, flare_file *file, flare_access access)
{
    file->descriptor = open(file->path, O_RDONLY | O_CLOEXEC);
    if (file->descriptor < 0)
        return fail_system(error, "open", file->path);
    struct stat now;
    if (fstat(file->descriptor, &now) != 0)
        return fail_system(error, "examine", file->path);
    if (!S_ISREG(now.st_mode))
        return flare_fail(error, FLARE_ERROR_FILE, -1, "%s is not a regular file.", file->path);
    if (!same_identity(&now, &file->identity))
        return fail_changed(error, file->path);
    if (access == FLARE_ACCESS_READ || now.st_size == 0)
        return FLARE_OK;

    void *const mapping =
        mmap(NULL, (size_t)now.st_size, PROT_READ, MAP_SHARED, file->descriptor, 0);
    if (mapping == MAP_FAILED)
        return fail_system(error, "map", file->path);
    file->mapping = mapping;
    return flare_fault_register(mapping, (uint64_t)now.st_size, file->path, error);
}

flare_status flare_file_open(flare_error *error, const char *path, const flare_identity *identity,
                             const void *layout, int64_t layout_size, flare_access access,
                             flare_file **file)
{
    *file = NULL;
    flare_file *const opened = calloc(1, sizeof *opened);
    if (opened == NULL)
        return flare_fail_memory(error, sizeof *opened);
    atomic_init(&opened->references, 1);
    opened->descriptor = -1;
    opened->identity = *identity;
    opened->path = strdup(path);
    flare_status status = opened->path != NULL ? FLARE_OK : flare_fail_memory(error, strlen(path));
    if (status == FLARE_OK)
        status = open_descriptor(error, opened, access);
    if (status == FLARE_OK)
        status = copy_layout(error, opened, layout, layout_size);
    if (status != FLARE_OK) {
        flare_file_release(opened);
        return status;
    }
    *file = opened;
    return FLARE_OK;
}

flare_status flare_file_check(flare_error *error, const flare_file *file)
{
    struct stat now;
    if (fstat(file->descriptor, &now) != 0)
        return fail_system(error, "examine", file->path);
    if (!same_identity(&now, &file->identity))
        return fail_changed(error, file->path);
    if (stat(file->path, &now) != 0)
        return fail_system(error, "examine", file->path);
    if (!same_identity(&now, &file->identity))
        return fail_changed(error, file->path);
    return FLARE_OK;
}

flare_file *flare_file_retain(flare_file *file)
{
    atomic_fetch_add(&file->references, 1);
    return file;
}

void flare_file_release(flare_file *file)
{
    if (file == NULL || atomic_fetch_sub(&file->references, 1) != 1)
        return;
    if (file->mapping != NULL) {
        flare_fault_unregister(file->mapping);
        munmap((void *)(uintptr_t)file->mapping, (size_t)file->identity.byte_size);
    }
    if (file->descriptor >= 0)
        close(file->descriptor);
    free(file->rows);
    free(file->path);
    free(file);
}

const char *flare_file_path(const flare_file *file)
{
    return file->path;
}

int32_t flare_file_row_group_count(const flare_file *file)
{
    return file->layout.row_group_count;
}

int32_t flare_file_leaf_count(const flare_file *file)
{
    return file->layout.leaf_count;
}

int64_t flare_file_rows(const flare_file *file, int32_t row_group)
{
    return file->rows[row_group];
}

const flare_chunk *flare_file_chunk(const flare_file *file, int32_t row_group, int32_t leaf)
{
    return &file->chunks[(int64_t)row_group * file->layout.leaf_count + leaf];
}

flare_status flare_file_bytes(const flare_file *file, int64_t offset, int64_t byte_size,
                              flare_buffer *buffer, flare_error *error, const uint8_t **bytes)
{
    flare_traffic.read += byte_size;
    if (file->mapping != NULL) {
        *bytes = file->mapping + offset;
        return FLARE_OK;
    }
    FLARE_TRY(flare_buffer_reserve(buffer, (uint64_t)byte_size, error));
    int64_t done = 0;
    while (done < byte_size) {
        const ssize_t count = pread(file->descriptor, buffer->data + done,
                                    (size_t)(byte_size - done), (off_t)(offset + done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail_system(error, "read", file->path);
        if (count == 0)
            return fail_changed(error, file->path);
        done += count;
    }
    *bytes = buffer->data;
    return FLARE_OK;
}
