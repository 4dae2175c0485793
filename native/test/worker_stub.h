/*
 * A query with workers and no engine, for tests of what programs call. Included by one file of a test: it defines what the rooms ask of the
 * engine, so that the engine is not linked.
 */
#ifndef WORKER_STUB_H
#define WORKER_STUB_H

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "flare/worker.h"

enum { STUB_WORKERS = 4, STUB_DEFERRED = 64 };

struct flare_query {
    flare_budget *budget;
    flare_worker workers[STUB_WORKERS];
    int32_t worker_count;
    bool stopped;
    struct {
        void (*close)(void *object);
        void *object;
    } deferred[STUB_DEFERRED];
    int32_t deferred_count;
};

static inline void stub_open(flare_query *query, int32_t worker_count, int64_t budget)
{
    memset(query, 0, sizeof *query);
    query->budget = flare_budget_open(budget);
    query->worker_count = worker_count;
    for (int32_t i = 0; i < worker_count; i++) {
        flare_worker *const worker = &query->workers[i];
        worker->query = query;
        worker->index = i;
        flare_arena_open(&worker->block_arena, query->budget);
        flare_arena_open(&worker->query_arena, query->budget);
    }
}

/* Everything must have been given back. */
static inline void stub_close(flare_query *query)
{
    while (query->deferred_count > 0) {
        query->deferred_count--;
        query->deferred[query->deferred_count].close(query->deferred[query->deferred_count].object);
    }
    for (int32_t i = 0; i < query->worker_count; i++) {
        flare_arena_close(&query->workers[i].block_arena);
        flare_arena_close(&query->workers[i].query_arena);
    }
    flare_budget_close(query->budget);
}

/* The code of the error there is, which is forgotten. */
static inline flare_error_code stub_error(flare_worker *worker)
{
    const flare_error_code code = worker->error.code;
    memset(&worker->error, 0, sizeof worker->error);
    return code;
}

flare_status flare_raise(flare_worker *worker, flare_error_code code, int32_t position)
{
    return flare_fail(&worker->error, code, position, "error %d", (int)code);
}

flare_status flare_worker_status(const flare_worker *worker)
{
    return worker->error.code == FLARE_ERROR_NONE ? FLARE_OK : FLARE_FAILED;
}

void *flare_allocate(flare_worker *worker, uint64_t byte_size)
{
    return flare_arena_allocate_zeroed(&worker->query_arena, byte_size, &worker->error);
}

void *flare_worker_scratch(flare_worker *worker, uint64_t byte_size)
{
    return flare_arena_allocate(&worker->block_arena, byte_size, &worker->error);
}

bool flare_worker_stopped(flare_worker *worker)
{
    return worker->query->stopped || worker->error.code != FLARE_ERROR_NONE;
}

flare_status flare_worker_defer(flare_worker *worker, void (*close)(void *object), void *object)
{
    flare_query *const query = worker->query;
    assert(query->deferred_count < STUB_DEFERRED);
    query->deferred[query->deferred_count].close = close;
    query->deferred[query->deferred_count++].object = object;
    return FLARE_OK;
}

int32_t flare_query_workers(const flare_query *query)
{
    return query->worker_count;
}

flare_budget *flare_query_budget(const flare_query *query)
{
    return query->budget;
}

/* ---- Strings and random numbers ------------------------------------------------------------------------------------------ */

/* A string of bytes that outlive it. */
static inline flare_string string_of(const void *bytes, size_t length)
{
    flare_string string = flare_string_empty();
    string.length = (uint32_t)length;
    if (length <= 12) {
        memcpy((uint8_t *)&string + 4, bytes, length);
    } else {
        memcpy(string.prefix, bytes, 4);
        string.tail.bytes = (const uint8_t *)bytes;
    }
    return string;
}

static inline flare_string text(const char *literal)
{
    return string_of(literal, strlen(literal));
}

/* The bytes of a string; unused ones of a short string must be zero. */
static inline const char *bytes_of(const flare_string *string)
{
    if (string->length > 12) {
        assert(memcmp(string->prefix, string->tail.bytes, 4) == 0);
        return (const char *)string->tail.bytes;
    }
    const char *const bytes = (const char *)string + 4;
    for (uint32_t i = string->length; i < 12; i++)
        assert(bytes[i] == 0);
    return bytes;
}

/* Says what came instead; false then. */
static inline bool is_text(flare_string string, const char *expected)
{
    const char *const bytes = bytes_of(&string);
    if (string.length == strlen(expected) && memcmp(bytes, expected, string.length) == 0)
        return true;
    fprintf(stderr, "expected '%s', got '%.*s'\n", expected, (int)string.length, bytes);
    return false;
}

static uint64_t random_state = 88172645463325252u;

static inline uint64_t random_word(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state * 0x2545F4914F6CDD1Du;
}

static inline uint32_t random_below(uint32_t limit)
{
    return (uint32_t)((random_word() >> 32) * limit >> 32);
}

#endif
