package io.tensorflare.engine;

import io.tensorflare.ModelDescription;
import io.tensorflare.catalog.ParquetTable;
import io.tensorflare.emit.Program;
import io.tensorflare.plan.Plan;
import java.util.List;

/**
 * A query that is planned, emitted, compiled and loaded: what runs again without any of these.
 *
 * @param tables of each scan, the files that it was planned for
 * @param models of the program's models, in order
 */
record PlannedQuery(Plan plan, Program program, NativeProgram compiled, List<ParquetTable> tables, List<ModelDescription> models) {
    PlannedQuery {
        tables = List.copyOf(tables);
        models = List.copyOf(models);
    }
}
