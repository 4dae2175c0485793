package io.tensorflare.emit.operator;

import io.tensorflare.c.CComment;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.Constant;
import io.tensorflare.emit.ParameterSlot;
import io.tensorflare.emit.ParameterSlot.Bound;
import io.tensorflare.emit.ParameterSlot.Side;
import io.tensorflare.emit.Parameters;
import io.tensorflare.emit.expression.Constants;
import io.tensorflare.emit.expression.Machine;
import io.tensorflare.pipeline.ExpressionText;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sorts the conjuncts of a scan into prebuilt stages, generated stages and tests in the loop. */
final class Filters {
    /** A stage of the scan. */
    private record Stage(
            String keep, String argument, List<Integer> columns, boolean nullKept, String note) {
        /** Whether the argument is a pointer in {@code struct query}. */
        boolean isFromQuery() {
            return argument.startsWith(QUERY);
        }

        String offset() {
            return isFromQuery()
                    ? "struct query, " + argument.substring(QUERY.length())
                    : "struct parameters, " + argument;
        }
    }

    private static final String QUERY = "query->";

    /** A comparison of a column with a constant. */
    private record Test(int column, Side side, Constant constant) {}

    private final List<Column> columns;
    private final String node;
    private final Parameters parameters;
    private final List<Stage> stages = new ArrayList<>();
    private final List<Expression> rest = new ArrayList<>();

    Filters(List<Column> columns, String node, Parameters parameters) {
        this.columns = columns;
        this.node = node;
        this.parameters = parameters;
    }

    /** Takes the conjuncts in order; what cannot be a stage is left over in {@link #rest}. */
    void take(List<Expression> conjuncts, Generated generated) {
        Map<Integer, List<Bound>> ranges = new LinkedHashMap<>();
        Map<Integer, List<String>> texts = new LinkedHashMap<>();
        List<Runnable> inOrder = new ArrayList<>();
        for (Expression conjunct : conjuncts) {
            Optional<Test> test = test(conjunct);
            if (test.isPresent()) {
                int column = test.get().column();
                if (!ranges.containsKey(column)) {
                    inOrder.add(() -> range(column, ranges.get(column), texts.get(column)));
                }
                ranges.computeIfAbsent(column, key -> new ArrayList<>())
                        .add(new Bound(test.get().side(), test.get().constant()));
                texts.computeIfAbsent(column, key -> new ArrayList<>())
                        .add(ExpressionText.of(conjunct, columns));
            } else {
                inOrder.add(() -> other(conjunct, generated));
            }
        }
        inOrder.forEach(Runnable::run);
    }

    /** Lets only those values of a column through that a join's right side has. */
    void partner(int column, String keep, String field, String note) {
        stages.add(new Stage(keep, QUERY + field, List.of(column), false, note));
    }

    /** Writes a {@code flare_keep} function for a conjunct, where that is possible. */
    @FunctionalInterface
    interface Generated {
        Optional<String> function(Expression conjunct, List<Integer> columns);
    }

    List<Expression> rest() {
        return rest;
    }

    int size() {
        return stages.size();
    }

    boolean isEmpty() {
        return stages.isEmpty();
    }

    private void range(int column, List<Bound> bounds, List<String> texts) {
        Type type = columns.get(column).type();
        String name = columns.get(column).name();
        String note = node + " " + String.join(" and ", texts);
        CType machine = Machine.type(type);
        boolean string = machine == CType.STRING;
        boolean equal =
                string
                        && bounds.size() == 1
                        && bounds.get(0).side() == Side.EQUAL
                        && bounds.get(0).constant() instanceof Constant.Known;
        if (equal) {
            parameters.scalar(CType.STRING, name, note, bounds.get(0).constant());
        }
        String field =
                equal
                        ? lastField()
                        : string
                                ? parameters.stringRange(
                                        name, note, new ParameterSlot.StringRange(bounds))
                                : parameters.range(
                                        name, note, new ParameterSlot.Range(machine, bounds));
        String keep =
                equal
                        ? "flare_keep_equal_string"
                        : "flare_keep_range_"
                                + machine.flareType()
                                        .substring(6)
                                        .toLowerCase(java.util.Locale.ROOT);
        stages.add(new Stage(keep, field, List.of(column), false, String.join(" and ", texts)));
    }

    private String lastField() {
        List<ParameterSlot> slots = parameters.slots();
        return slots.get(slots.size() - 1).name();
    }

