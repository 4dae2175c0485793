package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.pipeline.Node;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The groups of one aggregation: their struct, and how pipelines reach them.
 *
 * @param tag of the struct
 * @param field of {@code struct query} that holds the groups
 */
record Groups(Node node, Accumulators accumulators, String tag, String field, IdSpace strings) {
    Plan.Aggregate plan() {
        return (Plan.Aggregate) node.plan();
    }

    String note() {
        return "#" + node.number();
    }

    /** Writes {@code merge_<tag>}: adds one group to another. */
    void declareMerge(CWriter c) {
        c.function(
                "Adds one "
                        + (plan().keys().isEmpty() ? "worker's totals" : "group")
                        + " to another of the same kind.",
                "static void merge_$(void *into_row, const void *from_row)",
                () -> {
                    c.line("struct $ *const into = into_row;", tag);
                    c.line("const struct $ *const from = from_row;", tag);
                    c.blank();
                    ordered().forEach(accumulator -> accumulator.merge(c));
                },
                tag);
    }

    /** Counts last: others look at them to know whether they are first. */
    List<Accumulator> ordered() {
        List<Accumulator> ordered = new ArrayList<>(accumulators.all());
        ordered.sort(
                (a, b) ->
                        Boolean.compare(
                                a.kind() == Accumulator.Kind.COUNT,
                                b.kind() == Accumulator.Kind.COUNT));
        return ordered;
    }

    CExpr place(String group, Accumulator accumulator) {
        return CExpr.name(accumulator.type(), group + "->" + accumulator.field());
    }

    CExpr seen(String group, Accumulator accumulator) {
        Optional<String> seen = accumulator.seen();
        return seen.map(name -> CExpr.name(CType.INT64, group + "->" + name))
                .orElse(CExpr.number(CType.INT64, 0));
    }
}
