package io.tensorflare.cli.format;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;

/** Writes single values as text that reads back as the same value. */
public final class ValueText {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;

    /** Exponents from this one up are written as 1e+16, as Python and DuckDB do. */
    private static final int FIRST_LARGE_EXPONENT = 16;

    private static final int LAST_SMALL_EXPONENT = -5;

    private ValueText() {}

    /**
     * The fewest digits, two if there is a choice, that read back as {@code value}; NaN, Infinity
     * and -Infinity by name.
     */
    public static String doubles(double value) {
        return Double.isFinite(value)
                ? layout(value == 0 && 1 / value < 0, NumberOutput.toString(value, true))
                : Double.toString(value);
    }

    /** As {@link #doubles}, for single precision. */
    public static String real(float value) {
        return Float.isFinite(value)
                ? layout(value == 0 && 1 / value < 0, NumberOutput.toString(value, true))
                : Float.toString(value);
    }

    /** All digits of the scale: 1.50 stays 1.50. */
    public static String decimal(BigDecimal value) {
        return value.toPlainString();
    }

    /** 1994-01-31; years beyond 9999 get a sign, as in ISO 8601. */
    public static String date(long daysSinceEpoch) {
        return LocalDate.ofEpochDay(daysSinceEpoch).toString();
    }

    /** 12:34:56, with a fraction where there is one. */
    public static String time(long microsOfDay) {
        long seconds = Math.floorDiv(microsOfDay, MICROS_PER_SECOND);
        return String.format("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                + fraction(Math.floorMod(microsOfDay, MICROS_PER_SECOND));
    }

    /** 1994-01-31 12:34:56, with a fraction where there is one. */
    public static String timestamp(long microsSinceEpoch) {
        long days = Math.floorDiv(microsSinceEpoch, SECONDS_PER_DAY * MICROS_PER_SECOND);
        return date(days)
                + " "
                + time(Math.floorMod(microsSinceEpoch, SECONDS_PER_DAY * MICROS_PER_SECOND));
    }

    /** As {@link #timestamp} in a zone, followed by its offset: 1994-01-31 12:34:56+01:00. */
    public static String timestamp(long microsSinceEpoch, ZoneId zone) {
        ZoneOffset offset =
                zone.getRules()
                        .getOffset(
                                Instant.ofEpochSecond(
                                        Math.floorDiv(microsSinceEpoch, MICROS_PER_SECOND)));
        String suffix = offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
        return timestamp(microsSinceEpoch + offset.getTotalSeconds() * MICROS_PER_SECOND) + suffix;
    }

    /** 1 year 2 months. */
    public static String months(long months) {
        long years = months / 12;
        long rest = months % 12;
        if (years == 0) {
            return count(rest, "month");
        }
        return count(years, "year") + (rest == 0 ? "" : " " + count(rest, "month"));
    }

    /** 3 days 04:05:06. */
    public static String micros(long micros) {
        long perDay = SECONDS_PER_DAY * MICROS_PER_SECOND;
        long days = micros / perDay;
        long rest = micros % perDay;
        String clock = (rest < 0 ? "-" : "") + time(Math.abs(rest));
        if (days == 0) {
            return clock;
        }
        return count(days, "day") + (rest == 0 ? "" : " " + clock);
    }

    /** Two hexadecimal digits a byte. */
    public static String binary(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (Math.abs(number) == 1 ? "" : "s");
    }

    private static String fraction(long micros) {
        if (micros == 0) {
            return "";
        }
        String digits = String.format("%06d", micros);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return "." + digits.substring(0, end);
    }

    private static String layout(boolean negativeZero, String shortest) {
        BigDecimal value = new BigDecimal(shortest).stripTrailingZeros();
        if (value.signum() == 0) {
            return negativeZero ? "-0.0" : "0.0";
        }
        int exponent = value.precision() - value.scale() - 1;
        if (exponent <= LAST_SMALL_EXPONENT || exponent >= FIRST_LARGE_EXPONENT) {
            String mantissa = value.movePointLeft(exponent).stripTrailingZeros().toPlainString();
            return mantissa
                    + (exponent < 0 ? "e-" : "e+")
                    + String.format("%02d", Math.abs(exponent));
        }
        return value.scale() > 0 ? value.toPlainString() : value.toPlainString() + ".0";
    }
}
