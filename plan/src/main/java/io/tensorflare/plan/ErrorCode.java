package io.tensorflare.plan;

/** What kind of mistake or mishap a {@link TensorFlareException} reports, with its SQLState. */
public enum ErrorCode {
    SYNTAX("42601"),
    NAME("42704"),
    TYPE("42804"),
    UNSUPPORTED("0A000"),
    SETTING("22023"),
    OVERFLOW("22003"),
    DIVISION_BY_ZERO("22012"),
    CAST("22018"),
    /** A sub-query used as a value has more than one row. */
    ROWS("21000"),
    DATA("22000"),
    MEMORY("53200"),
    CANCELLED("57014"),
    FILE("58030"),
    FORMAT("58030"),
    COMPILER("58000"),
    CACHE("58030"),
    MODEL("58000");

    private final String sqlState;

    ErrorCode(String sqlState) {
        this.sqlState = sqlState;
    }

    public String sqlState() {
        return sqlState;
    }
}
