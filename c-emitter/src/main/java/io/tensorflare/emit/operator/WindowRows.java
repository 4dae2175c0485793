package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Walk;
import io.tensorflare.pipeline.Node;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.WindowCall;
import io.tensorflare.plan.WindowFrame;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows of a window's partitions: as they were sorted, with a field for what each function gave.
 *
 * @param functions that fill those fields
 */
record WindowRows(
        SortedRows sorted, List<WindowResult> results, List<WindowLoop> loops, CWriter functions)
        implements Batch.OfPointers {
    static WindowRows plan(Assembly assembly, Node node, List<PipelineCode> inputs, Uses uses) {
        Plan.Window plan = (Plan.Window) node.plan();
        int[] needed = uses.sorted(node);
        List<Profile> profiles = new ArrayList<>(Profiles.of(needed, inputs));
        readHere(plan).forEach(column -> SortedRows.keepText(profiles, column));
        plan.calls().forEach(call -> widenLimits(plan, call, profiles));
        List<WindowLoop> loops = WindowLoop.of(assembly, node, profiles);
        List<WindowResult> results = new ArrayList<>();
        String note = "#" + node.number();
        SortedRows sorted =
                SortedRows.plan(
                        assembly,
                        node,
                        needed,
                        profiles,
                        keys(plan),
                        CExpr.number(CType.INT64, -1),
                        "windowed",
                        fields -> {
                            for (WindowCall call : plan.calls()) {
                                Profile profile =
                                        loops.stream()
                                                .filter(loop -> loop.calls().contains(call))
                                                .findFirst()
                                                .orElseThrow()
                                                .profile(call);
                                results.add(WindowResult.of(call, profile, fields, note));
                            }
                        });
        CWriter functions = new CWriter();
        loops.forEach(loop -> loop.write(functions, sorted, of(loop, results)));
        return new WindowRows(sorted, results, loops, functions);
    }

    /** The columns that keys and functions read. */
    private static IntStream readHere(Plan.Window plan) {
        BitSet columns = new BitSet();
        keys(plan).forEach(key -> columns.set(key.column()));
        for (WindowCall call : plan.calls()) {
            columns.or(call.function().columns());
            call.function().expressions().stream()
                    .flatMap(expression -> Walk.columns(expression).stream())
                    .forEach(column -> columns.set(column.index()));
        }
        return columns.stream();
    }

    private static List<Plan.Sort.Key> keys(Plan.Window plan) {
        List<Plan.Sort.Key> keys = new ArrayList<>();
        plan.partition()
                .forEach(
                        column ->
                                keys.add(
                                        new Plan.Sort.Key(
                                                column,
                                                Plan.Sort.Direction.ASCENDING,
                                                Plan.Sort.Nulls.LAST)));
        keys.addAll(plan.order());
        return keys;
    }

    /** A limit and the key it is compared with have one machine type. */
    private static void widenLimits(Plan.Window plan, WindowCall call, List<Profile> profiles) {
        WindowLoop.frame(call)
                .ifPresent(
                        frame ->
                                List.of(frame.start(), frame.end())
                                        .forEach(bound -> widen(plan, bound, profiles)));
    }

    private static void widen(Plan.Window plan, WindowFrame.Bound bound, List<Profile> profiles) {
        if (bound instanceof WindowFrame.Bound.Limit limit) {
            int key = plan.order().get(0).column();
            Profile atKey = profiles.get(key);
            Profile atLimit = profiles.get(limit.column());
            CType type = atKey.or(atLimit).type();
            profiles.set(key, new Profile(type, atKey.nullable(), atKey.range(), Optional.empty()));
            profiles.set(
                    limit.column(),
                    new Profile(type, atLimit.nullable(), atLimit.range(), Optional.empty()));
        }
    }

    private static List<WindowResult> of(WindowLoop loop, List<WindowResult> results) {
        return results.stream().filter(result -> loop.calls().contains(result.call())).toList();
    }

    /** Fills the results of a morsel's partitions. */
    void evaluate(CWriter c) {
        c.line("flare_partition partition;");
        c.block(
                "while (flare_next_partition(worker, &partition))",
                () -> loops.forEach(loop -> loop.call(c)));
        c.blank();
    }

    @Override
    public List<Cell> enter(CWriter c, int[] uses) {
        Batch.OfPointers.declare(c, sorted.tag(), "windowed", "#" + sorted.node().number());
        List<Cell> cells = new ArrayList<>(sorted.cells("windowed"));
        results.forEach(result -> cells.add(result.cell("windowed")));
        return cells;
    }
}
