package io.tensorflare.planner.optimize;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Aggregation;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import io.tensorflare.plan.Unplaced;
import io.tensorflare.planner.PlannerOptions;
import io.tensorflare.planner.translate.Calls;
import io.tensorflare.planner.translate.Columns;
import io.tensorflare.planner.translate.Pruning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Aggregates one side of a join before the join where that is cheaper: calls that read that side
 * alone are computed for each value of its keys, and what they give is put together above the join.
 * That holds whatever is unique, and for outer joins too: what has no partner counts as nothing, or
 * as the one row that it is.
 */
final class EarlyAggregates {
    /** What a row costs that an array or a hash table takes in, where joining a row costs 1. */
    private static final double IN_ARRAY = 1;

    private static final double IN_TABLE = 3;
    private static final double ABOVE = 2;

    /** What a row costs that a scan leaves out, since no partner has its key. */
    private static final double LEFT_OUT = 0.3;

    private static final double SLOTS_A_ROW = 4;

    private final Plan.Aggregate aggregate;
    private final Estimator estimator;
    private final PlannerOptions.Aggregates choice;
    private final Set<Plan> others;

    private EarlyAggregates(
            Plan.Aggregate aggregate,
            Estimator estimator,
            PlannerOptions.Aggregates choice,
            Set<Plan> others) {
        this.aggregate = aggregate;
        this.estimator = estimator;
        this.choice = choice;
        this.others = others;
    }

    /** The plan with every aggregate below its joins for which that pays. */
    static Plan moved(Plan plan, Estimator estimator, PlannerOptions options) {
        PlannerOptions.Aggregates choice = options.aggregates();
        if (choice == PlannerOptions.Aggregates.LATE) {
            return plan;
        }
        Set<Plan> others = new HashSet<>();
        collect(plan, others);
        return Rebuild.bottomUp(
                plan,
                node ->
                        node instanceof Plan.Aggregate aggregate
                                        && JoinGraph.isTree(aggregate.input())
                                ? new EarlyAggregates(aggregate, estimator, choice, others)
                                        .moved()
                                        .orElse(node)
                                : node);
    }

    private static void collect(Plan plan, Set<Plan> aggregates) {
        if (plan instanceof Plan.Aggregate) {
            aggregates.add(Unplaced.of(plan));
        }
        plan.inputs().forEach(input -> collect(input, aggregates));
    }

    private Optional<Plan> moved() {
        if (!aggregate.calls().stream().allMatch(this::canBeParted)) {
            return Optional.empty();
        }
        EarlySide side = new EarlySide(this::parts, estimator);
        return side.replaced(aggregate).map(this::above);
    }

    /** Whether the whole can be told from what parts of the rows give. */
    private boolean canBeParted(AggregateCall call) {
        boolean parted =
                switch (call.kind()) {
                    case COUNT, SUM, MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR -> true;
                    case AVG, SINGLE_VALUE, STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP -> false;
                };
        return parted && !call.distinct() && !mayOverflow(call);
    }

    /** Rows that find no partner must not raise an error that nobody would have seen. */
    private boolean mayOverflow(AggregateCall call) {
        return call.kind() == AggregateCall.Kind.SUM
                && aggregate.input().columns().get(call.argument().getAsInt()).type()
                        instanceof Type.Decimal decimal
                && decimal.precision() > 28;
    }

    /**
     * The side's groups, or nothing where making them does not pay.
     *
     * @param keys columns of the side that something above reads
     * @param values the calls' arguments and filters over the side's columns
     */
    private Optional<Plan> parts(Plan side, List<Integer> keys, List<Expression> values) {
        if (keys.isEmpty() || !values.stream().allMatch(EarlySide::isHarmless)) {
            return Optional.empty();
        }
        List<Expression> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        keys.forEach(key -> expressions.add(Columns.reference(side, key)));
        expressions.addAll(values);
        expressions.forEach(
                value -> names.add(Columns.unique(Columns.nameOf(value, "$value"), taken)));
        List<Integer> numbers = new ArrayList<>();
        keys.forEach(key -> numbers.add(numbers.size()));
        Plan input = new Plan.Project(side, names, expressions);
        Plan parts =
                Pruning.prune(
                        new Plan.Aggregate(
                                input,
                                numbers,
                                partCalls(numbers.size(), input.columns()),
                                new Aggregation.Hash(0)));
        return pays(side, parts) ? Optional.of(parts) : Optional.empty();
    }

