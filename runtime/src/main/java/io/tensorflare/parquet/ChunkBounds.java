package io.tensorflare.parquet;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.apache.parquet.format.Statistics;

/** A chunk's null count and bounds, converted as the engine holds values. */
record ChunkBounds(OptionalLong nulls, OptionalLong minimum, OptionalLong maximum) {
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long NANOS_PER_MICRO = 1_000;

    static ChunkBounds of(Statistics statistics, ParquetColumn column) {
        if (statistics == null || column == null) {
            return new ChunkBounds(
                    OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
        }
        OptionalLong nulls =
                statistics.isSetNull_count() && statistics.getNull_count() >= 0
                        ? OptionalLong.of(statistics.getNull_count())
                        : OptionalLong.empty();
        boolean present = statistics.isSetMin_value() && statistics.isSetMax_value();
        OptionalLong minimum =
                present ? value(statistics.getMin_value(), column) : OptionalLong.empty();
        OptionalLong maximum =
                present ? value(statistics.getMax_value(), column) : OptionalLong.empty();
        if (minimum.isEmpty() || maximum.isEmpty() || minimum.getAsLong() > maximum.getAsLong()) {
            return new ChunkBounds(nulls, OptionalLong.empty(), OptionalLong.empty());
        }
        return new ChunkBounds(nulls, minimum, maximum);
    }

    private static OptionalLong value(byte[] bytes, ParquetColumn column) {
        if (!column.isSupported()) {
            return OptionalLong.empty();
        }
        return switch (column.type().kind()) {
            case TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    DATE,
                    DECIMAL,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LOCAL ->
                    converted(bytes, column);
            case BOOLEAN,
                    REAL,
                    DOUBLE,
                    VARCHAR,
                    BINARY,
                    INTERVAL_MONTHS,
                    INTERVAL_MICROSECONDS,
                    LIST,
                    STRUCT ->
                    OptionalLong.empty();
        };
    }

    private static OptionalLong converted(byte[] bytes, ParquetColumn column) {
        OptionalLong stored = stored(bytes, column);
        if (stored.isEmpty()) {
            return stored;
        }
        long value = stored.getAsLong();
        return switch (column.conversion()) {
            case NONE, DECIMAL, TIMESTAMP_MICROS, TIME_MICROS -> stored;
            case UNSIGNED -> unsigned(value, bytes.length);
            case TIMESTAMP_MILLIS, TIME_MILLIS ->
                    Math.abs(value) > Long.MAX_VALUE / MICROS_PER_MILLI
                            ? OptionalLong.empty()
                            : OptionalLong.of(value * MICROS_PER_MILLI);
            case TIMESTAMP_NANOS, TIME_NANOS ->
                    OptionalLong.of(Math.floorDiv(value, NANOS_PER_MICRO));
            case INT96 -> OptionalLong.empty();
        };
    }

    private static OptionalLong unsigned(long value, int byteSize) {
        long widened = byteSize == Integer.BYTES ? value & 0xffffffffL : value;
        return widened < 0 ? OptionalLong.empty() : OptionalLong.of(widened);
    }

    /**
     * Integers are little-endian of their width; decimals in byte arrays are big-endian two's
     * complement of any width.
     */
    private static OptionalLong stored(byte[] bytes, ParquetColumn column) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return switch (org.apache.parquet.format.Type.findByValue(column.physicalType())) {
            case INT32 ->
                    bytes.length == Integer.BYTES
                            ? OptionalLong.of(buffer.getInt())
                            : OptionalLong.empty();
            case INT64 ->
                    bytes.length == Long.BYTES
                            ? OptionalLong.of(buffer.getLong())
                            : OptionalLong.empty();
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> bigEndian(bytes);
            case BOOLEAN, INT96, FLOAT, DOUBLE -> OptionalLong.empty();
        };
    }

    private static OptionalLong bigEndian(byte[] bytes) {
        if (bytes.length == 0) {
            return OptionalLong.empty();
        }
        BigInteger value = new BigInteger(bytes);
        return value.bitLength() < Long.SIZE
                ? OptionalLong.of(value.longValueExact())
                : OptionalLong.empty();
    }
}
