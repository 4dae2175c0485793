package io.tensorflare.c;

/** A C type that a generated program may give to a value, with its layout on x86-64. */
public enum CType {
    BOOL("bool", "uint8_t", "FLARE_BOOL", 1, 1, "false"),
    INT32("int32_t", "int32_t", "FLARE_INT32", 4, 4, "0"),
    INT64("int64_t", "int64_t", "FLARE_INT64", 8, 8, "0"),
    INT128("flare_int128", "flare_int128", "FLARE_INT128", 16, 8, "flare_int128_of(0)"),
    FLOAT("float", "float", "FLARE_FLOAT", 4, 4, "0"),
    DOUBLE("double", "double", "FLARE_DOUBLE", 8, 8, "0"),
    STRING("flare_string", "flare_string", "FLARE_STRING", 16, 8, "flare_string_empty()"),
    IDS("uint32_t", "uint32_t", "FLARE_IDS", 4, 4, "0");

    private final String spelling;
    private final String stored;
    private final String flareType;
    private final int byteSize;
    private final int alignment;
    private final String zero;

    CType(
            String spelling,
            String stored,
            String flareType,
            int byteSize,
            int alignment,
            String zero) {
        this.spelling = spelling;
        this.stored = stored;
        this.flareType = flareType;
        this.byteSize = byteSize;
        this.alignment = alignment;
        this.zero = zero;
    }

    /** The type of a local variable. */
    public String spelling() {
        return spelling;
    }

    /** The type of an array's element or a struct's field: truth values are bytes there. */
    public String stored() {
        return stored;
    }

    /** The name of its {@code flare_type}. */
    public String flareType() {
        return flareType;
    }

    public int byteSize() {
        return byteSize;
    }

    public int alignment() {
        return alignment;
    }

    /** A harmless value, for rows where the real one is NULL. */
    public CExpr zero() {
        return CExpr.trusted(this, zero, Precedence.PRIMARY);
    }

    public boolean isInteger() {
        return this == INT32 || this == INT64;
    }

    public boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
    }

    @Override
    public String toString() {
        return spelling;
    }
}
