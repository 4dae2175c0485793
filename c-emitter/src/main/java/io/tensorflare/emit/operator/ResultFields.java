package io.tensorflare.emit.operator;

import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Machine;
import io.tensorflare.pipeline.Pipeline;
import io.tensorflare.pipeline.Sink;
import io.tensorflare.pipeline.Source;
import io.tensorflare.pipeline.Step;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A result whose columns are fields of sorted rows: a table tells where they lie, and the pipeline
 * needs no function.
 *
 * @param fields one for each column of the result
 */
record ResultFields(SortedRows rows, List<RowStruct.Field> fields) {
    /** Empty where the pipeline does more than hand on what was sorted. */
    static Optional<ResultFields> of(Assembly assembly, Pipeline pipeline) {
        if (!(pipeline.sink() instanceof Sink.Result)
                || !(pipeline.source() instanceof Source.Sorted sorted)) {
            return Optional.empty();
        }
        SortedRows rows = assembly.sorted().get(sorted.node().number());
        List<Integer> columns = IntStream.range(0, rows.columns().size()).boxed().toList();
        for (Step step : pipeline.steps()) {
            Optional<List<Integer>> selected = after(step, columns);
            if (selected.isEmpty()) {
                return Optional.empty();
            }
            columns = selected.get();
        }
        List<RowStruct.Field> fields =
                columns.stream().map(column -> rows.row().field(column).orElseThrow()).toList();
        return fits(fields, pipeline.columns())
                ? Optional.of(new ResultFields(rows, fields))
                : Optional.empty();
    }

    private static Optional<List<Integer>> after(Step step, List<Integer> columns) {
        List<Integer> selected = new ArrayList<>();
        if (step instanceof Step.Project project) {
            for (Expression expression : project.plan().expressions()) {
                if (expression instanceof Expression.ColumnReference column) {
                    selected.add(columns.get(column.index()));
                } else {
                    return Optional.empty();
                }
            }
            return Optional.of(selected);
        }
        return Optional.empty();
    }

    /** Whether the runtime can make the columns of the fields. */
    private static boolean fits(List<RowStruct.Field> fields, List<Column> columns) {
        for (int i = 0; i < columns.size(); i++) {
            CType type = fields.get(i).type();
            CType wanted = Machine.type(columns.get(i).type());
            boolean same = type == wanted || (type == CType.IDS && wanted == CType.STRING);
            if (!same && !widens(type, wanted)) {
                return false;
            }
        }
        return true;
    }

    private static boolean widens(CType type, CType wanted) {
        return (type == CType.INT32 && (wanted == CType.INT64 || wanted == CType.INT128))
                || (type == CType.INT64 && wanted == CType.INT128);
    }

    void declare(CWriter c, String table) {
        c.table(
                "static const flare_field $[] =",
                () -> fields.forEach(field -> declare(c, field)),
                table);
    }

    private void declare(CWriter c, RowStruct.Field field) {
        String valid = field.valid().isEmpty() ? "" : ", .valid_offset = " + offset(field.valid());
        String ids =
                field.profile()
                        .ids()
                        .map(space -> ", .ids = FLARE_OFFSET(struct query, " + space.field() + ")")
                        .orElse("");
        c.line(
                "{ .type = $, .offset = " + offset(field.value()) + valid + ids + " },",
                field.type().flareType());
    }

    private String offset(String field) {
        return "FLARE_OFFSET(struct " + rows.tag() + ", " + field + ")";
    }
}
