package io.tensorflare.plan;

import java.util.List;

/**
 * The scalar functions of a plan. Unless said otherwise a function is strict: NULL in any operand
 * gives NULL. Operand numbers are {@code least..most}.
 */
public enum Function {
    // three-valued logic
    AND(2, 100_000),
    OR(2, 100_000),
    NOT(1, 1),
    IS_NULL(1, 1),
    IS_NOT_NULL(1, 1),
    IS_TRUE(1, 1),
    IS_NOT_TRUE(1, 1),
    IS_FALSE(1, 1),
    IS_NOT_FALSE(1, 1),
    COALESCE(1, 1_000),

    // comparison: NaN equals itself and is the largest, -0.0 equals 0.0, strings by bytes
    EQUAL(2, 2),
    NOT_EQUAL(2, 2),
    LESS(2, 2),
    LESS_OR_EQUAL(2, 2),
    GREATER(2, 2),
    GREATER_OR_EQUAL(2, 2),
    IS_DISTINCT_FROM(2, 2),
    IS_NOT_DISTINCT_FROM(2, 2),
    /** Ignores NULLs (as DuckDB and PostgreSQL do); NULL only if all are. */
    GREATEST(1, 1_000),
    LEAST(1, 1_000),
    /** SINGLE(value, rows): the value of a sub-query of so many rows; more than one is an error. */
    SINGLE(2, 2),

    // arithmetic: overflow and division by zero of integers and decimals are errors
    ADD(2, 2),
    SUBTRACT(2, 2),
    MULTIPLY(2, 2),
    DIVIDE(2, 2),
    REMAINDER(2, 2),
    NEGATE(1, 1),
    ABS(1, 1),
    SIGN(1, 1),
    FLOOR(1, 1),
    CEIL(1, 1),
    /** ROUND(x, digits): half away from zero. */
    ROUND(1, 2),
    TRUNCATE(1, 2),
    SQRT(1, 1),
    POWER(2, 2),
    EXP(1, 1),
    LN(1, 1),
    LOG10(1, 1),
    LOG2(1, 1),
    SIN(1, 1),
    COS(1, 1),
    TAN(1, 1),
    ASIN(1, 1),
    ACOS(1, 1),
    ATAN(1, 1),
    ATAN2(2, 2),
    DEGREES(1, 1),
    RADIANS(1, 1),
    PI(0, 0),

    // strings: lengths and positions count characters from 1
    /**
     * LIKE(value, pattern, escape): the escape is a one-character literal or the empty string for
     * none.
     */
    LIKE(3, 3),
    ILIKE(3, 3),
    /**
     * REGEXP_MATCHES(value, pattern, options): whether a Perl expression is found; options are
     * letters: i ignores case, s lets a dot take line breaks, m has lines, g replaces all.
     */
    REGEXP_MATCHES(3, 3),
    /** Whether the expression takes the whole value. */
    REGEXP_FULL_MATCH(3, 3),
    /** REGEXP_EXTRACT(value, pattern, group, options): empty without a match. */
    REGEXP_EXTRACT(4, 4),
    /**
     * REGEXP_REPLACE(value, pattern, replacement, options): a backslash and a digit are a group.
     */
    REGEXP_REPLACE(4, 4),
    CONCAT(2, 1_000),
    UPPER(1, 1),
    LOWER(1, 1),
    /** TRIM(value, characters). */
    TRIM(2, 2),
    TRIM_LEADING(2, 2),
    TRIM_TRAILING(2, 2),
    SUBSTRING(2, 3),
    LEFT(2, 2),
    RIGHT(2, 2),
    /** POSITION(needle, haystack): 0 where absent. */
    POSITION(2, 2),
    REPLACE(3, 3),
    REVERSE(1, 1),
    REPEAT(2, 2),
    LPAD(3, 3),
    RPAD(3, 3),
    LENGTH(1, 1),
    OCTET_LENGTH(1, 1),
    STARTS_WITH(2, 2),
    ENDS_WITH(2, 2),
    CONTAINS(2, 2),
    SPLIT_PART(3, 3),
    ASCII(1, 1),
    CHR(1, 1),

    // dates and times
    YEAR(1, 1),
    QUARTER(1, 1),
    MONTH(1, 1),
    /** ISO 8601 week. */
    WEEK(1, 1),
    DAY(1, 1),
    /** 0 is Sunday, as DuckDB and PostgreSQL have it. */
    DAY_OF_WEEK(1, 1),
    /** 1 is Monday, 7 is Sunday. */
    ISO_DAY_OF_WEEK(1, 1),
    DAY_OF_YEAR(1, 1),
    HOUR(1, 1),
    MINUTE(1, 1),
    SECOND(1, 1),
    MILLISECOND(1, 1),
    MICROSECOND(1, 1),
    /** Seconds since 1970-01-01 as DOUBLE. */
    EPOCH(1, 1),
    /**
     * DATE_TRUNC(unit literal, value): unit is year, quarter, month, week, day, hour, minute or
     * second.
     */
    DATE_TRUNC(2, 2),
    /** ADD_MONTHS(date or timestamp, integer months): the day is cut to the month's last. */
    ADD_MONTHS(2, 2),
    /** ADD_DAYS(date, integer days). */
    ADD_DAYS(2, 2),
    /** ADD_MICROSECONDS(timestamp or time, bigint). */
    ADD_MICROSECONDS(2, 2),
    /** DAYS_BETWEEN(later date, earlier date): BIGINT days. */
    DAYS_BETWEEN(2, 2),
    /** MICROSECONDS_BETWEEN(later timestamp, earlier timestamp): BIGINT. */
    MICROSECONDS_BETWEEN(2, 2),
    LAST_DAY(1, 1);

    private final int least;
    private final int most;

    Function(int least, int most) {
        this.least = least;
        this.most = most;
    }

    void check(List<Expression> operands) {
        if (operands.size() < least || operands.size() > most) {
            throw new IllegalArgumentException(
                    this + " takes " + least + " to " + most + " operands, got " + operands.size());
        }
    }

    /** Whether the function of these operands can be NULL. */
    public boolean nullable(List<Expression> operands) {
        return switch (this) {
            case IS_NULL,
                    IS_NOT_NULL,
                    IS_TRUE,
                    IS_NOT_TRUE,
                    IS_FALSE,
                    IS_NOT_FALSE,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM ->
                    false;
            case SINGLE -> true;
            case COALESCE, GREATEST, LEAST -> operands.stream().allMatch(Expression::nullable);
            default -> operands.stream().anyMatch(Expression::nullable);
        };
    }
}
