package io.tensorflare.planner.rule;

import io.tensorflare.planner.validate.Functions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * Sub-queries that aggregate rows whose columns equal columns of the query around them, the short
 * way: grouped by those columns, and joined on them. A row without a group gets what the aggregates
 * give over no rows.
 */
final class Scalars {
    private final Correlate correlate;
    private final CorrelationId id;
    private final RexBuilder rex;

    private Scalars(Correlate correlate) {
        this.correlate = correlate;
        this.id = correlate.getCorrelationId();
        this.rex = correlate.getCluster().getRexBuilder();
    }

    static RelNode decorrelate(Correlate correlate) {
        boolean joins =
                correlate.getJoinType() == JoinRelType.LEFT
                        || correlate.getJoinType() == JoinRelType.INNER;
        return joins && correlate.getCondition().isAlwaysTrue()
                ? new Scalars(correlate).decorrelated().orElse(correlate)
                : correlate;
    }

    private Optional<RelNode> decorrelated() {
        RelNode below = correlate.getRight();
        List<RexNode> outputs = new ArrayList<>();
        for (int i = 0; i < below.getRowType().getFieldCount(); i++) {
            outputs.add(rex.makeInputRef(below, i));
        }
        while (below instanceof Project project && !project.containsOver()) {
            outputs = new ArrayList<>(RelOptUtil.pushPastProject(outputs, project));
            below = project.getInput();
        }
        if (!(below instanceof Aggregate aggregate)
                || aggregate.getGroupCount() != 0
                || !aggregate.getAggCallList().stream().allMatch(Scalars::isKnown)) {
            return Optional.empty();
        }
        List<RexNode> over = outputs;
        return Pulled.of(aggregate.getInput(), id)
                .filter(pulled -> keys(pulled).isPresent() && isPlain(pulled, aggregate))
                .map(pulled -> joined(pulled, keys(pulled).orElseThrow(), aggregate, over));
    }

    /** Whether we know what a call gives over no rows. */
    private static boolean isKnown(AggregateCall call) {
        return call.getCollation().getFieldCollations().isEmpty()
                && call.distinctKeys == null
                && call.rexList.isEmpty()
                && (isCount(call)
                        || switch (call.getAggregation().getName().toUpperCase(Locale.ROOT)) {
                            case "SUM",
                                    "AVG",
                                    "MIN",
                                    "MAX",
                                    "ANY_VALUE",
                                    "BOOL_AND",
                                    "BOOL_OR",
                                    "EVERY",
                                    "SOME",
                                    "STDDEV_POP",
                                    "STDDEV_SAMP",
                                    "VAR_POP",
                                    "VAR_SAMP" ->
                                    true;
                            default -> false;
                        });
    }

    private static boolean isCount(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.COUNT;
    }

    /** Whether the aggregate's arguments refer to nothing outside. */
    private boolean isPlain(Pulled pulled, Aggregate aggregate) {
        return aggregate.getAggCallList().stream()
                .flatMap(
                        call ->
                                call.hasFilter()
                                        ? java.util.stream.Stream.concat(
                                                call.getArgList().stream(),
                                                java.util.stream.Stream.of(call.filterArg))
                                        : call.getArgList().stream())
                .noneMatch(column -> Correlations.uses(pulled.outputs().get(column), id));
    }

    /** An equation of an outer expression with one of the sub-query's own. */
    private record Key(RexNode outer, RexNode own) {}

