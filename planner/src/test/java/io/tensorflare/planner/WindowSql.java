package io.tensorflare.planner;

import io.tensorflare.plan.Plan;
import io.tensorflare.plan.WindowCall;
import io.tensorflare.plan.WindowFrame;
import io.tensorflare.plan.WindowFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Renders the calls of a window as DuckDB's SQL; column {@code i} is called {@code ci}. */
record WindowSql(Plan.Window window) implements WindowFunction.Visitor<String> {
    /** One item of a SELECT for each call. */
    static List<String> of(Plan.Window window) {
        List<String> items = new ArrayList<>();
        int next = window.input().columns().size();
        for (WindowCall call : window.calls()) {
            items.add(
                    "CAST("
                            + call.function().accept(new WindowSql(window))
                            + " AS "
                            + ExpressionSql.type(call.column().type())
                            + ") AS c"
                            + next++);
        }
        return items;
    }

    private String over(String frame) {
        String partition =
                window.partition().stream().map(key -> "c" + key).collect(Collectors.joining(", "));
        return " OVER ("
                + (partition.isEmpty() ? "" : "PARTITION BY " + partition + " ")
                + (window.order().isEmpty()
                        ? ""
                        : "ORDER BY " + PlanToSql.keys(window.order()) + " ")
                + frame
                + ")";
    }

    private String over(WindowFrame frame) {
        return over(
                frame.unit()
                        + " BETWEEN "
                        + bound(frame.start(), "PRECEDING")
                        + " AND "
                        + bound(frame.end(), "FOLLOWING"));
    }

    private static String bound(WindowFrame.Bound bound, String side) {
        if (bound instanceof WindowFrame.Bound.Unbounded) {
            return "UNBOUNDED " + side;
        }
        if (bound instanceof WindowFrame.Bound.Preceding preceding) {
            return ExpressionSql.of(preceding.distance()) + " PRECEDING";
        }
        if (bound instanceof WindowFrame.Bound.Following following) {
            return ExpressionSql.of(following.distance()) + " FOLLOWING";
        }
        if (bound instanceof WindowFrame.Bound.Limit) {
            throw new IllegalStateException("DuckDB knows no limits of frames, only distances");
        }
        return "CURRENT ROW";
    }

    private static String nulls(boolean ignored) {
        return ignored ? " IGNORE NULLS" : "";
    }

    @Override
    public String visit(WindowFunction.Ranking ranking) {
        return ranking.kind().name().toLowerCase(Locale.ROOT) + "()" + over("");
    }

    @Override
    public String visit(WindowFunction.Ntile ntile) {
        return "ntile(" + ExpressionSql.of(ntile.parts()) + ")" + over("");
    }

    @Override
    public String visit(WindowFunction.Shift shift) {
        return shift.way().name().toLowerCase(Locale.ROOT)
                + "(c"
                + shift.argument()
                + ", "
                + ExpressionSql.of(shift.rows())
                + shift.otherwise().map(value -> ", " + ExpressionSql.of(value)).orElse("")
                + nulls(shift.ignoreNulls())
                + ")"
                + over("");
    }

    @Override
    public String visit(WindowFunction.End end) {
        return end.side().name().toLowerCase(Locale.ROOT)
                + "_value(c"
                + end.argument()
                + nulls(end.ignoreNulls())
                + ")"
                + over(end.frame());
    }

    @Override
    public String visit(WindowFunction.Nth nth) {
        return "nth_value(c"
                + nth.argument()
                + ", "
                + ExpressionSql.of(nth.number())
                + nulls(nth.ignoreNulls())
                + ")"
                + over(nth.frame());
    }

    @Override
    public String visit(WindowFunction.Framed framed) {
        return framed.kind().name().toLowerCase(Locale.ROOT)
                + "("
                + (framed.argument().isPresent() ? "c" + framed.argument().getAsInt() : "*")
                + ")"
                + (framed.filter().isPresent()
                        ? " FILTER (WHERE c" + framed.filter().getAsInt() + ")"
                        : "")
                + over(framed.frame());
    }
}
