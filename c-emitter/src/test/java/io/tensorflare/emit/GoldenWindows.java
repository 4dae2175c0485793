package io.tensorflare.emit;

import static io.tensorflare.emit.Plans.ascending;
import static io.tensorflare.emit.Plans.column;
import static io.tensorflare.emit.Plans.field;
import static io.tensorflare.emit.Plans.nullable;
import static io.tensorflare.emit.Plans.project;
import static io.tensorflare.emit.Plans.scan;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import io.tensorflare.plan.WindowCall;
import io.tensorflare.plan.WindowFrame;
import io.tensorflare.plan.WindowFrame.Bound;
import io.tensorflare.plan.WindowFunction;
import io.tensorflare.plan.WindowFunction.Ranking;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A window with each kind of function and each way of keeping up with a frame. */
final class GoldenWindows {
    private static final Type MONEY = Type.decimal(15, 2);
    private static final int CUSTOMER = 0;
    private static final int DAY = 1;
    private static final int PRICE = 2;
    private static final int CLERK = 3;

    private GoldenWindows() {}

    static Plan window() {
        Plan.Scan orders =
                scan(
                        "orders",
                        1_500_000,
                        field("o_custkey", Type.BIGINT),
                        field("o_orderdate", Type.DATE),
                        nullable("o_totalprice", MONEY),
                        nullable("o_clerk", Type.VARCHAR));
        WindowFrame running =
                new WindowFrame(
                        WindowFrame.Unit.RANGE, new Bound.Unbounded(), new Bound.CurrentRow());
        WindowFrame near =
                new WindowFrame(
                        WindowFrame.Unit.ROWS,
                        new Bound.Preceding(number(2)),
                        new Bound.CurrentRow());
        List<WindowCall> calls =
                List.of(
                        call("place", Type.BIGINT, false, new Ranking(Ranking.Kind.RANK)),
                        call(
                                "before",
                                MONEY,
                                true,
                                new WindowFunction.Shift(
                                        WindowFunction.Shift.Way.LAG,
                                        PRICE,
                                        number(1),
                                        Optional.empty(),
                                        false)),
                        call(
                                "total",
                                Type.decimal(38, 2),
                                true,
                                framed(AggregateCall.Kind.SUM, running)),
                        call(
                                "recent",
                                Type.decimal(38, 2),
                                true,
                                framed(AggregateCall.Kind.SUM, near)),
                        call("dearest", MONEY, true, framed(AggregateCall.Kind.MAX, near)),
                        call(
                                "clerk",
                                Type.VARCHAR,
                                true,
                                new WindowFunction.End(
                                        WindowFunction.End.Side.LAST, CLERK, true, near)));
        Plan window = new Plan.Window(orders, List.of(CUSTOMER), List.of(ascending(DAY)), calls);
        return project(
                window,
                "o_custkey",
                column(window, "o_custkey"),
                "place",
                column(window, "place"),
                "before",
                column(window, "before"),
                "total",
                column(window, "total"),
                "recent",
                column(window, "recent"),
                "dearest",
                column(window, "dearest"),
                "clerk",
                column(window, "clerk"));
    }

    private static WindowFunction framed(AggregateCall.Kind kind, WindowFrame frame) {
        return new WindowFunction.Framed(kind, OptionalInt.of(PRICE), OptionalInt.empty(), frame);
    }

    private static WindowCall call(
            String name, Type type, boolean nullable, WindowFunction function) {
        return new WindowCall(function, new Column(name, type, nullable), Position.UNKNOWN);
    }

    private static Expression number(long value) {
        return new Expression.Literal(value, Type.BIGINT, Position.UNKNOWN);
    }
}
