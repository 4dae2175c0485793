package io.tensorflare.planner.translate;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Converts constants while planning. A conversion that would fail is left to the run, where it may
 * never happen.
 */
final class CastFolder {
    private static final long DAY = 86_400_000_000L;
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd[['T'][ ]HH:mm[:ss[.SSSSSS][.SSSSS][.SSSS][.SSS][.SS][.S]]]",
                    Locale.ROOT);

    private CastFolder() {}

    /** The literal as one of another type, if that is possible and certain. */
    static Optional<Expression.Literal> fold(Expression.Literal literal, Type type) {
        if (literal.type().equals(type)) {
            return Optional.of(literal);
        }
        try {
            return value(literal, type)
                    .map(value -> new Expression.Literal(value, type, literal.position()));
        } catch (ArithmeticException | NumberFormatException | DateTimeException failed) {
            return Optional.empty();
        }
    }

    private static Optional<?> value(Expression.Literal literal, Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                    exact(literal)
                            .map(value -> value.setScale(0, RoundingMode.HALF_UP).longValueExact())
                            .filter(value -> TypeRules.fits(value, type));
            case DECIMAL ->
                    exact(literal)
                            .map(
                                    value ->
                                            value.setScale(
                                                    ((Type.Decimal) type).scale(),
                                                    RoundingMode.HALF_UP))
                            .filter(value -> fits(value, (Type.Decimal) type));
            case DOUBLE -> number(literal).map(Number::doubleValue);
            case REAL -> number(literal).map(value -> (double) value.floatValue());
            case VARCHAR -> text(literal);
            case DATE -> date(literal);
            case TIMESTAMP -> timestamp(literal);
            case BOOLEAN -> bool(literal);
            default -> Optional.empty();
        };
    }

    static boolean fits(BigDecimal value, Type.Decimal type) {
        return value.signum() == 0
                || value.precision() - value.scale() <= type.precision() - type.scale();
    }

    private static Optional<BigDecimal> exact(Expression.Literal literal) {
        return switch (literal.type().kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> Optional.of(Calls.decimal(literal));
            case REAL, DOUBLE ->
                    Double.isFinite((Double) literal.value())
                            ? Optional.of(new BigDecimal((Double) literal.value()))
                            : Optional.empty();
            case VARCHAR -> Optional.of(new BigDecimal(((String) literal.value()).strip()));
            case BOOLEAN ->
                    Optional.of((Boolean) literal.value() ? BigDecimal.ONE : BigDecimal.ZERO);
            default -> Optional.empty();
        };
    }

    private static Optional<? extends Number> number(Expression.Literal literal) {
        return literal.value() instanceof Double value ? Optional.of(value) : exact(literal);
    }

    private static Optional<String> text(Expression.Literal literal) {
        return switch (literal.type().kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> Optional.of(literal.value().toString());
            case DECIMAL -> Optional.of(((BigDecimal) literal.value()).toPlainString());
            case BOOLEAN -> Optional.of(literal.value().toString());
            case DATE -> Optional.of(LocalDate.ofEpochDay((Long) literal.value()).toString());
            default -> Optional.empty();
        };
    }

    private static Optional<Long> date(Expression.Literal literal) {
        return switch (literal.type().kind()) {
            case VARCHAR -> Optional.of(Math.floorDiv(parse((String) literal.value()), DAY));
            case TIMESTAMP -> Optional.of(Math.floorDiv((Long) literal.value(), DAY));
            default -> Optional.empty();
        };
    }

    private static Optional<Long> timestamp(Expression.Literal literal) {
        return switch (literal.type().kind()) {
            case VARCHAR -> Optional.of(parse((String) literal.value()));
            case DATE -> Optional.of(Math.multiplyExact((Long) literal.value(), DAY));
            default -> Optional.empty();
        };
    }

    private static long parse(String text) {
        String stripped = text.strip();
        LocalDateTime moment =
                stripped.length() <= 10
                        ? LocalDate.parse(stripped).atStartOfDay()
                        : LocalDateTime.from(
                                TIMESTAMP.parseBest(
                                        stripped,
                                        LocalDateTime::from,
                                        temporal -> LocalDate.from(temporal).atStartOfDay()));
        return ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), moment);
    }

    private static Optional<Boolean> bool(Expression.Literal literal) {
        if (literal.value() instanceof String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true", "t" -> Optional.of(true);
                case "false", "f" -> Optional.of(false);
                default -> Optional.empty();
            };
        }
        return TypeRules.isNumeric(literal.type())
                ? exact(literal).map(value -> value.signum() != 0)
                : Optional.empty();
    }
}
