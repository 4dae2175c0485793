package io.tensorflare.planner.translate;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import java.util.List;
import java.util.Locale;

/** Calls on dates and times: parts, truncation, differences and the addition of intervals. */
final class DateTimes {
    private static final long DAY = 86_400_000_000L;

    private DateTimes() {}

    /** EXTRACT(unit FROM value) and DATE_PART, as BIGINT. */
    static Expression part(String unit, Expression value, Position position) {
        String name = unit.toLowerCase(Locale.ROOT);
        Function function =
                switch (name) {
                    case "year", "years" -> Function.YEAR;
                    case "quarter" -> Function.QUARTER;
                    case "month", "months" -> Function.MONTH;
                    case "week", "weeks" -> Function.WEEK;
                    case "day", "days", "dayofmonth" -> Function.DAY;
                    case "dow", "dayofweek", "weekday" -> Function.DAY_OF_WEEK;
                    case "isodow" -> Function.ISO_DAY_OF_WEEK;
                    case "doy", "dayofyear" -> Function.DAY_OF_YEAR;
                    case "hour", "hours" -> Function.HOUR;
                    case "minute", "minutes" -> Function.MINUTE;
                    case "second", "seconds" -> Function.SECOND;
                    case "millisecond", "milliseconds" -> Function.MILLISECOND;
                    case "microsecond", "microseconds" -> Function.MICROSECOND;
                    case "epoch" -> Function.EPOCH;
                    default -> throw unknownUnit(unit, position);
                };
        if (function == Function.EPOCH) {
            Expression seconds = Calls.of(Function.EPOCH, Type.DOUBLE, position, value);
            return Calls.cast(
                    Calls.of(Function.FLOOR, Type.DOUBLE, position, seconds),
                    Type.BIGINT,
                    position);
        }
        return Calls.of(function, Type.BIGINT, position, value);
    }

    private static TensorFlareException unknownUnit(String unit, Position position) {
        return new TensorFlareException(
                ErrorCode.UNSUPPORTED,
                position,
                "'"
                        + unit
                        + "' is not a part of a date or time here; use year, quarter, month, week, day, dow, doy, hour, minute, second or epoch");
    }

    /** DATE_TRUNC(unit, value). */
    static Expression truncate(String unit, Expression value, Position position) {
        String name = unit.toLowerCase(Locale.ROOT);
        if (!List.of("year", "quarter", "month", "week", "day", "hour", "minute", "second")
                .contains(name)) {
            throw new TensorFlareException(
                    ErrorCode.UNSUPPORTED,
                    position,
                    "dates cannot be truncated to '"
                            + unit
                            + "'; use year, quarter, month, week, day, hour, minute or second");
        }
        boolean belowDay = List.of("hour", "minute", "second").contains(name);
        boolean isDate = value.type().equals(Type.DATE);
        if (isDate && (belowDay || name.equals("day"))) {
            return value;
        }
        return Calls.of(Function.DATE_TRUNC, value.type(), position, Calls.literal(name), value);
    }

    /** DATE_DIFF(unit, from, to): boundaries of the unit between the two. */
    static Expression difference(String unit, Expression from, Expression to, Position position) {
        String name = unit.toLowerCase(Locale.ROOT).replaceFirst("s$", "");
        return switch (name) {
            case "day" -> days(from, to, position);
            case "week" ->
                    divide(
                            days(
                                    truncate("week", date(from, position), position),
                                    truncate("week", date(to, position), position),
                                    position),
                            7,
                            position);
            case "year" ->
                    subtract(part("year", to, position), part("year", from, position), position);
            case "quarter" -> months(from, to, "quarter", 4, position);
            case "month" -> months(from, to, "month", 12, position);
            case "hour", "minute", "second" -> microseconds(name, from, to, position);
            default -> throw unknownUnit(unit, position);
        };
    }

    private static Expression date(Expression value, Position position) {
        return Calls.cast(value, Type.DATE, position);
    }