    private List<AggregateCall> partCalls(int firstValue, List<Column> columns) {
        List<AggregateCall> calls = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        columns.subList(0, firstValue).forEach(column -> taken.add(column.name()));
        int next = firstValue;
        for (AggregateCall call : aggregate.calls()) {
            String name = call.kind().name().toLowerCase(java.util.Locale.ROOT);
            OptionalInt argument = OptionalInt.empty();
            OptionalInt filter = OptionalInt.empty();
            if (call.argument().isPresent()) {
                argument = OptionalInt.of(next++);
                name += "_" + columns.get(argument.getAsInt()).name();
            }
            boolean counts = call.kind() == AggregateCall.Kind.COUNT;
            if (counts && argument.isPresent() && !columns.get(argument.getAsInt()).nullable()) {
                argument = OptionalInt.empty();
            }
            if (call.filter().isPresent()) {
                filter = OptionalInt.of(next++);
            }
            boolean nullable =
                    !counts && (filter.isPresent() || columns.get(argument.getAsInt()).nullable());
            Column column = new Column(Columns.unique(name, taken), call.column().type(), nullable);
            calls.add(
                    new AggregateCall(
                            call.kind(), argument, false, filter, column, call.position()));
        }
        return calls;
    }

    private boolean pays(Plan side, Plan parts) {
        if (choice == PlannerOptions.Aggregates.EARLY) {
            return true;
        }
        double rows = estimator.rows(side);
        double groups = estimator.rows(parts);
        double joined = estimator.rows(aggregate.input());
        double kept = others.contains(Unplaced.of(parts)) ? 0 : rows * perRow(parts, rows);
        double early = kept + groups + ABOVE * joined * Math.min(1, groups / Math.max(1, rows));
        double late = Math.min(rows, LEFT_OUT * rows + joined) + ABOVE * joined;
        return early < late;
    }

    private double perRow(Plan parts, double rows) {
        Plan.Aggregate grouped =
                (Plan.Aggregate) (parts instanceof Plan.Aggregate ? parts : parts.inputs().get(0));
        boolean dense =
                grouped.keys().size() == 1
                        && estimator
                                .of(grouped.input())
                                .column(grouped.keys().get(0))
                                .range()
                                .filter(range -> range.width() <= SLOTS_A_ROW * rows)
                                .isPresent();
        return dense ? IN_ARRAY : IN_TABLE;
    }

    /** The aggregate over groups in place of rows. */
    private Plan above(EarlySide.Replaced replaced) {
        List<Column> columns = replaced.plan().columns();
        List<Expression> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int key : aggregate.keys()) {
            expressions.add(Columns.reference(columns, replaced.moved()[key]));
            names.add(aggregate.input().columns().get(key).name());
        }
        List<AggregateCall> calls = new ArrayList<>();
        Set<String> taken = new HashSet<>(names);
        for (int i = 0; i < aggregate.calls().size(); i++) {
            AggregateCall call = aggregate.calls().get(i);
            Expression part = Columns.reference(columns, replaced.firstPart() + i);
            names.add(Columns.unique(((Expression.ColumnReference) part).name() + "_part", taken));
            calls.add(whole(call, expressions.size()));
            expressions.add(replaced.optional() ? filled(part, call) : part);
        }
        List<Integer> keys = new ArrayList<>();
        aggregate.keys().forEach(key -> keys.add(keys.size()));
        Plan input = new Plan.Project(replaced.plan(), names, expressions);
        Plan whole = new Plan.Aggregate(input, keys, calls, aggregate.aggregation());
        return keys.isEmpty() ? counted(whole) : whole;
    }

    /** What a row without partner adds: COUNT(*) counts it. */
    private static Expression filled(Expression part, AggregateCall call) {
        if (call.kind() != AggregateCall.Kind.COUNT) {
            return part;
        }
        boolean row = call.argument().isEmpty() && call.filter().isEmpty();
        return coalesce(part, row ? 1 : 0);
    }

    private static Expression coalesce(Expression value, long otherwise) {
        return Expression.call(
                Function.COALESCE,
                value.type(),
                Position.UNKNOWN,
                value,
                Calls.literal(otherwise, value.type()));
    }

    private AggregateCall whole(AggregateCall call, int part) {
        boolean counts = call.kind() == AggregateCall.Kind.COUNT;
        Column column = call.column();
        return new AggregateCall(
                counts ? AggregateCall.Kind.SUM : call.kind(),
                OptionalInt.of(part),
                false,
                OptionalInt.empty(),
                counts && aggregate.keys().isEmpty()
                        ? new Column(column.name(), column.type(), true)
                        : column,
                call.position());
    }

    /** Without groups there is a row also over nothing: counts are 0 then. */
    private Plan counted(Plan whole) {
        List<Expression> results = new ArrayList<>();
        for (int i = 0; i < aggregate.calls().size(); i++) {
            Expression result = Columns.reference(whole, i);
            boolean counts = aggregate.calls().get(i).kind() == AggregateCall.Kind.COUNT;
            results.add(counts ? coalesce(result, 0) : result);
        }
        return new Plan.Project(
                whole, whole.columns().stream().map(Column::name).toList(), results);
    }
}
