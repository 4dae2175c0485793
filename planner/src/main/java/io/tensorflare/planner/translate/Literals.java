package io.tensorflare.planner.translate;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.validate.Types;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/** Calcite's constants to the plan's and back. */
final class Literals {
    private static final long MILLISECOND = 1_000;

    private Literals() {}

    static Expression translate(RexLiteral literal) {
        Type type = Types.fromCalcite(literal.getType(), Position.UNKNOWN);
        return literal.isNull()
                ? new Expression.Null(type)
                : value(literal.getValueAs(Comparable.class), type);
    }

    /** A constant in the form that a literal or a search argument of the type keeps it. */
    static Expression.Literal value(Comparable<?> value, Type type) {
        return new Expression.Literal(
                switch (type.kind()) {
                    case BOOLEAN -> (Boolean) value;
                    case TINYINT, SMALLINT, INTEGER, BIGINT -> integer((BigDecimal) value);
                    case REAL -> (double) number(value).floatValue();
                    case DOUBLE -> number(value).doubleValue();
                    case DECIMAL -> decimal((BigDecimal) value, (Type.Decimal) type);
                    case DATE -> (long) ((DateString) value).getDaysSinceEpoch();
                    case TIME -> time((TimeString) value);
                    case TIMESTAMP, TIMESTAMP_LOCAL -> timestamp((TimestampString) value);
                    case INTERVAL_MONTHS -> ((BigDecimal) value).longValueExact();
                    case INTERVAL_MICROSECONDS ->
                            Math.multiplyExact(((BigDecimal) value).longValueExact(), MILLISECOND);
                    case VARCHAR -> ((NlsString) value).getValue();
                    case BINARY -> ((ByteString) value).getBytes();
                    case LIST, STRUCT ->
                            throw new IllegalStateException("no literal of type " + type);
                },
                type,
                Position.UNKNOWN);
    }

    private static Number number(Comparable<?> value) {
        return (Number) value;
    }

    private static long integer(BigDecimal value) {
        try {
            return value.longValueExact();
        } catch (ArithmeticException fraction) {
            throw new TensorFlareException(
                    ErrorCode.OVERFLOW,
                    "the number "
                            + value.toPlainString()
                            + " does not fit a BIGINT; write it with a decimal point");
        }
    }

    private static BigDecimal decimal(BigDecimal value, Type.Decimal type) {
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() > 38) {
            throw new TensorFlareException(
                    ErrorCode.OVERFLOW,
                    "the number "
                            + value.toPlainString()
                            + " has more than 38 digits; write it in scientific notation for a DOUBLE");
        }
        return scaled;
    }

    private static long time(TimeString value) {
        return value.getMillisOfDay() * MILLISECOND + belowMillisecond(value.toString());
    }

    private static long timestamp(TimestampString value) {
        return value.getMillisSinceEpoch() * MILLISECOND + belowMillisecond(value.toString());
    }

    /** Digits four to six after the point, which the values in milliseconds lose. */
    private static long belowMillisecond(String text) {
        int point = text.indexOf('.');
        String digits = point < 0 ? "" : text.substring(point + 1);
        return digits.length() <= 3
                ? 0
                : Long.parseLong((digits.substring(3) + "00").substring(0, 3));
    }

    /** Calcite's form of a constant, or the original where it has none. */
    static RexNode toCalcite(RexBuilder rex, Expression folded, RexNode original) {
        RelDataType type = original.getType();
        if (folded instanceof Expression.Null) {
            return rex.makeNullLiteral(type);
        }
        if (!(folded instanceof Expression.Literal literal)) {
            return original;
        }
        return switch (literal.type().kind()) {
            case BOOLEAN -> rex.makeLiteral((Boolean) literal.value());
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                    rex.makeLiteral(BigDecimal.valueOf((Long) literal.value()), type);
            case DECIMAL -> rex.makeLiteral(literal.value(), type);
            case DATE ->
                    rex.makeDateLiteral(
                            DateString.fromDaysSinceEpoch(Math.toIntExact((Long) literal.value())));
            case VARCHAR -> rex.makeLiteral((String) literal.value());
            default -> original;
        };
    }
}
