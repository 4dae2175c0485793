package io.tensorflare;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * One column of a {@link Batch}, in Arrow's layout and native memory: read in place, without
 * boxing. Lives as long as its batch. Getters of a type read values of that type alone; a null's
 * value is zero or empty.
 */
public final class Vector {
    private static final int DECIMAL_BYTES = 16;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private final Column column;
    private final int rows;
    private final int nullCount;
    private final ByteBuffer validity;
    private final ByteBuffer values;
    private final ByteBuffer bytes;

    /**
     * The buffers are little-endian: a bitmap of valid rows, the values or offsets, and the bytes
     * of strings.
     */
    Vector(
            Column column,
            int rows,
            int nullCount,
            ByteBuffer validity,
            ByteBuffer values,
            ByteBuffer bytes) {
        this.column = column;
        this.rows = rows;
        this.nullCount = nullCount;
        this.validity = validity;
        this.values = values;
        this.bytes = bytes;
    }

    public Column column() {
        return column;
    }

    public int rows() {
        return rows;
    }

    public int nullCount() {
        return nullCount;
    }

    public boolean isNull(int row) {
        return nullCount > 0 && !bit(validity, row);
    }

    public boolean getBoolean(int row) {
        return bit(values, row);
    }

    /** TINYINT, SMALLINT, INTEGER, and DATE in days since 1970-01-01. */
    public int getInt(int row) {
        return values.getInt(row * Integer.BYTES);
    }

    /** BIGINT; TIME, TIMESTAMP in microseconds; also the smaller integers and dates. */
    public long getLong(int row) {
        return switch (column.type().kind()) {
            case TINYINT, SMALLINT, INTEGER, DATE -> getInt(row);
            default -> values.getLong(row * Long.BYTES);
        };
    }

    public float getFloat(int row) {
        return values.getFloat(row * Float.BYTES);
    }

    /** DOUBLE, and REAL widened. */
    public double getDouble(int row) {
        return column.type().kind() == Type.Kind.REAL
                ? getFloat(row)
                : values.getDouble(row * Double.BYTES);
    }

    /** DECIMAL at its full scale. */
    public BigDecimal getDecimal(int row) {
        long low = values.getLong(row * DECIMAL_BYTES);
        long high = values.getLong(row * DECIMAL_BYTES + Long.BYTES);
        int scale = ((Type.Decimal) column.type()).scale();
        if (high == low >> (Long.SIZE - 1)) {
            return BigDecimal.valueOf(low, scale);
        }
        byte[] bigEndian = ByteBuffer.allocate(DECIMAL_BYTES).putLong(high).putLong(low).array();
        return new BigDecimal(new BigInteger(bigEndian), scale);
    }

    /** VARCHAR. */
    public String getString(int row) {
        return new String(getBytes(row), StandardCharsets.UTF_8);
    }

    /** VARCHAR and BINARY: a copy. */
    public byte[] getBytes(int row) {
        int from = values.getInt(row * Integer.BYTES);
        int to = values.getInt((row + 1) * Integer.BYTES);
        byte[] copy = new byte[to - from];
        bytes.get(from, copy);
        return copy;
    }

    public LocalDate getDate(int row) {
        return LocalDate.ofEpochDay(getInt(row));
    }

    public LocalTime getTime(int row) {
        return LocalTime.ofNanoOfDay(getLong(row) * NANOS_PER_MICRO);
    }

    /** TIMESTAMP; of TIMESTAMP WITH LOCAL TIME ZONE the time in UTC. */
    public LocalDateTime getTimestamp(int row) {
        long micros = getLong(row);
        long second = Math.floorDiv(micros, MICROS_PER_SECOND);
        return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC)
                .plus(Math.floorMod(micros, MICROS_PER_SECOND), ChronoUnit.MICROS);
    }

    private static boolean bit(ByteBuffer bitmap, int row) {
        return (bitmap.get(row >> 3) >> (row & 7) & 1) != 0;
    }
}
