package io.tensorflare.planner.translate;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Aggregation;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.validate.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Calcite's grouping and its calls to the plan's. How groups are kept is decided later, when
 * statistics are at hand.
 */
final class AggregateTranslator implements GroupingSets.Translation {
    private final Aggregate aggregate;
    private final Plan input;
    private final List<Column> columns;

    AggregateTranslator(Aggregate aggregate, Plan input) {
        this.aggregate = aggregate;
        this.input = input;
        this.columns = input.columns();
    }

    Plan translate() {
        List<List<Integer>> sets =
                aggregate.getGroupSets().stream().map(ImmutableBitSet::asList).toList();
        boolean constants =
                aggregate.getAggCallList().stream()
                        .anyMatch(call -> constant(call, sets.get(0)).isPresent());
        if (sets.size() == 1 && !constants) {
            return aggregate(sets.get(0));
        }
        List<Integer> keys = aggregate.getGroupSet().asList();
        return new GroupingSets(input, keys, this, names(keys)).union(sets);
    }

    private Plan aggregate(List<Integer> keys) {
        Aggregation way = keys.isEmpty() ? new Aggregation.Single() : new Aggregation.Hash(0);
        return new Plan.Aggregate(input, keys, calls(keys), way);
    }

    @Override
    public List<AggregateCall> calls(List<Integer> keys) {
        List<AggregateCall> calls = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        keys.forEach(key -> taken.add(columns.get(key).name().toLowerCase(Locale.ROOT)));
        for (org.apache.calcite.rel.core.AggregateCall call : aggregate.getAggCallList()) {
            if (constant(call, keys).isEmpty()) {
                calls.add(call(call, keys, taken));
            }
        }
        return calls;
    }

    @Override
    public Optional<Expression> constant(int call, List<Integer> keys) {
        return constant(aggregate.getAggCallList().get(call), keys);
    }

    /**
     * GROUPING's bits, 1 for each argument that a grouping does not have, the first one highest.
     */
    private static Optional<Expression> constant(
            org.apache.calcite.rel.core.AggregateCall call, List<Integer> keys) {
        Type type = Types.fromCalcite(call.getType(), Positions.of(call.getParserPosition()));
        return switch (call.getAggregation().getKind()) {
            case GROUPING, GROUPING_ID -> {
                long bits = 0;
                for (int argument : call.getArgList()) {
                    bits = bits << 1 | (keys.contains(argument) ? 0 : 1);
                }
                yield Optional.of(Calls.literal(bits, type));
            }
            case GROUP_ID -> Optional.of(Calls.literal(0, type));
            case LITERAL_AGG -> Optional.of(Literals.translate((RexLiteral) call.rexList.get(0)));
            default -> Optional.empty();
        };
    }

    /** The output's names: keys, then calls. */
    private List<String> names(List<Integer> keys) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        keys.forEach(key -> names.add(Columns.unique(columns.get(key).name(), taken)));
        for (org.apache.calcite.rel.core.AggregateCall call : aggregate.getAggCallList()) {
            names.add(
                    constant(call, keys).isPresent()
                            ? Columns.unique("grouping", taken)
                            : call(call, keys, taken).column().name());
        }
        return names;
    }

    private AggregateCall call(
            org.apache.calcite.rel.core.AggregateCall call, List<Integer> keys, Set<String> taken) {
        Position position = Positions.of(call.getParserPosition());
        AggregateCall.Kind kind = kind(call.getAggregation().getName(), position);
        if (call.getArgList().size() > 1) {
            throw ExpressionTranslator.unsupported(
                    call.getAggregation().getName() + " of several columns is not supported yet",
                    position);
        }
        if (!call.getCollation().getFieldCollations().isEmpty()
                && kind != AggregateCall.Kind.COUNT) {
            throw ExpressionTranslator.unsupported(
                    "ORDER BY inside " + call.getAggregation().getName() + " is not supported yet",
                    position);
        }
        OptionalInt argument =
                call.getArgList().isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(call.getArgList().get(0));
        OptionalInt filter =
                call.filterArg < 0 ? OptionalInt.empty() : OptionalInt.of(call.filterArg);
        boolean distinct = (call.isDistinct() || isApproximate(call)) && matters(kind);
        Type type = Types.fromCalcite(call.getType(), position);
        Column column =
                new Column(
                        name(call, kind, argument, taken),
                        type,
                        nullable(kind, argument, filter, keys));
        return new AggregateCall(kind, argument, distinct, filter, column, position);
    }

    private static boolean isApproximate(org.apache.calcite.rel.core.AggregateCall call) {
        return call.getAggregation().getName().equals("APPROX_COUNT_DISTINCT");
    }

    /** The least and the greatest do not care whether values come twice. */
    private static boolean matters(AggregateCall.Kind kind) {
        return switch (kind) {
            case MIN, MAX, ANY_VALUE, SINGLE_VALUE, BOOL_AND, BOOL_OR -> false;
            default -> true;
        };
    }

    /** The aggregate of a name. */
    static AggregateCall.Kind kind(String name, Position position) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "COUNT", "APPROX_COUNT_DISTINCT", "REGR_COUNT" -> AggregateCall.Kind.COUNT;
            case "SUM" -> AggregateCall.Kind.SUM;
            case "AVG" -> AggregateCall.Kind.AVG;
            case "MIN" -> AggregateCall.Kind.MIN;
            case "MAX" -> AggregateCall.Kind.MAX;
            case "ANY_VALUE" -> AggregateCall.Kind.ANY_VALUE;
            case "BOOL_AND", "EVERY", "LOGICAL_AND" -> AggregateCall.Kind.BOOL_AND;
            case "BOOL_OR", "SOME", "LOGICAL_OR" -> AggregateCall.Kind.BOOL_OR;
            case "STDDEV_POP" -> AggregateCall.Kind.STDDEV_POP;
            case "STDDEV_SAMP", "STDDEV" -> AggregateCall.Kind.STDDEV_SAMP;
            case "VAR_POP" -> AggregateCall.Kind.VAR_POP;
            case "VAR_SAMP", "VARIANCE" -> AggregateCall.Kind.VAR_SAMP;
            case "SINGLE_VALUE" -> AggregateCall.Kind.SINGLE_VALUE;
            default ->
                    throw ExpressionTranslator.unsupported(
                            "aggregate function " + name + " is not supported yet", position);
        };
    }

    private boolean nullable(
            AggregateCall.Kind kind, OptionalInt argument, OptionalInt filter, List<Integer> keys) {
        if (kind == AggregateCall.Kind.COUNT) {
            return false;
        }
        boolean single =
                kind == AggregateCall.Kind.STDDEV_SAMP || kind == AggregateCall.Kind.VAR_SAMP;
        return single
                || keys.isEmpty()
                || filter.isPresent()
                || argument.isPresent() && columns.get(argument.getAsInt()).nullable();
    }

    private String name(
            org.apache.calcite.rel.core.AggregateCall call,
            AggregateCall.Kind kind,
            OptionalInt argument,
            Set<String> taken) {
        String given = call.getName();
        if (given != null && !Columns.isInvented(given)) {
            return Columns.unique(given, taken);
        }
        String function = kind.name().toLowerCase(Locale.ROOT);
        String name =
                argument.isPresent()
                        ? function + "_" + columns.get(argument.getAsInt()).name()
                        : function;
        return Columns.unique(name, taken);
    }
}
