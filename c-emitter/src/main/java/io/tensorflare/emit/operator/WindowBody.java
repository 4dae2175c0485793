package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Machine;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import io.tensorflare.plan.WindowFrame;
import io.tensorflare.plan.WindowFunction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What happens to one row of a partition in a {@link WindowLoop}. In C: {@code at} is its number,
 * {@code row} its struct, {@code from} to {@code to - 1} its frame.
 */
final class WindowBody {
    private static final CExpr AT = CExpr.name(CType.INT64, "at");
    private static final CExpr ROWS = CExpr.name(CType.INT64, "partition->rows");

    private final Place place;
    private final SortedRows rows;
    private final CWriter outside;
    private final CWriter c;
    private final String note;
    private final Map<Integer, String> valid = new HashMap<>();

    /**
     * @param outside what is written before the loop
     * @param c what is written for each row
     */
    WindowBody(Place place, SortedRows rows, CWriter outside, CWriter c) {
        this.place = place;
        this.rows = rows;
        this.outside = outside;
        this.c = c;
        this.note = "#" + rows.node().number();
    }

    private static CExpr number(long value) {
        return CExpr.number(CType.INT64, value);
    }

    private static CExpr peers(String field) {
        return CExpr.name(CType.INT64, "peers." + field);
    }

    /** The value for the row at hand; a constant becomes a parameter of that name. */
    private Value evaluated(Expression expression, String name) {
        return place.expressions(rows.cells("row"), note, c).constant(expression, name);
    }

    // ---- bounds of frames ----

    /** Writes {@code from} and {@code to} where the row's code reads them. */
    void bounds(WindowFrame frame, CWriter before, CWriter around) {
        boolean inRows = frame.unit() == WindowFrame.Unit.ROWS;
        if (c.words().contains("from")) {
            CExpr current = inRows ? AT : peers("first");
            bound(around, before, frame.start(), "from", "first", number(0), current, AT);
        }
        if (c.words().contains("to")) {
            CExpr next = AT.plus(number(1));
            CExpr current = inRows ? next : peers("end");
            bound(around, before, frame.end(), "to", "end", ROWS, current, next);
        }
    }

    private void bound(
            CWriter around,
            CWriter before,
            WindowFrame.Bound bound,
            String variable,
            String side,
            CExpr unbounded,
            CExpr current,
            CExpr at) {
        if (bound instanceof WindowFrame.Bound.Limit limit) {
            before.line("int64_t $ = 0;", variable);
            around.line(
                    "$ = flare_limit_$(partition, &$, at, $);",
                    variable,
                    side,
                    limitTable(limit),
                    variable);
            return;
        }
        CExpr value = unbounded;
        if (bound instanceof WindowFrame.Bound.CurrentRow) {
            value = current;
        } else if (bound instanceof WindowFrame.Bound.Preceding preceding) {
            CExpr distance = distance(preceding.distance(), "preceding", around);
            value = CExpr.call(CType.INT64, "flare_rows_before", at, distance);
        } else if (bound instanceof WindowFrame.Bound.Following following) {
            CExpr distance = distance(following.distance(), "following", around);
            value = CExpr.call(CType.INT64, "flare_rows_after", at, distance, ROWS);
        }
        around.line("const int64_t $ = $;", variable, value);
    }

    private CExpr distance(Expression expression, String side, CWriter around) {
        Value value =
                place.expressions(rows.cells("row"), note, around)
                        .constant(expression, "rows_" + side);
        return Conversions.to(value, CType.INT64).code();
    }

    private String limitTable(WindowFrame.Bound.Limit limit) {
        Plan.Window window = (Plan.Window) rows.node().plan();
        String table = place.context().globals().unique("limit_" + rows.node().number());
        place.assembly()
                .tables()
                .table(
                        "static const flare_sort_key $ =",
                        () ->
                                place.assembly()
                                        .tables()
                                        .line(
                                                rows.sortKey(window.order().get(0), limit.column())
                                                        + ","),
                        table);
        return table;
    }

