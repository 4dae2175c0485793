package io.tensorflare.planner.parser;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads intervals written as one string, '90 days' or '1 year 2 months', into the standard's value
 * and unit.
 */
final class IntervalText {
    private static final Pattern TERM =
            Pattern.compile("\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*([A-Za-z]+)");
    private static final BigDecimal MICROSECONDS = BigDecimal.valueOf(1_000_000);

    private IntervalText() {}

    /**
     * A token of the rewritten interval: the value as a string literal (no unit), or the keyword of
     * a unit.
     */
    record Part(String image, String unit) {}

    /**
     * The tokens to put after INTERVAL.
     *
     * @param image the string literal with its quotes
     */
    static List<Part> parse(String image, Position position) {
        String text = image.substring(1, image.length() - 1);
        Matcher term = TERM.matcher(text);
        BigDecimal months = BigDecimal.ZERO;
        BigDecimal seconds = BigDecimal.ZERO;
        int end = 0;
        boolean hasMonths = false;
        boolean hasSeconds = false;
        while (term.find(end) && term.start() == end) {
            BigDecimal count = new BigDecimal(term.group(1));
            String unit = term.group(2).toLowerCase(Locale.ROOT).replaceFirst("s$", "");
            BigDecimal inMonths = monthsOf(unit);
            BigDecimal inSeconds = secondsOf(unit);
            if (inMonths.signum() == 0 && inSeconds.signum() == 0) {
                throw new TensorFlareException(
                        ErrorCode.SYNTAX,
                        position,
                        "'"
                                + term.group(2)
                                + "' is not a unit of time; use year, month, week, day, hour, minute or second");
            }
            hasMonths |= inMonths.signum() != 0;
            hasSeconds |= inSeconds.signum() != 0;
            months = months.add(count.multiply(inMonths));
            seconds = seconds.add(count.multiply(inSeconds));
            end = term.end();
        }
        if (end == 0 || !text.substring(end).isBlank()) {
            throw new TensorFlareException(
                    ErrorCode.SYNTAX,
                    position,
                    "expected a number and a unit in the interval, as in INTERVAL '90 days' or INTERVAL '90' DAY");
        }
        if (hasMonths && hasSeconds) {
            throw new TensorFlareException(
                    ErrorCode.UNSUPPORTED,
                    position,
                    "an interval of months and days together is not supported; add two intervals");
        }
        return hasMonths ? tokens(months, "MONTH", position) : days(seconds, position);
    }

    private static List<Part> days(BigDecimal seconds, Position position) {
        BigDecimal day = BigDecimal.valueOf(86_400);
        if (seconds.remainder(day).signum() == 0) {
            return tokens(seconds.divide(day), "DAY", position);
        }
        return tokens(seconds, "SECOND", position);
    }

    private static List<Part> tokens(BigDecimal count, String unit, Position position) {
        BigDecimal plain = count.signum() == 0 ? BigDecimal.ZERO : count.stripTrailingZeros();
        if (unit.equals("MONTH") && plain.scale() > 0
                || plain.multiply(MICROSECONDS).stripTrailingZeros().scale() > 0) {
            throw new TensorFlareException(
                    ErrorCode.UNSUPPORTED,
                    position,
                    "an interval must be a whole number of months, or of microseconds");
        }
        return List.of(new Part("'" + plain.toPlainString() + "'", ""), new Part(unit, unit));
    }

    private static BigDecimal monthsOf(String unit) {
        return BigDecimal.valueOf(
                switch (unit) {
                    case "century", "centurie" -> 1200;
                    case "decade" -> 120;
                    case "year", "yr", "y" -> 12;
                    case "quarter" -> 3;
                    case "month", "mon" -> 1;
                    default -> 0;
                });
    }

    private static BigDecimal secondsOf(String unit) {
        return switch (unit) {
            case "week" -> BigDecimal.valueOf(604_800);
            case "day", "d" -> BigDecimal.valueOf(86_400);
            case "hour", "hr", "h" -> BigDecimal.valueOf(3_600);
            case "minute", "min", "m" -> BigDecimal.valueOf(60);
            case "second", "sec", "s", "" -> BigDecimal.ONE;
            case "millisecond" -> new BigDecimal("0.001");
            case "microsecond" -> new BigDecimal("0.000001");
            default -> BigDecimal.ZERO;
        };
    }
}
