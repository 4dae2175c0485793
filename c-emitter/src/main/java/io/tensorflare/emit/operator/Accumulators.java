package io.tensorflare.emit.operator;

import io.tensorflare.c.CType;
import io.tensorflare.emit.Positions;
import io.tensorflare.emit.expression.Interval;
import io.tensorflare.pipeline.DistinctSet;
import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Plan;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The running values that the calls of an aggregation need, each once. */
final class Accumulators {
    private static final BigInteger MOST_128 = BigInteger.TEN.pow(38);

    private final Plan.Aggregate aggregate;
    private final List<Profile> input;
    private final BigInteger rows;
    private final StructFields fields;
    private final String node;
    private final Positions positions;
    private final List<Accumulator> all = new ArrayList<>();
    private final List<Boolean> distinct = new ArrayList<>();

    /**
     * @param input the aggregation's input columns as they arrive
     * @param rows at most so many rows arrive
     */
    Accumulators(
            Plan.Aggregate aggregate,
            List<Profile> input,
            BigInteger rows,
            StructFields fields,
            String node,
            Positions positions) {
        this.aggregate = aggregate;
        this.input = input;
        this.rows = rows;
        this.fields = fields;
        this.node = node;
        this.positions = positions;
        aggregate.calls().forEach(this::prepare);
    }

    /** What the calls give, from the values here. */
    AggregateResults results() {
        return new AggregateResults(this, input, rows, positions);
    }

    List<Accumulator> all() {
        return all;
    }

    /** Counts last, since others look at them. */
    List<Accumulator> inOrder() {
        return inOrder(all);
    }

    private static List<Accumulator> inOrder(List<Accumulator> accumulators) {
        List<Accumulator> ordered = new ArrayList<>(accumulators);
        ordered.sort(
                (a, b) ->
                        Boolean.compare(
                                a.kind() == Accumulator.Kind.COUNT,
                                b.kind() == Accumulator.Kind.COUNT));
        return ordered;
    }

    /** The fields that a call reads exist from now on. */
    private void prepare(AggregateCall call) {
        switch (call.kind()) {
            case COUNT -> count(call);
            case SUM -> {
                sum(call);
                seen(call);
            }
            case AVG -> {
                sum(call);
                count(call);
            }
            case MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR -> first(call);
            case SINGLE_VALUE -> {
                first(call);
                rowCount();
            }
            case STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP -> moments(call);
        }
    }

    /** The number of rows of a group, whatever the calls. */
    Accumulator rowCount() {
        return find(Accumulator.Kind.COUNT, OptionalInt.empty(), OptionalInt.empty(), false)
                .orElseGet(
                        () -> {
                            Intake rows =
                                    new Intake(OptionalInt.empty(), OptionalInt.empty(), false, -1);
                            return create(
                                    Accumulator.Kind.COUNT,
                                    "row_count",
                                    "count(*)",
                                    rows,
                                    CType.INT64,
                                    Optional.empty());
                        });
    }

    Accumulator sum(AggregateCall call) {
        Profile argument = input.get(call.argument().getAsInt());
        if (argument.type().isFloating()) {
            return add(Accumulator.Kind.SUM, call, CType.DOUBLE, Optional.empty());
        }
        Interval total = argument.range().summed(rows);
        if (total.fits64()) {
            return add(Accumulator.Kind.SUM, call, CType.INT64, Optional.empty());
        }
        boolean safe = total.within(MOST_128.negate(), MOST_128);
        return add(
                safe ? Accumulator.Kind.SUM : Accumulator.Kind.SUM_CHECKED,
                call,
                CType.INT128,
                Optional.empty());
    }

    Accumulator moments(AggregateCall call) {
        return add(Accumulator.Kind.MOMENTS, call, CType.DOUBLE, Optional.empty());
    }

    /** How many values a call took in: of rows, where its argument is never NULL. */
    Accumulator count(AggregateCall call) {
        boolean nullable =
                call.argument().isPresent() && input.get(call.argument().getAsInt()).nullable();
        boolean distinct = DistinctSet.isNeeded(call);
        return count(nullable || distinct ? call.argument() : OptionalInt.empty(), call);
    }

    private Accumulator count(OptionalInt argument, AggregateCall call) {
        Optional<Accumulator> known =
                find(Accumulator.Kind.COUNT, argument, call.filter(), isDistinct(call));
        if (known.isPresent()) {
            return known.get();
        }
        String base =
                argument.isPresent()
                        ? columnName(argument.getAsInt()) + "_count"
                        : call.filter().isPresent() ? call.column().name() + "_rows" : "row_count";
        return create(
                Accumulator.Kind.COUNT,
                call.kind() == AggregateCall.Kind.COUNT ? call.column().name() : base,
                argument,
                call,
                CType.INT64,
                Optional.empty());
    }