    // ---- aggregates ----

    /** Brings running values to the row's frame and tells the row. */
    void follow(FrameValues values) {
        switch (values.way()) {
            case RUNNING -> run(values);
            case SLIDING -> slide(values);
            case TREE -> collect(values);
        }
    }

    private void run(FrameValues values) {
        String frame = place.names().unique("running");
        String end = place.names().unique("end");
        outside.line("struct $ $ = { 0 };", values.tag(), frame).line("int64_t $ = 0;", end);
        c.block("for (; $ < to; $++)", () -> values.change(c, "add", frame, end), end, end);
        values.give(c, frame);
    }

    private void slide(FrameValues values) {
        String frame = place.names().unique("sliding");
        String start = place.names().unique("begin");
        String end = place.names().unique("end");
        outside.line("struct $ $ = { 0 };", values.tag(), frame)
                .line("int64_t $ = 0;", start)
                .line("int64_t $ = 0;", end);
        c.block(
                "for (; $ < from && $ < $; $++)",
                () -> values.change(c, "remove", frame, start),
                start,
                start,
                end,
                start);
        c.block("if ($ < from)", () -> c.line("$ = $ = from;", start, end), start);
        c.block("for (; $ < to; $++)", () -> values.change(c, "add", frame, end), end, end);
        values.give(c, frame);
    }

    private void collect(FrameValues values) {
        String tree = place.names().unique("tree");
        String frame = place.names().unique("collected");
        String tag = values.tag();
        outside.line("flare_tree $;", tree)
                .line(
                        "FLARE_TRY(flare_tree_build(worker, partition, sizeof(struct $), add_$, merge_$, &$));",
                        tag,
                        tag,
                        tag,
                        tree);
        c.line("struct $ $ = { 0 };", tag, frame)
                .line("flare_tree_collect(&$, from, to, &$);", tree, frame);
        values.give(c, frame);
    }

    // ---- other functions ----

    WindowFunction.Visitor<CWriter> of(WindowResult result) {
        return new Functions(result);
    }

    private final class Functions implements WindowFunction.Visitor<CWriter> {
        private final WindowResult result;

        Functions(WindowResult result) {
            this.result = result;
        }

        private CWriter store(CExpr code) {
            result.store(c, Value.of(code.cast(result.profile().type())));
            return c;
        }

        @Override
        public CWriter visit(WindowFunction.Ranking ranking) {
            return store(
                    switch (ranking.kind()) {
                        case ROW_NUMBER -> AT.plus(number(1));
                        case RANK -> peers("first").plus(number(1));
                        case DENSE_RANK -> peers("number");
                        case PERCENT_RANK ->
                                CExpr.call(
                                        CType.DOUBLE, "flare_percent_rank", peers("first"), ROWS);
                        case CUME_DIST ->
                                peers("end").cast(CType.DOUBLE).dividedBy(ROWS.cast(CType.DOUBLE));
                    });
        }

        @Override
        public CWriter visit(WindowFunction.Ntile ntile) {
            Value parts = evaluated(ntile.parts(), result.field() + "_parts");
            int position = place.context().positions().number(result.call().position());
            return store(
                    CExpr.call(
                            CType.INT64,
                            "flare_ntile",
                            "worker",
                            AT,
                            ROWS,
                            parts.guarded(),
                            position));
        }

        @Override
        public CWriter visit(WindowFunction.Shift shift) {
            Value distance = evaluated(shift.rows(), result.field() + "_rows");
            boolean back = shift.way() == WindowFunction.Shift.Way.LAG;
            CExpr signed = back ? distance.guarded().negated() : distance.guarded();
            boolean ignores = shift.ignoreNulls() && isNullable(shift.argument());
            CExpr found =
                    ignores
                            ? CExpr.call(
                                    CType.INT64,
                                    "flare_valid_near",
                                    valid(shift.argument()),
                                    AT,
                                    signed)
                            : CExpr.call(CType.INT64, "flare_row_near", "partition", AT, signed);
            Optional<Value> otherwise =
                    shift.otherwise().map(value -> evaluated(value, result.field() + "_otherwise"));
            return take(
                    back ? "before" : "after",
                    found,
                    shift.argument(),
                    otherwise,
                    distance.valid());
        }

