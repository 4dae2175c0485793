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
    }
    return FLARE_FAILED;
}

static flare_status finish(flare_worker *worker, const flare_built *built)
{
    switch (built->kind) {
    case FLARE_BUILT_GROUPS:
        return FLARE_OK;
    case FLARE_BUILT_SORTER:
        return flare_sorter_finish(worker, object(worker, built));
    case FLARE_BUILT_JOIN:
        return flare_join_finish(worker, object(worker, built));
    }
    return FLARE_FAILED;
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
