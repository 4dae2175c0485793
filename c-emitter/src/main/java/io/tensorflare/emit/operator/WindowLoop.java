package io.tensorflare.emit.operator;

import io.tensorflare.c.CComment;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.emit.expression.Interval;
import io.tensorflare.emit.expression.Machine;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.pipeline.Node;
import io.tensorflare.pipeline.WindowText;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.WindowCall;
import io.tensorflare.plan.WindowFrame;
import io.tensorflare.plan.WindowFunction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One loop over the rows of a partition, for the functions that look at one frame, or for those
 * that look at none: a function of its own.
 */
final class WindowLoop {
    private final Assembly assembly;
    private final Node node;
    private final Optional<WindowFrame> frame;
    private final List<WindowCall> calls;
    private final List<Profile> profiles;
    private final Map<FrameValues.Way, FrameValues> values = new EnumMap<>(FrameValues.Way.class);
    private final String name;
    private boolean takesParameters;

    private WindowLoop(
            Assembly assembly,
            Node node,
            Optional<WindowFrame> frame,
            List<WindowCall> calls,
            List<Profile> profiles) {
        this.assembly = assembly;
        this.node = node;
        this.frame = frame;
        this.calls = calls;
        this.profiles = profiles;
        String first = Names.readable(calls.get(0).column().name());
        this.name =
                assembly.context()
                        .globals()
                        .unique(
                                "window_"
                                        + node.number()
                                        + "_"
                                        + (first.isEmpty() ? "column" : first));
        for (FrameValues.Way way : FrameValues.Way.values()) {
            List<WindowCall> gathered = gathered(way);
            if (!gathered.isEmpty()) {
                values.put(
                        way,
                        new FrameValues(
                                assembly, node, way, frame.orElseThrow(), gathered, profiles));
            }
        }
    }

    /** The loops of a window, in the order of its calls. */
    static List<WindowLoop> of(Assembly assembly, Node node, List<Profile> profiles) {
        Map<Optional<WindowFrame>, List<WindowCall>> byFrame = new LinkedHashMap<>();
        for (WindowCall call : ((Plan.Window) node.plan()).calls()) {
            byFrame.computeIfAbsent(frame(call), frame -> new ArrayList<>()).add(call);
        }
        List<WindowLoop> loops = new ArrayList<>();
        byFrame.forEach(
                (frame, calls) ->
                        loops.add(new WindowLoop(assembly, node, frame, calls, profiles)));
        return loops;
    }

    /** The frame that a function looks at. */
    static Optional<WindowFrame> frame(WindowCall call) {
        if (call.function() instanceof WindowFunction.Framed framed) {
            return Optional.of(framed.frame());
        }
        if (call.function() instanceof WindowFunction.End end) {
            return Optional.of(end.frame());
        }
        return call.function() instanceof WindowFunction.Nth nth
                ? Optional.of(nth.frame())
                : Optional.empty();
    }

    private List<WindowCall> gathered(FrameValues.Way way) {
        return calls.stream()
                .filter(
                        call ->
                                call.function() instanceof WindowFunction.Framed framed
                                        && FrameValues.way(framed, profiles) == way)
                .toList();
    }

    List<WindowCall> calls() {
        return calls;
    }

    /** How a call's column comes out. */
    Profile profile(WindowCall call) {
        if (call.function() instanceof WindowFunction.Framed framed) {
            Value value = values.get(FrameValues.way(framed, profiles)).result(call);
            return new Profile(value.type(), value.nullable(), value.range(), Optional.empty());
        }
        CType type = Machine.type(call.column().type());
        Interval range = Machine.range(call.column().type());
        return new Profile(type, call.column().nullable(), range, Optional.empty());
    }

    /** Writes the function, and before it those that it calls. */
    void write(CWriter functions, SortedRows rows, List<WindowResult> results) {
        values.values()
                .forEach(
                        values ->
                                values.write(
                                        functions,
                                        rows,
                                        results.stream()
                                                .filter(result -> isOf(result, values.way()))
                                                .toList()));
        CWriter c = new CWriter().deeper();
        CWriter outside = c.inner();
        CWriter inside = c.deeper();
        WindowBody body = new WindowBody(Place.of(assembly, node.number()), rows, outside, inside);
        results.forEach(result -> result.call().function().accept(body.of(result)));
        values.values().forEach(body::follow);
        CWriter around = c.deeper();
        frame.ifPresent(bounds -> body.bounds(bounds, outside, around));
        loop(c, outside, around.add(inside), rows.tag());
        takesParameters = c.words().contains("parameters");
        functions.function(
                comment(),
                "static flare_status $(flare_worker *worker, "
                        + (takesParameters ? "const struct parameters *parameters, " : "")
                        + "const flare_partition *partition)",
                c.dropUnused(),
                name);
    }

    private static void loop(CWriter c, CWriter outside, CWriter inside, String tag) {
        boolean peers = inside.words().contains("peers");
        if (peers) {
            c.line("flare_peers peers = { 0 };");
        }
        c.add(outside);
        c.block(
                "for (int64_t at = 0; at < partition->rows; at++)",
                () -> {
                    c.block(
                            "if (at % FLARE_BLOCK == 0)",
                            () -> c.line("FLARE_TRY(flare_partition_poll(worker));"));
                    c.line("struct $ *const row = partition->row[at];", tag);
                    if (peers) {
                        c.block(
                                "if (at == peers.end)",
                                () -> c.line("flare_next_peers(partition, &peers);"));
                    }
                    c.add(inside);
                });
        c.line("return flare_worker_status(worker);");
    }

    private boolean isOf(WindowResult result, FrameValues.Way way) {
        return result.call().function() instanceof WindowFunction.Framed framed
                && FrameValues.way(framed, profiles) == way;
    }

    private String comment() {
        List<String> texts = new ArrayList<>();
        for (WindowCall call : calls) {
            texts.add(
                    call.column().name()
                            + " = "
                            + WindowText.of(
                                    call.function(), node.plan().inputs().get(0).columns()));
        }
        String text = "#" + node.number() + " " + String.join(", ", texts) + ".";
        return String.join("\n", CComment.wrap(text, "    "));
    }

    /** Calls the function for the partition at hand. */
    void call(CWriter c) {
        String parameters = takesParameters ? "parameters, " : "";
        c.line("FLARE_TRY($(worker, " + parameters + "&partition));", name)
                .note("#" + node.number());
    }
}
