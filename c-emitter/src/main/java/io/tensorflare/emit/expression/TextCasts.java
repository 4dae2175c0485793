package io.tensorflare.emit.expression;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.emit.expression.Value.Hazard;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Type;

/** Conversions of text to values, and of values to text. */
final class TextCasts {
    private TextCasts() {}

    /** A value as text, by a function of the runtime. */
    static Value written(Value operand, String function, Object... more) {
        Object[] arguments = new Object[2 + more.length];
        arguments[0] = "worker";
        arguments[1] = operand.code();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return Casts.plain(
                        operand,
                        CExpr.call(CType.STRING, function, arguments),
                        Machine.range(Type.VARCHAR))
                .withHazard(operand.hazard().and(Hazard.READS));
    }

    /** Text as a value of a type. */
    static Value read(Value operand, Type to, int position, Expression.Cast cast) {
        CExpr code = operand.code();
        Interval range = Machine.range(to);
        return switch (to.kind()) {
            case BOOLEAN ->
                    Casts.risky(
                            operand,
                            CExpr.call(
                                    CType.BOOL,
                                    "flare_cast_string_to_bool",
                                    "worker",
                                    code,
                                    position),
                            range);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> {
                CExpr from = CExpr.number(CType.INT64, range.min().longValueExact());
                CExpr most = CExpr.number(CType.INT64, range.max().longValueExact());
                CExpr number =
                        CExpr.call(
                                CType.INT64,
                                "flare_cast_string_to_int64",
                                "worker",
                                code,
                                from,
                                most,
                                position);
                yield Casts.risky(operand, number.cast(Machine.type(to)), range);
            }
            case DECIMAL -> {
                Type.Decimal decimal = (Type.Decimal) to;
                CExpr number =
                        CExpr.call(
                                CType.INT128,
                                "flare_cast_string_to_decimal",
                                "worker",
                                code,
                                decimal.precision(),
                                decimal.scale(),
                                position);
                yield Exact.settle(
                        Casts.risky(operand, number, range), decimal.scale(), to, position);
            }
            case DOUBLE ->
                    Casts.risky(
                            operand,
                            CExpr.call(
                                    CType.DOUBLE,
                                    "flare_cast_string_to_double",
                                    "worker",
                                    code,
                                    position),
                            range);
            case REAL -> {
                CExpr number =
                        CExpr.call(
                                CType.DOUBLE,
                                "flare_cast_string_to_double",
                                "worker",
                                code,
                                position);
                yield Casts.risky(
                        operand,
                        CExpr.call(
                                CType.FLOAT,
                                "flare_cast_double_to_float",
                                "worker",
                                number,
                                position),
                        range);
            }
            case DATE ->
                    Casts.risky(
                            operand,
                            CExpr.call(
                                    CType.INT32,
                                    "flare_cast_string_to_date",
                                    "worker",
                                    code,
                                    position),
                            range);
            case TIME ->
                    Casts.risky(
                            operand,
                            CExpr.call(
                                    CType.INT64,
                                    "flare_cast_string_to_time",
                                    "worker",
                                    code,
                                    position),
                            range);
            case TIMESTAMP, TIMESTAMP_LOCAL ->
                    Casts.risky(
                            operand,
                            CExpr.call(
                                    CType.INT64,
                                    "flare_cast_string_to_timestamp",
                                    "worker",
                                    code,
                                    position),
                            range);
            case VARCHAR, BINARY -> operand;
            case INTERVAL_MONTHS, INTERVAL_MICROSECONDS, LIST, STRUCT -> Casts.refuse(cast);
        };
    }
}
