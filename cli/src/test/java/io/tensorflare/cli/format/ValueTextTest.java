package io.tensorflare.cli.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueTextTest {
    @Test
    void doublesAreShortestAndReadBack() {
        assertDouble("0.0", 0.0);
        assertDouble("-0.0", -0.0);
        assertDouble("1.0", 1);
        assertDouble("0.1", 0.1);
        assertDouble("0.30000000000000004", 0.1 + 0.2);
        assertDouble("100.0", 100);
        assertDouble("123141078.2283", 123141078.2283);
        assertDouble("2e-323", 2e-323);
        assertDouble("4.9e-324", Double.MIN_VALUE);
        assertDouble("1.7976931348623157e+308", Double.MAX_VALUE);
        assertDouble("0.0001", 1e-4);
        assertDouble("1e-05", 1e-5);
        assertDouble("1000000000000000.0", 1e15);
        assertDouble("9007199254740993.0", 9007199254740993.0, "9007199254740992.0");
        assertDouble("1e+16", 1e16);
        assertDouble("2e+23", 2e23);
        assertDouble("NaN", Double.NaN);
        assertDouble("Infinity", Double.POSITIVE_INFINITY);
        assertDouble("-Infinity", Double.NEGATIVE_INFINITY);
    }

    @Test
    void anyDoubleReadsBack() {
        Random random = new Random(42);
        for (int i = 0; i < 100_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            String text = ValueText.doubles(value);
            assertEquals(value, Double.parseDouble(text), text);
        }
    }

    @Test
    void realsUseTheirOwnPrecision() {
        assertEquals("0.1", ValueText.real(0.1f));
        assertEquals("16777216.0", ValueText.real(16777216f));
        assertEquals("3.4028235e+38", ValueText.real(Float.MAX_VALUE));
        assertEquals("1.4e-45", ValueText.real(Float.MIN_VALUE));
        assertEquals("NaN", ValueText.real(Float.NaN));
    }

    @Test
    void decimalsKeepTheirScale() {
        assertEquals("1.50", ValueText.decimal(new BigDecimal("1.50")));
        assertEquals("0.00", ValueText.decimal(new BigDecimal("0.00")));
        assertEquals("0.0000001", ValueText.decimal(new BigDecimal("1E-7")));
        assertEquals(
                "-99999999999999999999999999999999999999",
                ValueText.decimal(new BigDecimal("-99999999999999999999999999999999999999")));
    }

    @Test
    void datesAreIso() {
        assertEquals("1970-01-01", ValueText.date(0));
        assertEquals("1994-01-01", ValueText.date(8766));
        assertEquals("1969-12-31", ValueText.date(-1));
        assertEquals("0001-01-01", ValueText.date(-719162));
        assertEquals("+10000-01-01", ValueText.date(2932897));
    }

    @Test
    void timestampsHaveTheFractionTheyNeed() {
        assertEquals("1970-01-01 00:00:00", ValueText.timestamp(0));
        assertEquals("1969-12-31 23:59:59.999999", ValueText.timestamp(-1));
        assertEquals("1970-01-01 00:00:01.5", ValueText.timestamp(1_500_000));
        assertEquals("1970-01-01 00:00:00.000001", ValueText.timestamp(1));
        assertEquals("23:59:59.1", ValueText.time(86_399_100_000L));
    }

    @Test
    void zonedTimestampsSayTheirOffset() {
        assertEquals("1970-01-01 00:00:00+00:00", ValueText.timestamp(0, ZoneId.of("UTC")));
        assertEquals(
                "1970-01-01 01:00:00+01:00", ValueText.timestamp(0, ZoneId.of("Europe/Berlin")));
        assertEquals(
                "2024-07-01 02:00:00+02:00",
                ValueText.timestamp(1_719_792_000_000_000L, ZoneId.of("Europe/Berlin")));
        assertEquals(
                "1969-12-31 18:59:59.999999-05:00",
                ValueText.timestamp(-1, ZoneId.of("America/New_York")));
    }

    @Test
    void intervalsReadLikeEnglish() {
        assertEquals("1 year 2 months", ValueText.months(14));
        assertEquals("3 months", ValueText.months(3));
        assertEquals("-1 year", ValueText.months(-12));
        assertEquals("0 months", ValueText.months(0));
        assertEquals("90 days", ValueText.micros(90L * 86_400_000_000L));
        assertEquals("1 day 00:00:01", ValueText.micros(86_401_000_000L));
        assertEquals("-00:00:00.5", ValueText.micros(-500_000));
        assertEquals("00:00:00", ValueText.micros(0));
    }

    @Test
    void binaryIsHexadecimal() {
        assertEquals("00ff10", ValueText.binary(new byte[] {0, -1, 16}));
        assertEquals("", ValueText.binary(new byte[0]));
    }

    private static void assertDouble(String expected, double value) {
        assertEquals(expected, ValueText.doubles(value));
        assertEquals(value, Double.parseDouble(expected));
    }

    /** For a literal that no double can hold exactly. */
    private static void assertDouble(String literal, double value, String expected) {
        assertEquals(expected, ValueText.doubles(value));
        assertEquals(value, Double.parseDouble(literal));
    }
}
