package io.tensorflare.emit.expression;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The integers that an expression can be: what its type allows, and the narrower range that the
 * files' statistics claim. A decision that needs a claim registers it, and the scan then checks it.
 *
 * @param claims what makes the narrower range true
 */
public record Interval(
        BigInteger min,
        BigInteger max,
        BigInteger claimedMin,
        BigInteger claimedMax,
        Set<Claim> claims) {
    /** Something that statistics say; {@link #rely} makes the program check it. */
    public interface Claim {
        void rely();
    }

    private static final BigInteger MIN_64 = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_64 = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN_32 = BigInteger.valueOf(Integer.MIN_VALUE);
    private static final BigInteger MAX_32 = BigInteger.valueOf(Integer.MAX_VALUE);

    public Interval {
        claims = Set.copyOf(claims);
    }

    public static Interval of(BigInteger min, BigInteger max) {
        return new Interval(min, max, min, max, Set.of());
    }

    public static Interval of(long min, long max) {
        return of(BigInteger.valueOf(min), BigInteger.valueOf(max));
    }

    /** All decimals of a precision. */
    public static Interval digits(int precision) {
        BigInteger limit = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        return of(limit.negate(), limit);
    }

    /** The same values, of which statistics claim that they lie within two bounds. */
    public Interval claimed(long from, long to, Claim claim) {
        return new Interval(
                min,
                max,
                BigInteger.valueOf(from).max(min),
                BigInteger.valueOf(to).min(max),
                Set.of(claim));
    }

    public Interval plus(Interval that) {
        return combine(
                that,
                min.add(that.min),
                max.add(that.max),
                claimedMin.add(that.claimedMin),
                claimedMax.add(that.claimedMax));
    }

    public Interval minus(Interval that) {
        return plus(that.negated());
    }

    public Interval negated() {
        return new Interval(
                max.negate(), min.negate(), claimedMax.negate(), claimedMin.negate(), claims);
    }

    public Interval times(Interval that) {
        List<BigInteger> corners =
                List.of(
                        min.multiply(that.min),
                        min.multiply(that.max),
                        max.multiply(that.min),
                        max.multiply(that.max));
        List<BigInteger> claimed =
                List.of(
                        claimedMin.multiply(that.claimedMin),
                        claimedMin.multiply(that.claimedMax),
                        claimedMax.multiply(that.claimedMin),
                        claimedMax.multiply(that.claimedMax));
        return combine(that, least(corners), most(corners), least(claimed), most(claimed));
    }

    public Interval times(BigInteger factor) {
        return times(of(factor, factor));
    }

    /** The sum of at most {@code count} values, zero among them. */
    public Interval summed(BigInteger count) {
        return times(of(BigInteger.ZERO, count));
    }

    public Interval absolute() {
        return hull(negated()).atLeastZero();
    }

    private Interval atLeastZero() {
        BigInteger zero = BigInteger.ZERO;
        return new Interval(zero, max.max(zero), zero, claimedMax.max(zero), claims);
    }

    /** The values of either. */
    public Interval hull(Interval that) {
        return combine(
                that,
                min.min(that.min),
                max.max(that.max),
                claimedMin.min(that.claimedMin),
                claimedMax.max(that.claimedMax));
    }

    /**
     * Whether all values lie within 32 bits; relies on claims only where the types alone do not
     * settle it.
     */
    public boolean fits32() {
        return within(MIN_32, MAX_32);
    }

    public boolean fits64() {
        return within(MIN_64, MAX_64);
    }

    public boolean fitsDigits(int precision) {
        Interval digits = digits(precision);
        return within(digits.min, digits.max);
    }

    public boolean within(BigInteger from, BigInteger to) {
        if (min.compareTo(from) >= 0 && max.compareTo(to) <= 0) {
            return true;
        }
        if (claimedMin.compareTo(from) >= 0 && claimedMax.compareTo(to) <= 0) {
            claims.forEach(Claim::rely);
            return true;
        }
        return false;
    }

    /** Whether the types alone allow zero. */
    public boolean mayBeZero() {
        return min.signum() <= 0 && max.signum() >= 0;
    }

    private Interval combine(
            Interval that,
            BigInteger low,
            BigInteger high,
            BigInteger claimedLow,
            BigInteger claimedHigh) {
        Set<Claim> both = new HashSet<>(claims);
        both.addAll(that.claims);
        return new Interval(low, high, claimedLow, claimedHigh, both);
    }

    private static BigInteger least(List<BigInteger> values) {
        return values.stream().reduce(BigInteger::min).orElseThrow();
    }

    private static BigInteger most(List<BigInteger> values) {
        return values.stream().reduce(BigInteger::max).orElseThrow();
    }
}
