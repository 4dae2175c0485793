package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.pipeline.DistinctSet;
import io.tensorflare.pipeline.Node;
import io.tensorflare.plan.Plan;
import java.util.List;
import java.util.Optional;

/**
 * The groups of one aggregation: their struct, and how pipelines reach them.
 *
 * @param kind how they are kept
 * @param keys in the plan's order; empty for totals
 * @param key the struct of keys of a hash table
 * @param tag of the struct of a group
 * @param field of {@code struct query} that holds the groups
 * @param strings where strings live that groups keep
 */
record Groups(
        Node node,
        Kind kind,
        List<KeyColumn> keys,
        Optional<KeyStruct> key,
        Accumulators accumulators,
        String tag,
        String field,
        Optional<IdSpace> strings,
        List<DistinctTable> distinct,
        Optional<DirectArray> array) {
    enum Kind {
        SINGLE,
        DIRECT,
        HASH
    }

    Plan.Aggregate plan() {
        return (Plan.Aggregate) node.plan();
    }

    String note() {
        return "#" + node.number();
    }

    /** The function that adds one group to another; empty where groups are keys alone. */
    String merge() {
        return accumulators.all().isEmpty() ? "" : "merge_" + tag;
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
                    accumulators.inOrder().forEach(accumulator -> accumulator.merge(c));
                },
                tag);
    }

    /** Whether there is a table of distinct values with a value of every row. */
    boolean comeFromDistinctValues() {
        return kind == Kind.HASH
                && distinct.stream()
                        .map(DistinctTable::set)
                        .anyMatch(
                                set ->
                                        set.filter().isEmpty()
                                                && !plan().input()
                                                        .columns()
                                                        .get(set.argument())
                                                        .nullable());
    }

    DistinctTable table(DistinctSet set) {
        return distinct.stream().filter(table -> table.set().equals(set)).findFirst().orElseThrow();
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