    private void other(Expression conjunct, Generated generated) {
        if (prebuilt(conjunct)) {
            return;
        }
        List<Integer> read = columnsOf(conjunct);
        Optional<String> function = generated.function(conjunct, read);
        if (function.isEmpty()) {
            rest.add(conjunct);
            return;
        }
        stages.add(
                new Stage(function.get(), "", read, false, ExpressionText.of(conjunct, columns)));
    }

    static List<Integer> columnsOf(Expression conjunct) {
        return io.tensorflare.emit.expression.Walk.columns(conjunct).stream()
                .map(Expression.ColumnReference::index)
                .distinct()
                .collect(Collectors.toList());
    }

    private boolean prebuilt(Expression conjunct) {
        if (conjunct instanceof Expression.InList in) {
            return inList(in);
        }
        if (conjunct instanceof Expression.ColumnReference column
                && column.type().kind() == Type.Kind.BOOLEAN) {
            return stage("flare_keep_true", column.index(), false, conjunct);
        }
        if (!(conjunct instanceof Expression.Call call)) {
            return false;
        }
        Expression first = call.operands().get(0);
        boolean onColumn = first instanceof Expression.ColumnReference;
        int column = onColumn ? ((Expression.ColumnReference) first).index() : -1;
        return switch (call.function()) {
            case IS_NULL -> onColumn && stage("flare_keep_null", column, true, conjunct);
            case IS_NOT_NULL -> onColumn && stage("flare_keep_not_null", column, false, conjunct);
            case IS_TRUE -> onColumn && stage("flare_keep_true", column, false, conjunct);
            case IS_FALSE -> onColumn && stage("flare_keep_false", column, false, conjunct);
            case NOT -> not(first, conjunct);
            case LIKE -> like(call, "flare_keep_like", conjunct);
            case NOT_EQUAL -> unequal(call, conjunct);
            default -> false;
        };
    }

    private boolean stage(String keep, int column, boolean nullKept, Expression conjunct) {
        stages.add(
                new Stage(
                        keep, "", List.of(column), nullKept, ExpressionText.of(conjunct, columns)));
        return true;
    }

    private boolean not(Expression operand, Expression conjunct) {
        if (operand instanceof Expression.ColumnReference column) {
            return stage("flare_keep_false", column.index(), false, conjunct);
        }
        return operand instanceof Expression.Call call
                && call.function() == Function.LIKE
                && like(call, "flare_keep_not_like", conjunct);
    }

    private boolean like(Expression.Call call, String keep, Expression conjunct) {
        boolean simple =
                call.operands().get(0) instanceof Expression.ColumnReference
                        && call.operands().get(1) instanceof Expression.Literal
                        && call.operands().get(2) instanceof Expression.Literal;
        if (!simple) {
            return false;
        }
        int column = ((Expression.ColumnReference) call.operands().get(0)).index();
        Constant pattern = Constants.of((Expression.Literal) call.operands().get(1));
        Constant escape = Constants.of((Expression.Literal) call.operands().get(2));
        String text = ExpressionText.of(conjunct, columns);
        String field =
                parameters.like(
                        columns.get(column).name() + "_like",
                        node + " " + text,
                        new ParameterSlot.Like(pattern, escape));
        stages.add(new Stage(keep, field, List.of(column), false, text));
        return true;
    }

    private boolean unequal(Expression.Call call, Expression conjunct) {
        boolean simple =
                call.operands().get(0) instanceof Expression.ColumnReference
                        && call.operands().get(1) instanceof Expression.Literal;
        if (!simple) {
            return false;
        }
        int column = ((Expression.ColumnReference) call.operands().get(0)).index();
        Type type = columns.get(column).type();
        CType machine = Machine.type(type);
        boolean supported =
                (machine.isInteger() && !Machine.isDecimal(type)) || machine == CType.STRING;
        if (!supported) {
            return false;
        }
        String text = ExpressionText.of(conjunct, columns);
        parameters.scalar(
                machine,
                columns.get(column).name() + "_unequal",
                node + " " + text,
                Constants.of((Expression.Literal) call.operands().get(1)));
        String suffix = machine.flareType().substring(6).toLowerCase(java.util.Locale.ROOT);
        stages.add(
                new Stage(
                        "flare_keep_unequal_" + suffix, lastField(), List.of(column), false, text));
        return true;
    }

