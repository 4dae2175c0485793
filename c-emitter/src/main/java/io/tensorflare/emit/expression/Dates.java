package io.tensorflare.emit.expression;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.emit.expression.Value.Hazard;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Functions of dates, times and timestamps. */
final class Dates {
    private static final Map<String, String> UNITS =
            Map.of(
                    "year", "FLARE_YEAR",
                    "quarter", "FLARE_QUARTER",
                    "month", "FLARE_MONTH",
                    "week", "FLARE_WEEK",
                    "day", "FLARE_DAY",
                    "hour", "FLARE_HOUR",
                    "minute", "FLARE_MINUTE",
                    "second", "FLARE_SECOND");

    private final Expressions expressions;
    private final Functions functions;

    Dates(Expressions expressions, Functions functions) {
        this.expressions = expressions;
        this.functions = functions;
    }

    Value value(Expression.Call call) {
        Type type = call.operands().get(0).type();
        return switch (call.function()) {
            case EPOCH -> epoch(call, type);
            case DATE_TRUNC -> truncated(call);
            case ADD_MONTHS ->
                    shifted(
                            call,
                            type,
                            type.kind() == Type.Kind.DATE
                                    ? "flare_add_months_date"
                                    : "flare_add_months_timestamp");
            case ADD_DAYS -> shifted(call, type, "flare_add_days");
            case ADD_MICROSECONDS -> addMicroseconds(call, type);
            case DAYS_BETWEEN, MICROSECONDS_BETWEEN -> between(call);
            case LAST_DAY -> functions.plain(call, CType.INT32, "flare_last_day");
            default -> field(call, type);
        };
    }

    private static TensorFlareException unsupported(Expression.Call call) {
        return new TensorFlareException(
                ErrorCode.UNSUPPORTED,
                call.position(),
                call.function()
                        + " of a "
                        + call.operands().get(0).type()
                        + " cannot run yet: cast it to TIMESTAMP");
    }

    private static String suffix(Type type) {
        return switch (type.kind()) {
            case DATE -> "date";
            case TIMESTAMP, TIMESTAMP_LOCAL -> "timestamp";
            case TIME -> "time";
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
                    VARCHAR,
                    BINARY,
                    LIST,
                    STRUCT ->
                    "";
        };
    }

    private Value strict(
            Expression.Call call, Value operand, CExpr code, Hazard hazard, Interval range) {
        return functions.as(
                new Value(code, operand.valid(), range, hazard.and(operand.hazard())), call.type());
    }

    private Value field(Expression.Call call, Type type) {
        if (suffix(type).isEmpty()) {
            throw unsupported(call);
        }
        Value operand = expressions.value(call.operands().get(0));
        if (call.function() == Function.YEAR && type.kind() == Type.Kind.DATE) {
            CExpr year = CExpr.call(CType.INT32, "flare_year_of_date", operand.code());
            return strict(
                    call,
                    operand,
                    year,
                    Hazard.NONE,
                    Interval.of(Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        CExpr code =
                CExpr.call(
                        CType.INT64,
                        "flare_extract_" + suffix(type),
                        "FLARE_" + call.function().name(),
                        operand.code());
        return strict(
                call,
                operand,
                code,
                Hazard.NONE,
                Interval.of(Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private Value epoch(Expression.Call call, Type type) {
        Value operand = expressions.value(call.operands().get(0));
        boolean date = type.kind() == Type.Kind.DATE;
        CExpr number = operand.code().cast(CType.DOUBLE);
        CExpr code =
                date
                        ? number.times(CExpr.number(CType.DOUBLE, 86_400))
                        : number.dividedBy(CExpr.number(CType.DOUBLE, 1_000_000));
        return strict(call, operand, code, Hazard.NONE, Machine.range(Type.DOUBLE));
    }

    private Value truncated(Expression.Call call) {
        boolean constant =
                call.operands().get(0) instanceof Expression.Literal unit
                        && UNITS.containsKey(unit(unit));
        Type type = call.operands().get(1).type();
        if (!constant || suffix(type).isEmpty() || type.kind() == Type.Kind.TIME) {
            throw new TensorFlareException(
                    ErrorCode.UNSUPPORTED,
                    call.position(),
                    "DATE_TRUNC needs a unit in quotes, one of year, quarter, month, week, day, hour, minute and second, and a date or timestamp");
        }
        String unit = UNITS.get(unit((Expression.Literal) call.operands().get(0)));
        Value operand = expressions.value(call.operands().get(1));
        CType result = type.kind() == Type.Kind.DATE ? CType.INT32 : CType.INT64;
        CExpr code = CExpr.call(result, "flare_trunc_" + suffix(type), unit, operand.code());
        boolean widens = result == CType.INT32 && Machine.type(call.type()) == CType.INT64;
        if (widens) {
            CExpr timestamp =
                    CExpr.call(
                            CType.INT64,
                            "flare_timestamp_of_date",
                            "worker",
                            code,
                            expressions.position(call.position()));
            return strict(call, operand, timestamp, Hazard.RAISES, Machine.range(call.type()));
        }
        return strict(call, operand, code, Hazard.NONE, Machine.range(call.type()));
    }

    private static String unit(Expression.Literal literal) {
        return String.valueOf(literal.value()).toLowerCase(Locale.ROOT);
    }

    private Value shifted(Expression.Call call, Type type, String function) {
        CType result = type.kind() == Type.Kind.DATE ? CType.INT32 : CType.INT64;
        List<Value> operands =
                expressions.operands(
                        call, "value", call.function() == Function.ADD_DAYS ? "days" : "months");
        CExpr code =
                CExpr.call(
                        result,
                        function,
                        "worker",
                        operands.get(0).code(),
                        operands.get(1).code(),
                        expressions.position(call.position()));
        CExpr valid = operands.get(0).valid().and(operands.get(1).valid());
        return functions.as(
                new Value(code, valid, Machine.range(call.type()), Hazard.RAISES), call.type());
    }

    /** Times wrap around at midnight; timestamps are checked. */
    private Value addMicroseconds(Expression.Call call, Type type) {
        List<Value> operands = expressions.operands(call, "value", "microseconds");
        CExpr sum =
                CExpr.call(
                        CType.INT64,
                        "flare_add_int64",
                        "worker",
                        operands.get(0).code(),
                        operands.get(1).code(),
                        expressions.position(call.position()));
        CExpr code =
                type.kind() == Type.Kind.TIME
                        ? CExpr.call(CType.INT64, "flare_time_of_timestamp", sum)
                        : sum;
        CExpr valid = operands.get(0).valid().and(operands.get(1).valid());
        return new Value(code, valid, Machine.range(call.type()), Hazard.RAISES);
    }

    private Value between(Expression.Call call) {
        List<Value> operands = expressions.operands(call, "later", "earlier");
        Type type = call.operands().get(0).type();
        return functions.as(
                Exact.binary(
                        Function.SUBTRACT,
                        operands.get(0),
                        type,
                        operands.get(1),
                        type,
                        Type.BIGINT,
                        expressions.position(call.position())),
                call.type());
    }
}
