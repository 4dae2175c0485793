/*
 * Arenas: pages in a list, the newest first, filled from their front.
 *
 *   page:  | header, 64 bytes | allocation | allocation | ... free |
 *
 * Pages are of FLARE_PAGE bytes, and of LARGE_PAGE once the arena has as much: large ones can be huge pages of the system, which random
 * reads need. An allocation above BIG gets a page of its own, put behind the first one, which goes on being filled.
 */
#include "flare/memory.h"

#include <string.h>

#include "base/sanitize.h"

enum { BIG = FLARE_PAGE / 4, LARGE_PAGE = 2 << 20 };

struct flare_arena_page {
    struct flare_arena_page *next;
    uint64_t byte_size; /* with this header */
    uint8_t unused[FLARE_ALIGNMENT - 16];
};

_Static_assert(sizeof(struct flare_arena_page) == FLARE_ALIGNMENT, "content starts aligned");

void flare_arena_open(flare_arena *arena, flare_budget *budget)
{
    *arena = (flare_arena){ .budget = budget };
}

static void give_page(flare_arena *arena, struct flare_arena_page *page)
{
    arena->byte_size -= page->byte_size;
    FLARE_UNPOISON(page, page->byte_size);
    flare_pages_give(arena->budget, page, page->byte_size);
}

void flare_arena_close(flare_arena *arena)
{
    struct flare_arena_page *next;
    for (struct flare_arena_page *page = arena->pages; page != NULL; page = next) {
        next = page->next;
        give_page(arena, page);
    }
    *arena = (flare_arena){ .budget = arena->budget };
}

static void start_page(flare_arena *arena, struct flare_arena_page *page)
{
    arena->next = (uint8_t *)(page + 1);
    arena->end = (uint8_t *)page + page->byte_size;
    FLARE_POISON(arena->next, page->byte_size - sizeof *page);
}

void flare_arena_reset(flare_arena *arena)
{
    struct flare_arena_page *kept = NULL;
    struct flare_arena_page *next;
    for (struct flare_arena_page *page = arena->pages; page != NULL; page = next) {
        next = page->next;
        if (kept == NULL && page->byte_size <= 2 * FLARE_PAGE)
            kept = page;
        else
            give_page(arena, page);
    }
    arena->pages = kept;
    arena->next = NULL;
    arena->end = NULL;
    if (kept != NULL) {
        kept->next = NULL;
        start_page(arena, kept);
    }
}

static struct flare_arena_page *take_page(flare_arena *arena, uint64_t byte_size)
{
    struct flare_arena_page *const page = flare_pages_take(arena->budget, &byte_size);
    if (page != NULL) {
        page->byte_size = byte_size;
        arena->byte_size += byte_size;
    }
    return page;
}

/* A page for one allocation, behind the page that is being filled. */
static void *allocate_big(flare_arena *arena, uint64_t byte_size)
{
    struct flare_arena_page *const page = take_page(arena, byte_size + sizeof *page);
    if (page == NULL)
        return NULL;
    struct flare_arena_page **const link =
        arena->pages != NULL ? &arena->pages->next : &arena->pages;
    page->next = *link;
    *link = page;
    FLARE_POISON((uint8_t *)(page + 1) + byte_size, page->byte_size - sizeof *page - byte_size);
    return page + 1;
}

static uint8_t *aligned(uint8_t *address, uint64_t alignment)
{
    return address + (-(uintptr_t)address & (alignment - 1));
}

/* A page to fill: a large one where that is due, unless the budget is short. */
static struct flare_arena_page *take_next_page(flare_arena *arena)
{
    struct flare_arena_page *page = NULL;
    if (arena->byte_size >= LARGE_PAGE)
        page = take_page(arena, LARGE_PAGE);
    return page != NULL ? page : take_page(arena, FLARE_PAGE);
}

static void *allocate(flare_arena *arena, uint64_t byte_size, uint64_t alignment)
{
    if (byte_size > BIG)
        return byte_size > INT64_MAX ? NULL : allocate_big(arena, byte_size);

    /* Compared as numbers: the aligned start may lie beyond the page's end. */
    uintptr_t start = (uintptr_t)aligned(arena->next, alignment);
    if (arena->next == NULL || start + byte_size + FLARE_REDZONE > (uintptr_t)arena->end) {
        struct flare_arena_page *const page = take_next_page(arena);
        if (page == NULL)
            return NULL;
        page->next = arena->pages;
        arena->pages = page;
        start_page(arena, page);
        start = (uintptr_t)arena->next;
    }
    uint8_t *const found = arena->next + (start - (uintptr_t)arena->next);
    arena->next = found + byte_size + FLARE_REDZONE;
    FLARE_UNPOISON(found, byte_size);
    return found;
}

void *flare_arena_allocate(flare_arena *arena, uint64_t byte_size, flare_error *error)
{
    void *const found = allocate(arena, byte_size, 16);
    if (found == NULL)
        flare_fail_memory(error, byte_size);
    return found;
}

void *flare_arena_allocate_zeroed(flare_arena *arena, uint64_t byte_size, flare_error *error)
{
    void *const found = allocate(arena, byte_size, FLARE_ALIGNMENT);
    if (found == NULL)
        flare_fail_memory(error, byte_size);
    else
        memset(found, 0, byte_size);
    return found;
}
