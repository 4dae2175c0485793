package io.tensorflare.emit.expression;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.emit.Constant;
import io.tensorflare.emit.ParameterSlot;
import io.tensorflare.emit.Parameters;
import io.tensorflare.emit.Positions;
import io.tensorflare.emit.expression.Value.Hazard;
import io.tensorflare.pipeline.ExpressionText;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Type;
import io.tensorflare.plan.Unplaced;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Translates expressions in one place of one function: what must be computed beforehand is written
 * to the writer, as statements. Where a value is only needed under a condition, so are its
 * statements.
 *
 * @param names the names of the function
 * @param scope the columns of the current row
 * @param node the plan node for margin notes, such as {@code #2}
 * @param known what is already in variables, by the expression without positions
 */
public record Expressions(
        Context context,
        Names names,
        Scope scope,
        String node,
        Map<Expression, Value> known,
        CWriter c)
        implements Expression.Visitor<Value> {
    /** A longer expression is kept in a local variable before it is used in another. */
    static final int LONGEST = 140;

    public Expressions(Context context, Names names, Scope scope, String node, CWriter c) {
        this(context, names, scope, node, Map.of(), c);
    }

    public Expressions to(CWriter other) {
        return new Expressions(context, names, scope, node, known, other);
    }

    /**
     * The same place, but constants, positions and functions are thrown away: for trying something
     * out.
     */
    Expressions scratch() {
        Context empty =
                new Context(
                        new Parameters(),
                        new Positions(),
                        context.globals().inner(),
                        new CWriter());
        return new Expressions(empty, names.inner(), scope, node, known, c);
    }

    /** The value of an expression, in a local variable where it is long. */
    public Value value(Expression expression) {
        Value before =
                known.isEmpty() || !(expression instanceof Expression.Call)
                        ? null
                        : known.get(Unplaced.of(expression));
        if (before != null) {
            return before;
        }
        Value value = expression.accept(this);
        int length = value.code().text().length() + value.valid().text().length();
        return length > LONGEST ? keep(value, hint(expression)) : value;
    }

    /** True where a condition is TRUE. */
    public CExpr truth(Expression condition) {
        return new Logic(this).truth(condition);
    }

    /**
     * The value in local variables, computed here and once; the code is zero where it is NULL and
     * that matters.
     */
    public Value keep(Value value, String hint) {
        if (value.code().isVariable() && value.hazard() == Hazard.NONE) {
            return value;
        }
        CExpr code = local(value.type(), hint, value.guarded());
        boolean simple =
                value.valid().isTrue() || value.valid().isFalse() || value.valid().isVariable();
        CExpr valid = simple ? value.valid() : local(CType.BOOL, hint + "_valid", value.valid());
        return new Value(code, valid, value.range(), Hazard.NONE);
    }

    CExpr local(CType type, String hint, CExpr code) {
        CExpr local = CExpr.name(type, names.fromUser(hint, "value"));
        c.line("const $ $ = $;", type, local, code).note(node);
        return local;
    }

    static String hint(Expression expression) {
        return expression instanceof Expression.Call call
                ? call.function().name().toLowerCase(Locale.ROOT)
                : "value";
    }

    int position(io.tensorflare.plan.Position position) {
        return context.positions().number(position);
    }

    @Override
    public Value visit(Expression.ColumnReference column) {
        return scope.column(column.index(), c);
    }

    @Override
    public Value visit(Expression.Literal literal) {
        return literal(literal, "constant");
    }

    /** A constant as a field of the parameters, named after what it is used for. */
    Value literal(Expression.Literal literal, String name) {
        if (literal.type().kind() == Type.Kind.BOOLEAN) {
            return Value.of(CExpr.truth((Boolean) literal.value()));
        }
        Constant.Known known = Constants.of(literal);
        BigInteger exact = Constants.exact(known).orElse(BigInteger.ZERO);
        Interval range = Interval.of(exact, exact);
        boolean narrow = Machine.isDecimal(literal.type()) && range.fits64();
        CType type = narrow ? CType.INT64 : Machine.type(literal.type());
        return constant(type, known, name, ExpressionText.literal(literal)).withRange(range);
    }

    /** The value of an expression without columns; a literal becomes a parameter of that name. */
    public Value constant(Expression expression, String name) {
        return expression instanceof Expression.Literal literal
                ? literal(literal, name)
                : value(expression);
    }

    /** An exact constant brought to another scale, where that is exact. */
    Value exact(BigInteger unscaled, String name, String note) {
        Interval range = Interval.of(unscaled, unscaled);
        CType type = range.fits64() ? CType.INT64 : CType.INT128;
        return constant(type, new Constant.Known(unscaled), name, note).withRange(range);
    }

    private Value constant(CType type, Constant.Known known, String name, String note) {
        return Value.of(context.parameters().scalar(type, name, node + " " + note, known));
    }

    @Override
    public Value visit(Expression.Null literal) {
        return Value.nullOf(Machine.type(literal.type()));
    }

    @Override
    public Value visit(Expression.Parameter parameter) {
        String name = "argument_" + (parameter.index() + 1);
        Constant.Prepared prepared = new Constant.Prepared(parameter.index(), parameter.type());
        String note = node + " $" + (parameter.index() + 1);
        CExpr code =
                context.parameters().scalar(Machine.type(parameter.type()), name, note, prepared);
        CExpr valid =
                context.parameters().presence(name + "_valid", note + " is not null", prepared);
        return new Value(code, valid, Machine.range(parameter.type()), Hazard.NONE);
    }

    @Override
    public Value visit(Expression.Call call) {
        return switch (call.function()) {
            case AND, OR, NOT, IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE ->
                    new Logic(this).value(call);
            case EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM ->
                    new Comparison(this).value(call);
            case COALESCE, GREATEST, LEAST -> new Choices(this).value(call);
            default -> new Functions(this).value(call);
        };
    }

    @Override
    public Value visit(Expression.Cast cast) {
        return new Casts(this).value(cast);
    }

    @Override
    public Value visit(Expression.Case expression) {
        return new Choices(this).value(expression);
    }

    @Override
    public Value visit(Expression.InList in) {
        Value operand = value(in.operand());
        CType type = operand.type();
        List<Constant> values =
                in.values().stream()
                        .map(literal -> (Constant) Constants.searched(literal))
                        .collect(Collectors.toList());
        if (Machine.isDecimal(in.operand().type()) && type == CType.INT64) {
            values.removeIf(
                    value ->
                            Constants.exact((Constant.Known) value).orElseThrow().bitLength() > 63);
        }
        CType element =
                type == CType.FLOAT ? CType.DOUBLE : type == CType.BOOL ? CType.INT32 : type;
        String name = columnName(in.operand()) + "_in";
        String note = node + " " + in.values().size() + " values";
        String field =
                context.parameters()
                        .array(
                                name,
                                note,
                                new ParameterSlot.Array(
                                        element, values, ParameterSlot.Order.SORTED_DISTINCT));
        String function = "flare_in_" + Functions.suffix(element);
        CExpr code =
                CExpr.call(
                        CType.BOOL, function, operand.code().as(element), "parameters->" + field);
        Hazard hazard =
                type == CType.STRING ? operand.hazard().and(Hazard.READS) : operand.hazard();
        return new Value(code, operand.valid(), Interval.of(0, 1), hazard);
    }

    /** A name for what belongs to an expression: that of its only column, or a word for it. */
    static String columnName(Expression expression) {
        List<Expression.ColumnReference> columns = Walk.columns(expression);
        return columns.isEmpty() ? "constant" : columns.get(0).name();
    }

    /**
     * The values of operands; constants among them are named after the first column and their role.
     */
    List<Value> operands(Expression.Call call, String... roles) {
        String name = columnName(call);
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < call.operands().size(); i++) {
            String role =
                    roles.length == 0
                            ? call.function().name().toLowerCase(Locale.ROOT)
                            : roles[Math.min(i, roles.length - 1)];
            values.add(named(call.operands().get(i), name + "_" + role));
        }
        return values;
    }

    Value named(Expression operand, String name) {
        return Constants.folded(operand)
                .map(literal -> literal(literal, name))
                .orElseGet(() -> value(operand));
    }

    static boolean isCall(Expression expression, Function function) {
        return expression instanceof Expression.Call call && call.function() == function;
    }
}
