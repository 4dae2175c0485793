package io.tensorflare.planner.translate;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Aggregation;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Makes groups of groups: what calls give over the rows, from what they gave over finer groups. */
public final class Recombined {
    private Recombined() {}

    /** Whether a call over all rows can be told from the same call over parts of them. */
    public static boolean isPossible(AggregateCall call) {
        return !call.distinct()
                && switch (call.kind()) {
                    case COUNT, SUM, MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR -> true;
                    case SINGLE_VALUE, AVG, STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP -> false;
                };
    }

    /**
     * The groups of some keys, then what the calls give for each.
     *
     * @param finer groups by these keys and others
     * @param keys columns of {@code finer}
     * @param calls over the rows that the finer groups are of
     * @param parts for each call the column of {@code finer} with what the same call gave there
     */
    public static Plan of(
            Plan finer, List<Integer> keys, List<AggregateCall> calls, List<Integer> parts) {
        List<AggregateCall> again = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            again.add(again(calls.get(i), finer, parts.get(i), keys.isEmpty()));
        }
        Plan merged = aggregate(finer, keys, again);
        List<String> names = new ArrayList<>();
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < merged.columns().size(); i++) {
            Expression column = Columns.reference(merged, i);
            names.add(merged.columns().get(i).name());
            columns.add(i < keys.size() ? column : value(calls.get(i - keys.size()), column));
        }
        return new Plan.Project(merged, names, columns);
    }

    static Plan aggregate(Plan input, List<Integer> keys, List<AggregateCall> calls) {
        Aggregation way = keys.isEmpty() ? new Aggregation.Single() : new Aggregation.Hash(0);
        return new Plan.Aggregate(input, keys, calls, way);
    }

    /** The call over a column that holds the results of the same call in smaller groups. */
    private static AggregateCall again(
            AggregateCall call, Plan finer, int column, boolean mayMeetNoRow) {
        Type partial = finer.columns().get(column).type();
        boolean adds =
                call.kind() == AggregateCall.Kind.COUNT || call.kind() == AggregateCall.Kind.SUM;
        Type type = adds && partial.equals(Type.BIGINT) ? Type.decimal(38, 0) : partial;
        boolean nullable = mayMeetNoRow || finer.columns().get(column).nullable();
        return new AggregateCall(
                adds ? AggregateCall.Kind.SUM : call.kind(),
                OptionalInt.of(column),
                false,
                OptionalInt.empty(),
                new Column(call.column().name(), type, nullable),
                call.position());
    }

    /** What the call itself would give, from the sum of its parts. */
    private static Expression value(AggregateCall call, Expression merged) {
        Expression value = Calls.cast(merged, call.column().type(), call.position());
        if (call.kind() != AggregateCall.Kind.COUNT || !value.nullable()) {
            return value;
        }
        return Calls.of(
                Function.COALESCE,
                call.column().type(),
                call.position(),
                value,
                Calls.literal(0, call.column().type()));
    }
}
