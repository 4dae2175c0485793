/* What pipelines build for later ones: the same for every program, so programs only name it. */
#include "engine/query.h"

static void *object(const flare_worker *worker, const flare_built *built)
{
    const uint8_t *const state = worker->query->state;
    return *(void *const *)(const void *)(state + built->offset);
}

static flare_status do_part(flare_worker *worker, const flare_built *built, int32_t part)
{
    switch (built->kind) {
    case FLARE_BUILT_GROUPS:
        return flare_groups_merge_part(worker, object(worker, built), built->merge, part);
    case FLARE_BUILT_SORTER:
        return flare_sorter_sort_part(worker, object(worker, built), part);
    case FLARE_BUILT_JOIN:
        return flare_join_index(worker, object(worker, built), part);
    case FLARE_BUILT_ARRAY:
        return flare_array_merge_part(worker, object(worker, built), built->merge, part);
    case FLARE_BUILT_TOTALS:
        return FLARE_OK;
    }
    return FLARE_FAILED;
}

static flare_status finish(flare_worker *worker, const flare_built *built)
{
    switch (built->kind) {
    case FLARE_BUILT_GROUPS:
    case FLARE_BUILT_TOTALS:
        return FLARE_OK;
    case FLARE_BUILT_ARRAY:
        flare_array_finish(object(worker, built));
        return FLARE_OK;
    case FLARE_BUILT_SORTER:
        return flare_sorter_finish(worker, object(worker, built));
    case FLARE_BUILT_JOIN:
        return flare_join_finish(worker, object(worker, built));
    }
    return FLARE_FAILED;
}

void flare_built_merge(flare_worker *worker, const flare_pipeline *pipeline)
{
    uint8_t *const state = worker->query->state;
    const uint8_t *const local = worker->local;
    for (int32_t i = 0; i < pipeline->built_count; i++) {
        const flare_built *const built = &pipeline->built[i];
        if (built->kind == FLARE_BUILT_TOTALS)
            built->merge(state + built->offset, local + built->local);
    }
}

flare_status flare_built_part(flare_worker *worker, const flare_pipeline *pipeline, int32_t part)
{
    for (int32_t i = 0; i < pipeline->built_count; i++)
        FLARE_TRY(do_part(worker, &pipeline->built[i], part));
    return FLARE_OK;
}

flare_status flare_built_finish(flare_worker *worker, const flare_pipeline *pipeline)
{
    for (int32_t i = 0; i < pipeline->built_count; i++)
        FLARE_TRY(finish(worker, &pipeline->built[i]));
    return FLARE_OK;
}
