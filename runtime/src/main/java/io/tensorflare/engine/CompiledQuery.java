package io.tensorflare.engine;

import io.tensorflare.ModelDescription;
import io.tensorflare.catalog.ParquetTable;
import io.tensorflare.emit.Program;
import io.tensorflare.planner.PlannedQuery;
import java.util.List;

/**
 * A query that is planned, emitted, compiled and loaded: what runs again without any of these.
 *
 * @param planned with the types of the statement's parameters and the estimates
 * @param tables of each scan, the files that it was planned for
 * @param models of the program's models, in order
 */
record CompiledQuery(
        PlannedQuery planned,
        Program program,
        NativeProgram compiled,
        List<ParquetTable> tables,
        List<ModelDescription> models) {
    CompiledQuery {
        tables = List.copyOf(tables);
        models = List.copyOf(models);
    }
}
