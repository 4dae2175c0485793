package io.tensorflare.engine;

import io.tensorflare.ModelDescription;
import io.tensorflare.catalog.ParquetTable;
import io.tensorflare.emit.Program;
import io.tensorflare.plan.Type;
import java.util.List;

/**
 * A query that is planned, emitted, compiled and loaded: what runs again without any of these.
 *
 * @param parameters types of the statement's parameters, in order
 * @param tables of each scan, the files that it was planned for
 * @param models of the program's models, in order
 */
record CompiledQuery(
        List<Type> parameters,
        Program program,
        NativeProgram compiled,
        List<ParquetTable> tables,
        List<ModelDescription> models) {
    CompiledQuery {
        parameters = List.copyOf(parameters);
        tables = List.copyOf(tables);
        models = List.copyOf(models);
    }
}
