package io.tensorflare.planner.optimize;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.translate.Columns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * Groups by no more columns than tell groups apart: a key that the others determine becomes any
 * value of its group.
 */
final class GroupKeys {
    private GroupKeys() {}

    /**
     * The aggregate, or a projection over one with fewer keys; methods of joins must have been
     * chosen.
     *
     * @param method says how the aggregate that is left keeps its groups
     */
    static Plan reduced(Plan.Aggregate aggregate, UnaryOperator<Plan.Aggregate> method) {
        List<Integer> kept = new ArrayList<>(aggregate.keys());
        List<Column> columns = aggregate.input().columns();
        List<Integer> dearest = new ArrayList<>(aggregate.keys());
        dearest.sort(Comparator.comparingInt(key -> -cost(columns.get(key).type())));
        for (int key : dearest) {
            BitSet others = new BitSet();
            kept.stream().filter(other -> other != key).forEach(others::set);
            if (!others.isEmpty() && Dependencies.closure(aggregate.input(), others).get(key)) {
                kept.remove((Integer) key);
            }
        }
        return kept.size() == aggregate.keys().size()
                ? method.apply(aggregate)
                : grouped(aggregate, kept, method);
    }

    /** Text costs more than numbers to compare. */
    private static int cost(Type type) {
        return switch (type.kind()) {
            case VARCHAR, BINARY, LIST, STRUCT -> 3;
            case DECIMAL, REAL, DOUBLE -> 2;
            default -> 1;
        };
    }

    private static Plan grouped(
            Plan.Aggregate aggregate, List<Integer> kept, UnaryOperator<Plan.Aggregate> method) {
        List<Column> columns = aggregate.columns();
        List<AggregateCall> calls = new ArrayList<>();
        int[] places = new int[columns.size()];
        int keys = aggregate.keys().size();
        for (int i = 0; i < keys; i++) {
            int key = aggregate.keys().get(i);
            places[i] = kept.indexOf(key);
            if (places[i] < 0) {
                places[i] = kept.size() + calls.size();
                calls.add(
                        new AggregateCall(
                                AggregateCall.Kind.ANY_VALUE,
                                OptionalInt.of(key),
                                false,
                                OptionalInt.empty(),
                                columns.get(i),
                                Position.UNKNOWN));
            }
        }
        for (int i = keys; i < places.length; i++) {
            places[i] = kept.size() + calls.size();
            calls.add(aggregate.calls().get(i - keys));
        }
        Plan grouped =
                method.apply(
                        new Plan.Aggregate(
                                aggregate.input(), kept, calls, aggregate.aggregation()));
        List<Expression> order = new ArrayList<>();
        for (int place : places) {
            order.add(Columns.reference(grouped, place));
        }
        return new Plan.Project(grouped, columns.stream().map(Column::name).toList(), order);
    }
}
