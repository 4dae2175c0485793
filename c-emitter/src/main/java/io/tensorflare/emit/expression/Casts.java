package io.tensorflare.emit.expression;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.emit.expression.Value.Hazard;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;

/** Conversions between types; those from and to text are in {@link TextCasts}. */
final class Casts {
    private static final Interval DAYS = Interval.of(Integer.MIN_VALUE, Integer.MAX_VALUE);

    private final Expressions expressions;

    Casts(Expressions expressions) {
        this.expressions = expressions;
    }

    Value value(Expression.Cast cast) {
        Value operand =
                expressions.named(
                        cast.operand(), Expressions.columnName(cast.operand()) + "_value");
        Type from = cast.operand().type();
        Type to = cast.type();
        int position = expressions.position(cast.position());
        if (from.equals(to)) {
            return operand;
        }
        return switch (from.kind()) {
            case BOOLEAN -> fromBoolean(operand, to, cast);
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL ->
                    fromExact(operand, from, to, position, cast);
            case REAL, DOUBLE -> fromFloating(operand, to, position, cast);
            case VARCHAR -> TextCasts.read(operand, to, position, cast);
            case DATE -> fromDate(operand, to, position, cast);
            case TIMESTAMP, TIMESTAMP_LOCAL -> fromTimestamp(operand, to, cast);
            case TIME ->
                    to.kind() == Type.Kind.VARCHAR
                            ? TextCasts.written(operand, "flare_cast_time_to_string")
                            : refuse(cast);
            case BINARY -> to.kind() == Type.Kind.VARCHAR ? operand : refuse(cast);
            case INTERVAL_MONTHS, INTERVAL_MICROSECONDS ->
                    isInteger(to) ? Exact.settle(operand, 0, to, position) : refuse(cast);
            case LIST, STRUCT -> refuse(cast);
        };
    }

    static Value refuse(Expression.Cast cast) {
        throw new TensorFlareException(
                ErrorCode.UNSUPPORTED,
                cast.position(),
                "values of type "
                        + cast.operand().type()
                        + " cannot be cast to "
                        + cast.type()
                        + ": cast by way of another type");
    }

