#include <dlfcn.h>
#include <stdlib.h>

#include "engine/query.h"

enum { MAX_STATE = 1 << 30 };
enum { MAX_COUNT = 1 << 16 }; /* of pipelines, columns, models */

/* ---- Contents page --------------------------------------------------------------------------------------------------- */

static flare_status refuse(flare_error *error, const char *path, const char *what)
{
    return flare_fail(error, FLARE_ERROR_INTERNAL, -1, "%s is no program of this version: %s", path,
                      what);
}

/* Whether a struct of `query_size` bytes has a pointer there. */
static bool has_pointer(uint32_t query_size, uint32_t offset)
{
    return query_size >= sizeof(void *) && offset <= query_size - sizeof(void *);
}

static bool has_rows(flare_source source)
{
    return source == FLARE_SOURCE_GROUPS || source == FLARE_SOURCE_SORTED ||
           source == FLARE_SOURCE_JOIN;
}

static flare_status check_result(const flare_program *program, const flare_pipeline *pipeline,
                                 const char *path, flare_error *error)
{
    if (pipeline->morsel != NULL || !has_rows(pipeline->source))
        return refuse(error, path, "a pipeline whose rows are the result");
    for (int32_t i = 0; i < program->column_count; i++) {
        const flare_field *const field = &pipeline->result[i];
        if (!flare_result_takes(program->columns[i].type, field->type))
            return refuse(error, path, "type of a field");
        if (field->type == FLARE_IDS && !has_pointer(program->query_size, field->ids))
            return refuse(error, path, "a field's ids are outside of the query's state");
    }
    return FLARE_OK;
}

static bool is_built_right(const flare_built *built, uint32_t query_size, uint32_t local_size)
{
    switch (built->kind) {
    case FLARE_BUILT_GROUPS:
    case FLARE_BUILT_SORTER:
    case FLARE_BUILT_JOIN:
        return has_pointer(query_size, built->offset);
    case FLARE_BUILT_ARRAY:
        return has_pointer(query_size, built->offset) && built->merge != NULL;
    case FLARE_BUILT_TOTALS:
        return built->offset < query_size && built->local < local_size && built->merge != NULL;
    }
    return false;
}

static flare_status check_built(const flare_built *built, uint32_t query_size, uint32_t local_size,
                                const char *path, flare_error *error)
{
    if (!is_built_right(built, query_size, local_size))
        return refuse(error, path, "what a pipeline builds");
    return FLARE_OK;
}

static flare_status check_pipeline(const flare_program *program, const flare_pipeline *pipeline,
                                   const char *path, flare_error *error)
{
    if (pipeline->name == NULL || (pipeline->morsel == NULL && pipeline->result == NULL))
        return refuse(error, path, "a pipeline has no name or no function");
    if (pipeline->built_count < 0 || pipeline->built_count > MAX_COUNT)
        return refuse(error, path, "number of what a pipeline builds");
    for (int32_t i = 0; i < pipeline->built_count; i++)
        FLARE_TRY(check_built(&pipeline->built[i], program->query_size, pipeline->local_size, path,
                              error));
    if (pipeline->result != NULL)
        FLARE_TRY(check_result(program, pipeline, path, error));
    if (pipeline->local_size > MAX_STATE)
        return refuse(error, path, "size of a pipeline's state");
    switch (pipeline->source) {
    case FLARE_SOURCE_ONCE:
        return FLARE_OK;
    case FLARE_SOURCE_SCAN:
        if (pipeline->scan == NULL || pipeline->scan->column_count < 0)
            return refuse(error, path, "a pipeline scans nothing");
        return FLARE_OK;
    case FLARE_SOURCE_GROUPS:
    case FLARE_SOURCE_SORTED:
    case FLARE_SOURCE_JOIN:
    case FLARE_SOURCE_WINDOWS:
    case FLARE_SOURCE_ARRAY:
        if (!has_pointer(program->query_size, pipeline->source_offset))
            return refuse(error, path, "a pipeline's rows are outside of the query's state");
        return FLARE_OK;
    }
    return refuse(error, path, "source of a pipeline");
}

static flare_status check_program(const flare_program *program, const char *path,
                                  flare_error *error)
{
    if (program->abi != FLARE_ABI)
        return refuse(error, path, "another ABI");
    if (program->query_size > MAX_STATE || program->parameters_size > MAX_STATE)
        return refuse(error, path, "size of its state or parameters");
    if (program->pipeline_count < 1 || program->pipeline_count > MAX_COUNT ||
        program->column_count < 0 || program->column_count > MAX_COUNT ||
        program->model_count < 0 || program->model_count > MAX_COUNT || program->row_counters < 0 ||
        program->row_counters > MAX_COUNT)
        return refuse(error, path, "number of pipelines, columns, models or counters");
    for (int32_t i = 0; i < program->column_count; i++) {
        if (program->columns[i].type < FLARE_BOOL || program->columns[i].type > FLARE_STRING)
            return refuse(error, path, "type of a result column");
    }
    for (int32_t i = 0; i < program->pipeline_count; i++)
        FLARE_TRY(check_pipeline(program, &program->pipelines[i], path, error));
    return FLARE_OK;
}

/* ---- Loading ----------------------------------------------------------------------------------------------------------- */

static flare_status load(flare_compiled *compiled, const char *path, flare_error *error)
{
    compiled->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (compiled->library == NULL)
        return flare_fail(error, FLARE_ERROR_COMPILER, -1, "a compiled query cannot be loaded: %s",
                          dlerror());
    compiled->program = dlsym(compiled->library, "flare_query");
    if (compiled->program == NULL)
        return refuse(error, path, "no contents page");
    FLARE_TRY(check_program(compiled->program, path, error));
    for (int32_t i = 0; i < compiled->program->pipeline_count; i++)
        compiled->scan_count += compiled->program->pipelines[i].source == FLARE_SOURCE_SCAN;
    return FLARE_OK;
}

flare_compiled *flare_compiled_open(const char *path, flare_error *error)
{
    *error = (flare_error){ .position = -1 };
    flare_compiled *const compiled = calloc(1, sizeof *compiled);
    if (compiled == NULL) {
        flare_fail_memory(error, sizeof *compiled);
        return NULL;
    }
    compiled->references = 1;
    if (load(compiled, path, error) == FLARE_OK)
        return compiled;
    flare_compiled_close(compiled);
    return NULL;
}

void flare_compiled_retain(flare_compiled *compiled)
{
    atomic_fetch_add(&compiled->references, 1);
}

void flare_compiled_close(flare_compiled *compiled)
{
    if (compiled == NULL || atomic_fetch_sub(&compiled->references, 1) > 1)
        return;
    if (compiled->library != NULL)
        dlclose(compiled->library);
    free(compiled);
}

void flare_compiled_numbers(const flare_compiled *compiled, int64_t *numbers)
{
    numbers[0] = compiled->program->parameters_size;
    numbers[1] = compiled->program->pipeline_count;
    numbers[2] = compiled->scan_count;
    numbers[3] = compiled->program->column_count;
    numbers[4] = compiled->program->model_count;
}

const char *flare_compiled_pipeline(const flare_compiled *compiled, int32_t pipeline)
{
    if (pipeline < 0 || pipeline >= compiled->program->pipeline_count)
        return "";
    return compiled->program->pipelines[pipeline].name;
}
