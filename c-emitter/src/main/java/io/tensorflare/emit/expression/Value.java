package io.tensorflare.emit.expression;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import java.util.Objects;

/**
 * The value of an SQL expression for the current row: its C expression, and when it is not NULL. A
 * value that is never NULL has the validity {@code true}, which costs nothing.
 *
 * @param code meaningless where not valid
 * @param range the integers it can be; of every value where it is not an integer or decimal
 * @param hazard what can go wrong where it is evaluated though it is not valid or not asked for
 */
public record Value(CExpr code, CExpr valid, Interval range, Hazard hazard) {
    /** What evaluating a value can do besides giving it. */
    public enum Hazard {
        /** Nothing: any bits will do. */
        NONE,
        /** It follows pointers: not where NULL. */
        READS,
        /** It may raise an error: only for rows that ask for it. */
        RAISES;

        public Hazard and(Hazard that) {
            return compareTo(that) >= 0 ? this : that;
        }
    }

    private static final Interval ANY = Interval.of(Long.MIN_VALUE, Long.MAX_VALUE);

    public Value {
        Objects.requireNonNull(range);
        valid.requireType(CType.BOOL);
    }

    public static Value of(CExpr code) {
        return new Value(code, CExpr.truth(true), ANY, Hazard.NONE);
    }

    public static Value of(CExpr code, Interval range) {
        return new Value(code, CExpr.truth(true), range, Hazard.NONE);
    }

    public static Value nullOf(CType type) {
        return new Value(type.zero(), CExpr.truth(false), Interval.of(0, 0), Hazard.NONE);
    }

    public CType type() {
        return code.type();
    }

    public boolean nullable() {
        return !valid.isTrue();
    }

    public Value withCode(CExpr other) {
        return new Value(other, valid, range, hazard);
    }

    public Value withValid(CExpr other) {
        return new Value(code, other, range, hazard);
    }

    public Value withRange(Interval other) {
        return new Value(code, valid, other, hazard);
    }

    public Value withHazard(Hazard other) {
        return new Value(code, valid, range, other);
    }

    /** The C expression, safe to evaluate for every row: zero where that matters and it is NULL. */
    public CExpr guarded() {
        if (valid.isFalse()) {
            return type().zero();
        }
        return hazard == Hazard.NONE || !nullable() ? code : valid.choose(code, type().zero());
    }

    /** The C expression that is zero wherever it is NULL. */
    public CExpr zeroed() {
        if (valid.isFalse()) {
            return type().zero();
        }
        return nullable() ? valid.choose(code, type().zero()) : code;
    }

    /** True where this boolean is TRUE. */
    public CExpr truth() {
        return valid.and(code.requireType(CType.BOOL));
    }

    /** True where this boolean is FALSE. */
    public CExpr falsity() {
        return valid.and(code.requireType(CType.BOOL).not());
    }
}