    private Optional<List<Key>> keys(Pulled pulled) {
        List<Key> keys = new ArrayList<>();
        for (RexNode conjunct : pulled.conjuncts()) {
            if (!(conjunct instanceof RexCall call) || !call.isA(SqlKind.EQUALS)) {
                return Optional.empty();
            }
            RexNode first = call.getOperands().get(0);
            RexNode second = call.getOperands().get(1);
            if (isOuter(first) && !Correlations.uses(second, id)) {
                keys.add(new Key(first, second));
            } else if (isOuter(second) && !Correlations.uses(first, id)) {
                keys.add(new Key(second, first));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(keys);
    }

    private boolean isOuter(RexNode expression) {
        return Correlations.uses(expression, id) && !RexUtil.containsInputRef(expression);
    }

    private RelNode joined(
            Pulled pulled, List<Key> keys, Aggregate aggregate, List<RexNode> outputs) {
        RelNode groups = groups(pulled, keys, aggregate);
        int width = correlate.getLeft().getRowType().getFieldCount();
        List<RexNode> condition = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            condition.add(
                    rex.makeCall(
                            SqlStdOperatorTable.EQUALS,
                            Correlations.joined(keys.get(i).outer(), correlate),
                            rex.makeInputRef(
                                    groups.getRowType().getFieldList().get(i).getType(),
                                    width + i)));
        }
        RelNode join =
                LogicalJoin.create(
                        correlate.getLeft(),
                        groups,
                        List.of(),
                        RexUtil.composeConjunction(rex, condition),
                        Set.of(),
                        JoinRelType.LEFT);
        RelBuilder builder = Phases.builder(join).push(join);
        List<RexNode> columns = new ArrayList<>(builder.fields().subList(0, width));
        List<RexNode> values = values(builder, aggregate, width + keys.size());
        for (RexNode output : outputs) {
            RexNode moved = Correlations.joined(output, correlate);
            RexNode value =
                    Correlations.substituted(
                            moved, shifted(builder.fields().subList(0, width), values));
            boolean declared = correlate.getJoinType() == JoinRelType.LEFT;
            columns.add(
                    declared && !value.getType().isNullable()
                            ? rex.makeCall(Functions.NULLABLE, value)
                            : value);
        }
        return Correlations.retyped(
                correlate,
                builder.project(columns, correlate.getRowType().getFieldNames(), true).build());
    }

    private static List<RexNode> shifted(List<RexNode> left, List<RexNode> values) {
        List<RexNode> all = new ArrayList<>(left);
        all.addAll(values);
        return all;
    }

    /** The aggregate by the keys; the keys come first. */
    private RelNode groups(Pulled pulled, List<Key> keys, Aggregate aggregate) {
        RelBuilder builder = Phases.builder(correlate).push(pulled.base());
        List<RexNode> inputs = new ArrayList<>();
        keys.forEach(key -> inputs.add(key.own()));
        List<Integer> places = new ArrayList<>();
        for (RexNode output : pulled.outputs()) {
            places.add(Correlations.uses(output, id) ? -1 : inputs.size());
            if (!Correlations.uses(output, id)) {
                inputs.add(output);
            }
        }
        builder.project(inputs, List.of(), true);
        List<RelBuilder.AggCall> calls =
                aggregate.getAggCallList().stream()
                        .map(call -> call(builder, call, places))
                        .toList();
        List<RexNode> by =
                IntStream.range(0, keys.size()).<RexNode>mapToObj(builder::field).toList();
        return builder.aggregate(builder.groupKey(by), calls).build();
    }

    private static RelBuilder.AggCall call(
            RelBuilder builder, AggregateCall call, List<Integer> places) {
        List<RexNode> arguments =
                call.getArgList().stream()
                        .<RexNode>map(column -> builder.field(places.get(column)))
                        .toList();
        RelBuilder.AggCall made =
                builder.aggregateCall(call.getParserPosition(), call.getAggregation(), arguments)
                        .distinct(call.isDistinct())
                        .approximate(call.isApproximate())
                        .ignoreNulls(call.ignoreNulls());
        return call.hasFilter() ? made.filter(builder.field(places.get(call.filterArg))) : made;
    }

    /** What the calls give for each row of the left: a count is 0 where there is no group. */
    private List<RexNode> values(RelBuilder builder, Aggregate aggregate, int from) {
        List<RexNode> values = new ArrayList<>();
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            RexNode value = builder.field(from + i);
            values.add(
                    isCount(aggregate.getAggCallList().get(i))
                            ? builder.call(
                                    SqlStdOperatorTable.COALESCE,
                                    value,
                                    rex.makeZeroLiteral(value.getType()))
                            : value);
        }
        return values;
    }
}