    /** A count, where it is needed to tell a sum over nothing. */
    Optional<Accumulator> seen(AggregateCall call) {
        boolean always =
                !aggregate.keys().isEmpty()
                        && call.filter().isEmpty()
                        && !input.get(call.argument().getAsInt()).nullable();
        return always ? Optional.empty() : Optional.of(count(call));
    }

    Accumulator first(AggregateCall call) {
        Accumulator count = count(call);
        Profile argument = input.get(call.argument().getAsInt());
        Accumulator.Kind kind =
                switch (call.kind()) {
                    case MIN -> Accumulator.Kind.MINIMUM;
                    case MAX -> Accumulator.Kind.MAXIMUM;
                    case BOOL_AND -> Accumulator.Kind.ALL_TRUE;
                    case BOOL_OR -> Accumulator.Kind.ANY_TRUE;
                    default -> Accumulator.Kind.ANY;
                };
        return add(kind, call, argument.type(), Optional.of(count.field()));
    }

    private Accumulator add(
            Accumulator.Kind kind, AggregateCall call, CType type, Optional<String> seen) {
        return find(kind, call.argument(), call.filter(), isDistinct(call))
                .orElseGet(
                        () ->
                                create(
                                        kind,
                                        call.column().name(),
                                        call.argument(),
                                        call,
                                        type,
                                        seen));
    }

    private static boolean isDistinct(AggregateCall call) {
        return DistinctSet.isNeeded(call);
    }

    private Optional<Accumulator> find(
            Accumulator.Kind kind, OptionalInt argument, OptionalInt filter, boolean isDistinct) {
        for (int i = 0; i < all.size(); i++) {
            Accumulator known = all.get(i);
            if (known.kind() == kind
                    && known.argument().equals(argument)
                    && known.filter().equals(filter)
                    && distinct.get(i) == isDistinct) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    private Accumulator create(
            Accumulator.Kind kind,
            String name,
            OptionalInt argument,
            AggregateCall call,
            CType type,
            Optional<String> seen) {
        String note = note(kind, argument, call.filter());
        return create(
                kind,
                name,
                note,
                new Intake(
                        argument,
                        call.filter(),
                        isDistinct(call),
                        positions.number(call.position())),
                type,
                seen);
    }

    /** What a running value takes in. */
    private record Intake(
            OptionalInt argument, OptionalInt filter, boolean distinct, int position) {}

    private Accumulator create(
            Accumulator.Kind kind,
            String name,
            String note,
            Intake intake,
            CType type,
            Optional<String> seen) {
        String declared = kind == Accumulator.Kind.MOMENTS ? "flare_moments" : type.stored();
        String field = fields.add(declared, name, node + " " + note);
        Accumulator created =
                new Accumulator(
                        kind,
                        field,
                        intake.argument(),
                        intake.filter(),
                        type,
                        seen,
                        intake.position());
        all.add(created);
        distinct.add(intake.distinct());
        return created;
    }

    private String note(Accumulator.Kind kind, OptionalInt argument, OptionalInt filter) {
        String of = argument.isPresent() ? columnName(argument.getAsInt()) : "*";
        String word =
                switch (kind) {
                    case COUNT -> "count(" + of + ")";
                    case SUM, SUM_CHECKED -> "sum(" + of + ")";
                    case MINIMUM -> "min(" + of + ")";
                    case MAXIMUM -> "max(" + of + ")";
                    case ANY -> "any_value(" + of + ")";
                    case ALL_TRUE -> "bool_and(" + of + ")";
                    case ANY_TRUE -> "bool_or(" + of + ")";
                    case MOMENTS -> "mean and variance of " + of;
                };
        return word + (filter.isPresent() ? " where " + columnName(filter.getAsInt()) : "");
    }

    private String columnName(int column) {
        return aggregate.input().columns().get(column).name();
    }

    /**
     * What the rows of the input feed, or those of a distinct set; counts last, since others look
     * at them to know whether they are first.
     */
    List<Accumulator> fedBy(Optional<DistinctSet> set) {
        List<Accumulator> fed = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Accumulator accumulator = all.get(i);
            boolean fromSet = distinct.get(i);
            boolean matches =
                    set.map(
                                    from ->
                                            from.argument() == accumulator.argument().orElse(-1)
                                                    && from.filter().equals(accumulator.filter()))
                            .orElse(true);
            if (fromSet == set.isPresent() && matches) {
                fed.add(accumulator);
            }
        }
        return inOrder(fed);
    }
}