    private boolean inList(Expression.InList in) {
        if (!(in.operand() instanceof Expression.ColumnReference column)) {
            return false;
        }
        CType machine = Machine.type(column.type());
        if (!machine.isInteger() && machine != CType.STRING) {
            return false;
        }
        List<Constant> values =
                in.values().stream()
                        .map(value -> (Constant) Constants.of(value))
                        .filter(value -> fits(value))
                        .toList();
        String note = node + " " + in.values().size() + " values";
        String field =
                parameters.array(
                        column.name() + "_in",
                        note,
                        new ParameterSlot.Array(
                                machine, values, ParameterSlot.Order.SORTED_DISTINCT));
        String suffix = machine.flareType().substring(6).toLowerCase(java.util.Locale.ROOT);
        stages.add(
                new Stage(
                        "flare_keep_in_" + suffix,
                        field,
                        List.of(column.index()),
                        false,
                        ExpressionText.of(in, columns)));
        return true;
    }

    private static boolean fits(Constant value) {
        return Constants.exact((Constant.Known) value).map(BigInteger::bitLength).orElse(0) <= 63;
    }

    /**
     * column comparison constant, either way round; constants may be parameters of the statement.
     */
    private Optional<Test> test(Expression conjunct) {
        if (!(conjunct instanceof Expression.Call call) || call.operands().size() != 2) {
            return Optional.empty();
        }
        Optional<Side> side = side(call.function());
        if (side.isEmpty()) {
            return Optional.empty();
        }
        Expression a = call.operands().get(0);
        Expression b = call.operands().get(1);
        return test(a, side.get(), b).or(() -> test(b, mirrored(side.get()), a));
    }

    private Optional<Test> test(Expression column, Side side, Expression constant) {
        if (!(column instanceof Expression.ColumnReference reference)
                || Machine.type(column.type()) == CType.BOOL) {
            return Optional.empty();
        }
        if (constant instanceof Expression.Parameter parameter) {
            return Optional.of(
                    new Test(
                            reference.index(),
                            side,
                            new Constant.Prepared(parameter.index(), column.type())));
        }
        return Constants.folded(constant)
                .map(
                        literal ->
                                new Test(
                                        reference.index(), side, constant(literal, column.type())));
    }

    /** The constant; decimals as decimal numbers, whatever their scale. */
    private static Constant constant(Expression.Literal literal, Type type) {
        boolean decimal = Machine.isDecimal(type) || Machine.isDecimal(literal.type());
        return decimal
                ? new Constant.Known(
                        Constants.number(literal).orElseThrow().movePointRight(Machine.scale(type)))
                : Constants.of(literal);
    }

    private static Optional<Side> side(Function function) {
        return switch (function) {
            case EQUAL -> Optional.of(Side.EQUAL);
            case LESS -> Optional.of(Side.LESS_THAN);
            case LESS_OR_EQUAL -> Optional.of(Side.AT_MOST);
            case GREATER -> Optional.of(Side.MORE_THAN);
            case GREATER_OR_EQUAL -> Optional.of(Side.AT_LEAST);
            default -> Optional.empty();
        };
    }

    private static Side mirrored(Side side) {
        return switch (side) {
            case EQUAL -> Side.EQUAL;
            case LESS_THAN -> Side.MORE_THAN;
            case AT_MOST -> Side.AT_LEAST;
            case MORE_THAN -> Side.LESS_THAN;
            case AT_LEAST -> Side.AT_MOST;
        };
    }

    void declare(CWriter c, String table) {
        if (stages.isEmpty()) {
            return;
        }
        c.blank();
        c.table(
                "static const flare_filter $_filters[] =",
                () -> {
                    stages.forEach(stage -> declare(c, stage));
                    c.line("{ .keep = 0 },");
                },
                table);
    }

    private void declare(CWriter c, Stage stage) {
        String argument =
                stage.argument().isEmpty()
                        ? ""
                        : ", .argument = FLARE_OFFSET("
                                + stage.offset()
                                + ")"
                                + (stage.isFromQuery() ? ", .from_query = true" : "");
        String read =
                stage.columns().stream().map(String::valueOf).collect(Collectors.joining(", "));
        String nulls = stage.nullKept() ? ", .null_kept = true" : "";
        c.line(
                "{ .keep = "
                        + stage.keep()
                        + argument
                        + ", .column_count = "
                        + stage.columns().size()
                        + ", .columns = { "
                        + read
                        + " }"
                        + nulls
                        + " },");
        c.note(CComment.escape(node + " " + stage.note(), 60));
    }
}
