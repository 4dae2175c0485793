package io.tensorflare.emit.expression;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.emit.expression.Value.Hazard;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Arithmetic, strings and dates: functions that are NULL where an operand is. */
final class Functions {
    private final Expressions expressions;

    Functions(Expressions expressions) {
        this.expressions = expressions;
    }

    /** The ending of runtime functions for a type. */
    static String suffix(CType type) {
        return type == CType.BOOL
                ? "bool"
                : type.flareType().substring("FLARE_".length()).toLowerCase(Locale.ROOT);
    }

    Value value(Expression.Call call) {
        return switch (call.function()) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER -> binary(call);
            case NEGATE, ABS, SIGN -> unary(call);
            case FLOOR, CEIL, ROUND, TRUNCATE ->
                    Machine.isExact(call.operands().get(0).type())
                            ? roundedExact(call)
                            : roundedDouble(call);
            case SQRT, LN, LOG10, LOG2, ASIN, ACOS ->
                    risky(call, CType.DOUBLE, "flare_" + name(call) + "_double");
            case EXP, SIN, COS, TAN, ATAN, ATAN2, POWER ->
                    plain(call, CType.DOUBLE, "flare_" + name(call) + "_double");
            case DEGREES, RADIANS, PI -> angle(call);
            case SINGLE -> single(call);
            case LIKE -> like(call, "flare_like_match");
            case ILIKE -> like(call, "flare_ilike_match");
            case STARTS_WITH, ENDS_WITH, CONTAINS -> text(call, CType.BOOL, "flare_" + name(call));
            case POSITION, LENGTH -> text(call, CType.INT64, "flare_" + name(call));
            case ASCII -> text(call, CType.INT32, "flare_ascii");
            case OCTET_LENGTH -> octetLength(call);
            case CONCAT -> concat(call);
            case UPPER, LOWER, TRIM, TRIM_LEADING, TRIM_TRAILING, LEFT, RIGHT, REPLACE, REVERSE ->
                    made(call, "flare_" + name(call));
            case REGEXP_MATCHES, REGEXP_FULL_MATCH ->
                    risky(call, CType.BOOL, "flare_" + name(call));
            case REPEAT, LPAD, RPAD, SPLIT_PART, CHR, REGEXP_EXTRACT, REGEXP_REPLACE ->
                    madeOrRaised(call, "flare_" + name(call));
            case SUBSTRING ->
                    call.operands().size() == 2
                            ? made(call, "flare_substring")
                            : madeOrRaised(call, "flare_substring_for");
            case YEAR,
                    QUARTER,
                    MONTH,
                    WEEK,
                    DAY,
                    DAY_OF_WEEK,
                    ISO_DAY_OF_WEEK,
                    DAY_OF_YEAR,
                    HOUR,
                    MINUTE,
                    SECOND,
                    MILLISECOND,
                    MICROSECOND,
                    EPOCH,
                    DATE_TRUNC,
                    ADD_MONTHS,
                    ADD_DAYS,
                    ADD_MICROSECONDS,
                    DAYS_BETWEEN,
                    MICROSECONDS_BETWEEN,
                    LAST_DAY ->
                    new Dates(expressions, this).value(call);
            case AND,
                    OR,
                    NOT,
                    IS_NULL,
                    IS_NOT_NULL,
                    IS_TRUE,
                    IS_NOT_TRUE,
                    IS_FALSE,
                    IS_NOT_FALSE,
                    COALESCE,
                    EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM,
                    GREATEST,
                    LEAST ->
                    throw new IllegalStateException("not a strict function: " + call.function());
        };
    }

    static String name(Expression.Call call) {
        return call.function().name().toLowerCase(Locale.ROOT);
    }

    /** The result in the machine type that the plan's type asks for. */
    Value as(Value value, Type type) {
        CType target = Machine.type(type);
        if (value.type() == target || Machine.isDecimal(type)) {
            return value;
        }
        return value.withCode(value.code().cast(target));
    }

    private Value call(Expression.Call call, List<Value> operands, CExpr code, Hazard own) {
        CExpr valid = CExpr.truth(true);
        Hazard hazard = own;
        for (Value operand : operands) {
            valid = valid.and(operand.valid());
            hazard = hazard.and(operand.hazard());
        }
        Interval range =
                call.type().kind() == Type.Kind.BIGINT && code.type() == CType.INT32
                        ? Interval.of(Integer.MIN_VALUE, Integer.MAX_VALUE)
                        : Machine.range(call.type());
        return as(new Value(code, valid, range, hazard), call.type());
    }

    private static Object[] arguments(List<Value> operands, boolean worker, int position) {
        List<Object> arguments = new ArrayList<>();
        if (worker) {
            arguments.add("worker");
        }
        operands.forEach(operand -> arguments.add(operand.code()));
        if (position >= -1) {
            arguments.add(position);
        }
        return arguments.toArray();
    }

    private static final int NO_POSITION = -2;

    Value plain(Expression.Call call, CType result, String function) {
        List<Value> operands = expressions.operands(call);
        return call(
                call,
                operands,
                CExpr.call(result, function, arguments(operands, false, NO_POSITION)),
                Hazard.NONE);
    }

    private Value text(Expression.Call call, CType result, String function) {
        List<Value> operands = expressions.operands(call);
        return call(
                call,
                operands,
                CExpr.call(result, function, arguments(operands, false, NO_POSITION)),
                Hazard.READS);
    }

    /** A pattern that is made at run time may end with its escape; that of a constant was seen. */
    private Value like(Expression.Call call, String function) {
        if (!Raising.ofPattern(call)) {
            return text(call, CType.BOOL, function);
        }
        List<Value> operands = expressions.operands(call);
        int position = expressions.position(call.position());
        CExpr sound =
                CExpr.call(
                        CType.BOOL,
                        "flare_like_check",
                        "worker",
                        operands.get(1).code(),
                        operands.get(2).code(),
                        position);
        CExpr match = CExpr.call(CType.BOOL, function, arguments(operands, false, NO_POSITION));
        return call(call, operands, sound.and(match), Hazard.RAISES);
    }

    Value risky(Expression.Call call, CType result, String function) {
        List<Value> operands = expressions.operands(call);
        int position = expressions.position(call.position());
        return call(
                call,
                operands,
                CExpr.call(result, function, arguments(operands, true, position)),
                Hazard.RAISES);
    }

    /** A string that the runtime makes. */
    private Value made(Expression.Call call, String function) {
        List<Value> operands = expressions.operands(call);
        return call(
                call,
                operands,
                CExpr.call(CType.STRING, function, arguments(operands, true, NO_POSITION)),
                Hazard.READS);
    }

    private Value madeOrRaised(Expression.Call call, String function) {
        return risky(call, CType.STRING, function);
    }

    /** The number of rows is looked at before the value, which says nothing of it where NULL. */
    private Value single(Expression.Call call) {
        Value value = expressions.value(call.operands().get(0));
        Value rows = expressions.value(call.operands().get(1));
        int position = expressions.position(call.position());
        CExpr checked = CExpr.call(CType.BOOL, "flare_single_row", "worker", rows.code(), position);
        return value.withValid(rows.valid().and(checked).and(value.valid()))
                .withHazard(Hazard.RAISES);
    }

    private Value concat(Expression.Call call) {
        List<Value> operands = expressions.operands(call);
        CExpr joined = operands.get(0).code();
        for (Value next : operands.subList(1, operands.size())) {
            joined = CExpr.call(CType.STRING, "flare_concat", "worker", joined, next.code());
        }
        return call(call, operands, joined, Hazard.READS);
    }

    private Value octetLength(Expression.Call call) {
        Value operand = expressions.operands(call).get(0);
        CExpr length = CExpr.call(CType.INT64, "flare_octet_length", operand.code());
        return call(call, List.of(operand), length, Hazard.NONE);
    }

    private Value angle(Expression.Call call) {
        if (call.function() == Function.PI) {
            return Value.of(CExpr.call(CType.DOUBLE, "flare_pi"));
        }
        return plain(call, CType.DOUBLE, "flare_" + name(call) + "_double");
    }

    private Value binary(Expression.Call call) {
        String[] roles =
                switch (call.function()) {
                    case ADD -> new String[] {"addend"};
                    case SUBTRACT -> new String[] {"minuend", "subtrahend"};
                    case MULTIPLY -> new String[] {"factor"};
                    default -> new String[] {"dividend", "divisor"};
                };
        if (Machine.type(call.type()).isFloating()) {
            return floating(call, expressions.operands(call, roles));
        }
        if (!Machine.isExact(call.type())) {
            throw unsupported(call);
        }
        boolean aligned =
                Machine.isDecimal(call.type())
                        && call.function() != Function.MULTIPLY
                        && call.function() != Function.DIVIDE;
        Expression left = call.operands().get(0);
        Expression right = call.operands().get(1);
        int scale = aligned ? Math.max(Machine.scale(left.type()), Machine.scale(right.type())) : 0;
        String name = Expressions.columnName(call);
        Scaled a = scaled(left, name + "_" + roles[0], scale);
        Scaled b = scaled(right, name + "_" + roles[roles.length - 1], scale);
        return Exact.binary(
                call.function(),
                a.value,
                a.type,
                b.value,
                b.type,
                call.type(),
                expressions.position(call.position()));
    }

    private record Scaled(Value value, Type type) {}

    /** A literal comes at the scale that is needed; other operands come as they are. */
    private Scaled scaled(Expression operand, String name, int scale) {
        Optional<Expression.Literal> literal = Constants.folded(operand);
        if (literal.isEmpty() || scale <= Machine.scale(literal.get().type())) {
            return new Scaled(expressions.named(operand, name), operand.type());
        }
        BigInteger unscaled =
                Constants.number(literal.get()).orElseThrow().setScale(scale).unscaledValue();
        String note = io.tensorflare.pipeline.ExpressionText.literal(literal.get());
        return new Scaled(expressions.exact(unscaled, name, note), Type.decimal(38, scale));
    }

    private Value floating(Expression.Call call, List<Value> operands) {
        CExpr a = operands.get(0).code();
        CExpr b = operands.get(1).code();
        CExpr code =
                switch (call.function()) {
                    case ADD -> a.plus(b);
                    case SUBTRACT -> a.minus(b);
                    case MULTIPLY -> a.times(b);
                    case DIVIDE -> a.dividedBy(b);
                    default -> CExpr.call(CType.DOUBLE, "flare_remainder_double", a, b);
                };
        return call(call, operands, code, Hazard.NONE);
    }

    private Value unary(Expression.Call call) {
        Value operand = expressions.operands(call).get(0);
        if (Machine.isExact(call.operands().get(0).type())) {
            Value result =
                    Exact.unary(
                            call.function(),
                            operand,
                            call.type(),
                            expressions.position(call.position()));
            return as(result, call.type());
        }
        CExpr zero = CExpr.number(operand.type(), 0);
        CExpr code =
                switch (call.function()) {
                    case NEGATE -> operand.code().negated();
                    case ABS ->
                            operand.code()
                                    .compare("<=", zero)
                                    .choose(zero.minus(operand.code()), operand.code());
                    default ->
                            operand.code()
                                    .compare(">", zero)
                                    .as(CType.INT32)
                                    .minus(operand.code().compare("<", zero).as(CType.INT32))
                                    .cast(operand.type());
                };
        return call(call, List.of(operand), code, Hazard.NONE);
    }

    private Value roundedDouble(Expression.Call call) {
        List<Value> operands = new ArrayList<>(expressions.operands(call, "value", "digits"));
        String function = "flare_" + name(call) + "_double";
        if (call.function() == Function.ROUND) {
            CExpr digits =
                    operands.size() > 1 ? operands.get(1).code() : CExpr.number(CType.INT32, 0);
            return call(
                    call,
                    operands,
                    CExpr.call(CType.DOUBLE, function, operands.get(0).code(), digits),
                    Hazard.NONE);
        }
        if (operands.size() > 1) {
            throw new TensorFlareException(
                    ErrorCode.UNSUPPORTED,
                    call.position(),
                    "TRUNCATE of a DOUBLE to a number of digits cannot run yet: cast to DECIMAL first");
        }
        return call(
                call,
                operands,
                CExpr.call(CType.DOUBLE, function, operands.get(0).code()),
                Hazard.NONE);
    }

    /**
     * Integers are their own floor; decimals are rounded at their scale and brought to the
     * result's.
     */
    private Value roundedExact(Expression.Call call) {
        Expression operand = call.operands().get(0);
        int scale = Machine.scale(operand.type());
        int position = expressions.position(call.position());
        boolean digits = call.operands().size() > 1;
        if (scale == 0 && !digits) {
            return Exact.settle(expressions.value(operand), 0, call.type(), position);
        }
        List<Value> operands = expressions.operands(call, "value", "digits");
        Value value = operands.get(0);
        List<Object> arguments = new ArrayList<>(List.of("worker", Exact.to128(value), scale));
        if (call.function() == Function.ROUND || call.function() == Function.TRUNCATE) {
            arguments.add(digits ? operands.get(1).code().cast(CType.INT32) : (Object) 0);
        }
        arguments.add(position);
        CExpr code =
                CExpr.call(CType.INT128, "flare_" + name(call) + "_int128", arguments.toArray());
        CExpr valid = CExpr.all(operands.stream().map(Value::valid).toList());
        Value rounded = new Value(code, valid, Interval.digits(38), Hazard.RAISES);
        return as(Exact.settle(rounded, scale, call.type(), position), call.type());
    }

    private static TensorFlareException unsupported(Expression.Call call) {
        return new TensorFlareException(
                ErrorCode.UNSUPPORTED,
                call.position(),
                "the function "
                        + call.function()
                        + " of "
                        + call.operands().get(0).type()
                        + " cannot run yet");
    }
}
