package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.Constant;
import io.tensorflare.pipeline.Step;
import io.tensorflare.plan.Plan;
import java.math.BigInteger;
import java.util.List;
import java.util.OptionalLong;

/** Skips and counts rows, over all workers and all pipelines that pass the same limit. */
final class LimitStep {
    private final Step.Limit step;
    private final Place place;

    LimitStep(Step.Limit step, Place place) {
        this.step = step;
        this.place = place;
    }

    /** Writes up to where it is known which rows are kept. */
    Batch write(CWriter c, Batch batch, int[] later) {
        String note = "#" + step.node().number();
        Batch rows =
                batch.isDense()
                        ? batch
                        : new Compaction(place, step.node().plan().columns())
                                .write(
                                        c,
                                        batch,
                                        later,
                                        new int[later.length],
                                        (inside, cells, index) -> {});
        String first = place.names().unique("first_row");
        String count = place.names().unique("row_limit");
        String field =
                place.assembly()
                        .limits()
                        .computeIfAbsent(step.node().number(), number -> declare(note));
        c.line("int32_t $, $;", first, count);
        c.line(
                        "FLARE_TRY(flare_limit_take(worker, &query->$, $, &$, &$));",
                        field,
                        rows.total(),
                        first,
                        count)
                .note(note);
        String end = place.names().unique("end_row");
        c.line("const int32_t $ = $ + $;", end, first, count);
        return new Kept(rows, first, end);
    }

    private String declare(String note) {
        Assembly assembly = place.assembly();
        OptionalLong limit =
                step.node().plan() instanceof Plan.Sort sort
                        ? sort.limit()
                        : ((Plan.Limit) step.node().plan()).limit();
        long offset =
                step.node().plan() instanceof Plan.Sort sort
                        ? sort.offset()
                        : ((Plan.Limit) step.node().plan()).offset();
        String field = assembly.query().add("flare_limit", "limit", note);
        CExpr skipped = parameter(assembly, "offset", note, offset);
        assembly.open().line("query->$.offset = $;", field, skipped);
        CExpr most =
                limit.isPresent()
                        ? parameter(assembly, "limit", note, limit.getAsLong())
                        : CExpr.number(CType.INT64, -1);
        assembly.open().line("query->$.limit = $;", field, most);
        return field;
    }

    private static CExpr parameter(Assembly assembly, String name, String note, long value) {
        return assembly.context()
                .parameters()
                .scalar(
                        CType.INT64,
                        name,
                        note + " " + value,
                        new Constant.Known(BigInteger.valueOf(value)));
    }

    /** The rows from {@code first} on. */
    private record Kept(Batch input, String first, String rows) implements Batch.Within {
        @Override
        public boolean isDense() {
            return false;
        }

        @Override
        public boolean isSingle() {
            return false;
        }

        @Override
        public List<Cell> enter(CWriter c, int[] uses) {
            return input.enter(c, uses);
        }
    }
}
