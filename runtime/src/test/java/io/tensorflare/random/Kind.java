package io.tensorflare.random;

/** Families of types within which values are compared and combined. */
public enum Kind {
    /** Small whole numbers, which can be added and multiplied without overflow. */
    INT,
    /** Whole numbers up to the extremes, which are only compared and counted. */
    BIG,
    DECIMAL,
    /** Multiples of a quarter, NaN and infinities: sums are exact in any order. */
    DOUBLE,
    STRING,
    DATE,
    TIMESTAMP,
    BOOLEAN
}