    private static Expression days(Expression from, Expression to, Position position) {
        return Calls.of(
                Function.DAYS_BETWEEN,
                Type.BIGINT,
                position,
                date(to, position),
                date(from, position));
    }

    private static Expression months(
            Expression from, Expression to, String unit, long perYear, Position position) {
        Expression years =
                subtract(part("year", to, position), part("year", from, position), position);
        Expression rest = subtract(part(unit, to, position), part(unit, from, position), position);
        Expression whole =
                Calls.of(
                        Function.MULTIPLY,
                        Type.BIGINT,
                        position,
                        years,
                        Calls.literal(perYear, Type.BIGINT));
        return Calls.of(Function.ADD, Type.BIGINT, position, whole, rest);
    }

    private static Expression microseconds(
            String unit, Expression from, Expression to, Position position) {
        Expression begin = truncate(unit, Calls.cast(from, Type.TIMESTAMP, position), position);
        Expression end = truncate(unit, Calls.cast(to, Type.TIMESTAMP, position), position);
        long length =
                unit.equals("hour") ? DAY / 24 : unit.equals("minute") ? DAY / 1440 : DAY / 86_400;
        return divide(
                Calls.of(Function.MICROSECONDS_BETWEEN, Type.BIGINT, position, end, begin),
                length,
                position);
    }

    private static Expression subtract(Expression a, Expression b, Position position) {
        return Calls.of(Function.SUBTRACT, Type.BIGINT, position, a, b);
    }

    private static Expression divide(Expression a, long by, Position position) {
        return Calls.of(Function.DIVIDE, Type.BIGINT, position, a, Calls.literal(by, Type.BIGINT));
    }

    /** a - b of two dates. */
    static Expression between(Expression later, Expression earlier, Position position) {
        if (!later.type().equals(Type.DATE) || !earlier.type().equals(Type.DATE)) {
            throw new TensorFlareException(
                    ErrorCode.UNSUPPORTED,
                    position,
                    "the difference of two timestamps is not supported as '-'; write date_diff('second', a, b) or cast both to DATE");
        }
        return Calls.of(Function.DAYS_BETWEEN, Type.BIGINT, position, later, earlier);
    }

    /** A date or time moved by an amount of an interval's units: months, or microseconds. */
    static Expression add(Expression moment, Type interval, Expression amount, Position position) {
        if (interval.equals(Type.INTERVAL_MONTHS)) {
            return Calls.of(
                    Function.ADD_MONTHS,
                    moment.type(),
                    position,
                    moment,
                    Calls.cast(amount, Type.INTEGER, position));
        }
        if (!moment.type().equals(Type.DATE)) {
            return Calls.of(Function.ADD_MICROSECONDS, moment.type(), position, moment, amount);
        }
        return Calls.of(
                Function.ADD_DAYS,
                Type.DATE,
                position,
                moment,
                Calls.cast(wholeDays(amount, position), Type.INTEGER, position));
    }

    /** Microseconds as days: of a constant, or of a number times a constant. */
    private static Expression wholeDays(Expression amount, Position position) {
        if (amount instanceof Expression.Literal literal && (Long) literal.value() % DAY == 0) {
            return Calls.literal((Long) literal.value() / DAY, Type.BIGINT);
        }
        if (amount instanceof Expression.Call call
                && call.function() == Function.MULTIPLY
                && call.operands().get(1) instanceof Expression.Literal unit
                && (Long) unit.value() % DAY == 0) {
            long days = (Long) unit.value() / DAY;
            Expression count = call.operands().get(0);
            return days == 1
                    ? count
                    : Calls.of(
                            Function.MULTIPLY,
                            Type.BIGINT,
                            position,
                            count,
                            Calls.literal(days, Type.BIGINT));
        }
        throw new TensorFlareException(
                ErrorCode.UNSUPPORTED,
                position,
                "a DATE moves by whole days, months or years only; cast it to TIMESTAMP to add hours, minutes or seconds");
    }
}