    private static boolean isInteger(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
            case BOOLEAN,
                    REAL,
                    DOUBLE,
                    DECIMAL,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LOCAL,
                    INTERVAL_MONTHS,
                    INTERVAL_MICROSECONDS,
                    VARCHAR,
                    BINARY,
                    LIST,
                    STRUCT ->
                    false;
        };
    }

    static Value plain(Value operand, CExpr code, Interval range) {
        return new Value(code, operand.valid(), range, operand.hazard());
    }

    static Value risky(Value operand, CExpr code, Interval range) {
        return new Value(code, operand.valid(), range, Hazard.RAISES);
    }

    private Value fromBoolean(Value operand, Type to, Expression.Cast cast) {
        if (isInteger(to) || Machine.isDecimal(to)) {
            Value number =
                    plain(
                            operand,
                            operand.code()
                                    .choose(
                                            CExpr.number(CType.INT32, 1),
                                            CExpr.number(CType.INT32, 0)),
                            Interval.of(0, 1));
            return Exact.settle(widened(number, to), 0, to, expressions.position(cast.position()));
        }
        if (to.kind() == Type.Kind.VARCHAR) {
            return plain(
                    operand,
                    CExpr.call(CType.STRING, "flare_cast_bool_to_string", operand.code()),
                    Machine.range(to));
        }
        return refuse(cast);
    }

    /** An integer in the width of the type that it becomes. */
    private static Value widened(Value value, Type to) {
        boolean widens = Machine.type(to) == CType.INT64 && value.type() == CType.INT32;
        return widens ? value.withCode(value.code().cast(CType.INT64)) : value;
    }

    private Value fromExact(Value operand, Type from, Type to, int position, Expression.Cast cast) {
        int scale = Machine.scale(from);
        return switch (to.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> exact(operand, scale, to, position);
            case DOUBLE -> plain(operand, toDouble(operand, scale), Machine.range(to));
            case REAL ->
                    plain(operand, toDouble(operand, scale).cast(CType.FLOAT), Machine.range(to));
            case BOOLEAN -> plain(operand, notZero(operand), Interval.of(0, 1));
            case VARCHAR ->
                    Machine.isDecimal(from)
                            ? TextCasts.written(
                                    Exact.wide(operand), "flare_cast_decimal_to_string", scale)
                            : TextCasts.written(operand, "flare_cast_int64_to_string");
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LOCAL, BINARY, LIST, STRUCT -> refuse(cast);
            case INTERVAL_MONTHS, INTERVAL_MICROSECONDS ->
                    isInteger(from)
                            ? Exact.settle(widened(operand, to), 0, to, position)
                            : refuse(cast);
        };
    }

    private static Value exact(Value operand, int scale, Type to, int position) {
        Value settled = Exact.settle(widened(operand, to), scale, to, position);
        boolean narrows = Machine.type(to) == CType.INT32 && settled.type() == CType.INT64;
        return narrows ? settled.withCode(settled.code().cast(CType.INT32)) : settled;
    }

    private static CExpr toDouble(Value operand, int scale) {
        if (operand.type() == CType.INT128 || scale > 0) {
            return CExpr.call(
                    CType.DOUBLE, "flare_cast_decimal_to_double", Exact.to128(operand), scale);
        }
        return operand.code().cast(CType.DOUBLE);
    }

    private static CExpr notZero(Value operand) {
        if (operand.type() == CType.INT128) {
            return CExpr.call(
                            CType.INT32,
                            "flare_compare_int128",
                            operand.code(),
                            CType.INT128.zero())
                    .compare("!=", CExpr.number(CType.INT32, 0));
        }
        return operand.code().compare("!=", CExpr.number(operand.type(), 0));
    }

    private Value fromFloating(Value operand, Type to, int position, Expression.Cast cast) {
        CExpr code = operand.code();
        return switch (to.kind()) {
            case DOUBLE -> plain(operand, code.cast(CType.DOUBLE), Machine.range(to));
            case REAL ->
                    risky(
                            operand,
                            CExpr.call(
                                    CType.FLOAT,
                                    "flare_cast_double_to_float",
                                    "worker",
                                    code,
                                    position),
                            Machine.range(to));
            case TINYINT, SMALLINT, INTEGER -> {
                Value whole =
                        risky(
                                operand,
                                CExpr.call(
                                        CType.INT32,
                                        "flare_cast_double_to_int32",
                                        "worker",
                                        code,
                                        position),
                                DAYS);
                yield exact(whole, 0, to, position);
            }
            case BIGINT ->
                    risky(
                            operand,
                            CExpr.call(
                                    CType.INT64,
                                    "flare_cast_double_to_int64",
                                    "worker",
                                    code,
                                    position),
                            Machine.range(to));
            case DECIMAL -> {
                Type.Decimal decimal = (Type.Decimal) to;
                CExpr converted =
                        CExpr.call(
                                CType.INT128,
                                "flare_cast_double_to_decimal",
                                "worker",
                                code,
                                decimal.precision(),
                                decimal.scale(),
                                position);
                yield Exact.settle(
                        risky(operand, converted, Machine.range(to)),
                        decimal.scale(),
                        to,
                        position);
            }
            case BOOLEAN ->
                    plain(
                            operand,
                            code.compare("!=", CExpr.number(code.type(), 0)),
                            Interval.of(0, 1));
            case VARCHAR ->
                    TextCasts.written(
                            operand,
                            code.type() == CType.FLOAT
                                    ? "flare_cast_float_to_string"
                                    : "flare_cast_double_to_string");
            case DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LOCAL,
                    INTERVAL_MONTHS,
                    INTERVAL_MICROSECONDS,
                    BINARY,
                    LIST,
                    STRUCT ->
                    refuse(cast);
        };
    }

    private Value fromDate(Value operand, Type to, int position, Expression.Cast cast) {
        return switch (to.kind()) {
            case TIMESTAMP, TIMESTAMP_LOCAL ->
                    risky(
                            operand,
                            CExpr.call(
                                    CType.INT64,
                                    "flare_timestamp_of_date",
                                    "worker",
                                    operand.code(),
                                    position),
                            Machine.range(to));
            case VARCHAR -> TextCasts.written(operand, "flare_cast_date_to_string");
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    REAL,
                    DOUBLE,
                    DECIMAL,
                    DATE,
                    TIME,
                    INTERVAL_MONTHS,
                    INTERVAL_MICROSECONDS,
                    BINARY,
                    LIST,
                    STRUCT ->
                    refuse(cast);
        };
    }

    private Value fromTimestamp(Value operand, Type to, Expression.Cast cast) {
        return switch (to.kind()) {
            case DATE ->
                    plain(
                            operand,
                            CExpr.call(CType.INT32, "flare_date_of_timestamp", operand.code()),
                            DAYS);
            case TIME ->
                    plain(
                            operand,
                            CExpr.call(CType.INT64, "flare_time_of_timestamp", operand.code()),
                            Machine.range(to));
            case TIMESTAMP, TIMESTAMP_LOCAL -> operand;
            case VARCHAR -> TextCasts.written(operand, "flare_cast_timestamp_to_string");
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    REAL,
                    DOUBLE,
                    DECIMAL,
                    INTERVAL_MONTHS,
                    INTERVAL_MICROSECONDS,
                    BINARY,
                    LIST,
                    STRUCT ->
                    refuse(cast);
        };
    }
}