        @Override
        public CWriter visit(WindowFunction.End end) {
            boolean first = end.side() == WindowFunction.End.Side.FIRST;
            boolean ignores = end.ignoreNulls() && isNullable(end.argument());
            String frame = ignores ? valid(end.argument()) : "partition";
            CExpr found =
                    first && ignores
                            ? CExpr.call(
                                    CType.INT64, "flare_valid_nth", frame, "from", "to", number(1))
                            : CExpr.call(
                                    CType.INT64,
                                    ignores
                                            ? "flare_valid_last"
                                            : first ? "flare_first_row" : "flare_last_row",
                                    frame,
                                    "from",
                                    "to");
            return take(
                    first ? "first_row" : "last_row",
                    found,
                    end.argument(),
                    Optional.empty(),
                    CExpr.truth(true));
        }

        @Override
        public CWriter visit(WindowFunction.Nth nth) {
            Value number = evaluated(nth.number(), result.field() + "_number");
            boolean ignores = nth.ignoreNulls() && isNullable(nth.argument());
            CExpr found =
                    CExpr.call(
                            CType.INT64,
                            ignores ? "flare_valid_nth" : "flare_nth_row",
                            ignores ? valid(nth.argument()) : "partition",
                            "from",
                            "to",
                            number.guarded());
            return take("nth_row", found, nth.argument(), Optional.empty(), number.valid());
        }

        @Override
        public CWriter visit(WindowFunction.Framed framed) {
            return c; // told by the running values
        }

        private boolean isNullable(int column) {
            return !rows.row().field(column).orElseThrow().valid().isEmpty();
        }

        /** The address of the list of rows where a column is not NULL. */
        private String valid(int column) {
            return "&" + valid.computeIfAbsent(column, this::found);
        }

        private String found(int column) {
            String name =
                    place.names().unique(rows.row().field(column).orElseThrow().value() + "_rows");
            outside.line("flare_valid_rows $;", name)
                    .line(
                            "FLARE_TRY(flare_valid_find(worker, partition, FLARE_OFFSET(struct $, $), &$));",
                            rows.tag(),
                            rows.row().field(column).orElseThrow().valid(),
                            name);
            return name;
        }

        /** Stores the column of another row, if there is one. */
        private CWriter take(
                String hint, CExpr found, int column, Optional<Value> otherwise, CExpr asked) {
            String other = place.names().unique(hint);
            c.line("const struct $ *const $ = $;", rows.tag(), other, found).note(note);
            CExpr exists = CExpr.name(CType.INT64, other).compare("!=", number(0));
            CType type = result.profile().type();
            Type plain = result.call().column().type();
            Value there = Conversions.to(rows.cells(other).get(column).value(c), type);
            Value here =
                    otherwise.map(value -> Conversions.to(value, type)).orElse(Value.nullOf(type));
            CExpr code = exists.choose(there.code(), here.guarded());
            CExpr isValid =
                    here.valid().isFalse()
                            ? exists.and(there.valid())
                            : there.nullable() || here.nullable()
                                    ? exists.choose(there.valid(), here.valid())
                                    : CExpr.truth(true);
            Value value =
                    new Value(code, isValid.and(asked), Machine.range(plain), Value.Hazard.NONE);
            if (result.valid().isEmpty()) {
                value = value.withValid(CExpr.truth(true));
            }
            c.line("row->$ = $;", result.field(), value.code());
            if (!result.valid().isEmpty()) {
                c.line("row->$ = $;", result.valid(), value.valid());
            }
            return c;
        }
    }
}
