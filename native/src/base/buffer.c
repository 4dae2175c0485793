#include "flare/memory.h"

#include <string.h>

void flare_buffer_open(flare_buffer *buffer, flare_budget *budget)
{
    *buffer = (flare_buffer){ .budget = budget };
}

void flare_buffer_close(flare_buffer *buffer)
{
    if (buffer->data != NULL)
        flare_pages_give(buffer->budget, buffer->data, buffer->taken);
    *buffer = (flare_buffer){ .budget = buffer->budget };
}

static flare_status replace(flare_buffer *buffer, uint64_t byte_size, uint64_t kept,
                            flare_error *error)
{
    if (byte_size > INT64_MAX)
        return flare_fail_memory(error, byte_size);
    uint64_t taken = byte_size + FLARE_SLACK;
    uint8_t *const data = flare_pages_take(buffer->budget, &taken);
    if (data == NULL)
        return flare_fail_memory(error, byte_size);
    if (kept > 0)
        memcpy(data, buffer->data, kept);
    flare_buffer_close(buffer);
    buffer->data = data;
    buffer->taken = taken;
    buffer->capacity = taken - FLARE_SLACK;
    return FLARE_OK;
}

flare_status flare_buffer_reserve(flare_buffer *buffer, uint64_t byte_size, flare_error *error)
{
    if (buffer->data != NULL && byte_size <= buffer->capacity)
        return FLARE_OK;
    flare_buffer_close(buffer); /* first, so that the old block may serve the budget or the pool */
    return replace(buffer, byte_size, 0, error);
}

flare_status flare_buffer_grow(flare_buffer *buffer, uint64_t byte_size, uint64_t kept,
                               flare_error *error)
{
    if (buffer->data != NULL && byte_size <= buffer->capacity)
        return FLARE_OK;
    const uint64_t doubled = 2 * buffer->capacity;
    if (doubled > byte_size && replace(buffer, doubled, kept, NULL) == FLARE_OK)
        return FLARE_OK;
    return replace(buffer, byte_size, kept, error);
}
