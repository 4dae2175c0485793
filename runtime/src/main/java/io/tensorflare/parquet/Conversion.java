package io.tensorflare.parquet;

/**
 * How a stored value becomes the engine's value; the numbers are those of {@code flare_conversion}
 * in file.h.
 */
public enum Conversion {
    NONE(0),
    DECIMAL(1),
    UNSIGNED(2),
    TIMESTAMP_MILLIS(3),
    TIMESTAMP_MICROS(4),
    TIMESTAMP_NANOS(5),
    INT96(6),
    TIME_MILLIS(7),
    TIME_MICROS(8),
    TIME_NANOS(9);

    private final int code;

    Conversion(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
