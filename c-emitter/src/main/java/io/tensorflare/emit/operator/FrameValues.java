package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.pipeline.Node;
import io.tensorflare.pipeline.Rooted;
import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Aggregation;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.WindowCall;
import io.tensorflare.plan.WindowFrame;
import io.tensorflare.plan.WindowFunction;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * The running values of aggregates over one frame: their struct, and the functions that change and
 * read it.
 */
final class FrameValues {
    /** How the values follow a frame that moves. */
    enum Way {
        /** The frame only grows: rows are added. */
        RUNNING,
        /** Rows are added at the end and taken out at the start; for what is exact. */
        SLIDING,
        /** Each frame is put together from a tree over the partition. */
        TREE
    }

    private final Assembly assembly;
    private final Way way;
    private final Groups groups;
    private boolean takesWorker;
    private boolean givesWorker;

    FrameValues(
            Assembly assembly,
            Node node,
            Way way,
            WindowFrame frame,
            List<WindowCall> calls,
            List<Profile> profiles) {
        this.assembly = assembly;
        this.way = way;
        Plan.Window window = (Plan.Window) node.plan();
        boolean empty = canBeEmpty(frame);
        Plan.Aggregate aggregate =
                new Plan.Aggregate(
                        window.input(),
                        empty ? List.of() : List.of(0),
                        calls.stream().map(FrameValues::aggregate).toList(),
                        empty ? new Aggregation.Single() : new Aggregation.Hash(1));
        String note = "#" + node.number();
        StructFields fields = new StructFields();
        Accumulators accumulators =
                new Accumulators(
                        aggregate,
                        profiles,
                        Rooted.rows(window.input()).max(BigInteger.ONE),
                        fields,
                        note,
                        assembly.context().positions());
        String tag = assembly.tags().unique("frame");
        fields.declare(assembly.structs(), "What " + note + " keeps of the rows in a frame.", tag);
        this.groups =
                new Groups(
                        new Node(node.number(), aggregate, List.of()),
                        Groups.Kind.SINGLE,
                        List.of(),
                        Optional.empty(),
                        accumulators,
                        tag,
                        "",
                        Optional.empty(),
                        List.of(),
                        Optional.empty());
    }

    /** Frames that surely hold their own row are never empty. */
    private static boolean canBeEmpty(WindowFrame frame) {
        boolean startsBefore =
                !(frame.start() instanceof WindowFrame.Bound.Following)
                        && !(frame.start() instanceof WindowFrame.Bound.Limit);
        boolean endsBehind =
                !(frame.end() instanceof WindowFrame.Bound.Preceding)
                        && !(frame.end() instanceof WindowFrame.Bound.Limit);
        return !startsBefore || !endsBehind;
    }

    static AggregateCall aggregate(WindowCall call) {
        WindowFunction.Framed framed = (WindowFunction.Framed) call.function();
        return new AggregateCall(
                framed.kind(),
                framed.argument(),
                false,
                framed.filter(),
                call.column(),
                call.position());
    }

    /** The way for an aggregate over a frame. */
    static Way way(WindowFunction.Framed framed, List<Profile> profiles) {
        if (framed.frame().start() instanceof WindowFrame.Bound.Unbounded) {
            return Way.RUNNING;
        }
        boolean exact =
                switch (framed.kind()) {
                    case COUNT -> true;
                    case SUM, AVG ->
                            !profiles.get(framed.argument().getAsInt()).type().isFloating();
                    default -> false;
                };
        return exact ? Way.SLIDING : Way.TREE;
    }

    Way way() {
        return way;
    }

    String tag() {
        return groups.tag();
    }

    /** What a call gives, in C that reads {@code frame}. */
    Value result(WindowCall call) {
        return groups.accumulators().results().of(aggregate(call), "frame");
    }

    /** Writes the functions. */
    void write(CWriter functions, SortedRows rows, List<WindowResult> results) {
        change(functions, rows, "add", "Takes a row into a frame of ");
        if (way == Way.SLIDING) {
            change(functions, rows, "remove", "Takes a row out of a frame of ");
        }
        if (way == Way.TREE) {
            groups.declareMerge(functions);
        }
        give(functions, rows, results);
    }

    private void change(CWriter functions, SortedRows rows, String verb, String comment) {
        CWriter body = new CWriter().deeper();
        Updates updates =
                new Updates(
                        groups,
                        Place.of(assembly, rows.node().number()),
                        accumulator -> groups.place("frame", accumulator),
                        accumulator -> groups.seen("frame", accumulator));
        List<Accumulator> all = groups.accumulators().inOrder();
        if (verb.equals("add")) {
            updates.write(body, rows.cells("row"), all);
        } else {
            updates.remove(body, rows.cells("row"), all);
        }
        String about = comment + groups.note() + ".";
        if (way == Way.TREE) {
            CWriter typed = new CWriter().deeper();
            typed.line("struct $ *const frame = into_frame;", tag());
            if (body.words().contains("row")) {
                typed.line("const struct $ *const row = from_row;", rows.tag());
            } else {
                typed.line("(void)from_row;");
            }
            typed.blank().add(body);
            functions.function(
                    about,
                    "static void add_$(void *into_frame, const void *from_row)",
                    typed,
                    tag());
            return;
        }
        takesWorker |= body.words().contains("worker");
        if (!body.words().contains("row")) {
            body.line("(void)row;");
        }
        functions.function(
                about,
                "static void $_$(" + worker(takesWorker) + "struct $ *frame, const struct $ *row)",
                body,
                verb,
                tag(),
                tag(),
                rows.tag());
    }

    private static String worker(boolean taken) {
        return taken ? "flare_worker *worker, " : "";
    }

    private void give(CWriter functions, SortedRows rows, List<WindowResult> results) {
        CWriter body = new CWriter().deeper();
        results.forEach(result -> result.store(body, result(result.call())));
        givesWorker = body.words().contains("worker");
        functions.function(
                "Tells a row what its frame gives.",
                "static void give_$("
                        + worker(givesWorker)
                        + "const struct $ *frame, struct $ *row)",
                body,
                tag(),
                tag(),
                rows.tag());
    }

    /** A call that adds or removes the row that is number {@code at} of the partition. */
    void change(CWriter c, String verb, String frame, String at) {
        String worker = takesWorker ? "worker, " : "";
        c.line("$_$(" + worker + "&$, partition->row[$]);", verb, tag(), frame, at);
    }

    /** A call that tells {@code row} what a frame gives. */
    void give(CWriter c, String frame) {
        c.line("give_$(" + (givesWorker ? "worker, " : "") + "&$, row);", tag(), frame);
    }
}
