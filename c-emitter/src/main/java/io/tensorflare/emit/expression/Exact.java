package io.tensorflare.emit.expression;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.emit.expression.Value.Hazard;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Type;
import java.math.BigInteger;

/**
 * Arithmetic of integers and decimals. Where the ranges of the operands show that a result fits, it
 * is plain C; otherwise a function of the runtime checks it. A decimal whose range fits 64 bits is
 * computed in 64 bits, whatever its type.
 */
final class Exact {
    private static final String[] CHECKED = {"flare_add", "flare_subtract", "flare_multiply"};

    private Exact() {}

    /** ADD, SUBTRACT, MULTIPLY, DIVIDE and REMAINDER. */
    static Value binary(
            Function function, Value a, Type aType, Value b, Type bType, Type type, int position) {
        if (Machine.isDecimal(type) && function == Function.DIVIDE) {
            return divideDecimal(a, Machine.scale(aType), b, Machine.scale(bType), type, position);
        }
        if (function == Function.MULTIPLY) {
            Value product = operate(function, a, b, type, position);
            return settle(product, Machine.scale(aType) + Machine.scale(bType), type, position);
        }
        int scale = Math.max(Machine.scale(aType), Machine.scale(bType));
        Value left = scaledUp(a, scale - Machine.scale(aType), position);
        Value right = scaledUp(b, scale - Machine.scale(bType), position);
        boolean divides = function == Function.DIVIDE || function == Function.REMAINDER;
        Value result =
                divides
                        ? divide(function, left, right, position)
                        : operate(function, left, right, type, position);
        return settle(result, scale, type, position);
    }

    /** Sum, difference or product: plain where its range shows that it fits, otherwise checked. */
    private static Value operate(Function function, Value a, Value b, Type type, int position) {
        Interval range =
                switch (function) {
                    case ADD -> a.range().plus(b.range());
                    case SUBTRACT -> a.range().minus(b.range());
                    case MULTIPLY -> a.range().times(b.range());
                    default ->
                            throw new IllegalStateException("not a plain operation: " + function);
                };
        if (!Machine.isDecimal(type)) {
            return operateIntegers(function, a, b, Machine.type(type), range, position);
        }
        boolean wide = a.type() == CType.INT128 || b.type() == CType.INT128;
        if (!wide && range.fits64()) {
            return result(a, b, plain(function, to64(a), to64(b)), range, Hazard.NONE);
        }
        if (!wide && function == Function.MULTIPLY) {
            CExpr product =
                    CExpr.call(CType.INT128, "flare_multiply_wide_int64", a.code(), b.code());
            return result(a, b, product, range, Hazard.NONE);
        }
        return result(a, b, checked(function, CType.INT128, a, b, position), range, Hazard.RAISES);
    }

    private static Value operateIntegers(
            Function function, Value a, Value b, CType type, Interval range, int position) {
        boolean fits = type == CType.INT32 ? range.fits32() : range.fits64();
        if (fits) {
            CExpr code =
                    type == CType.INT32
                            ? plain(function, a.code(), b.code())
                            : plain(function, to64(a), to64(b));
            return result(a, b, code, range, Hazard.NONE);
        }
        Interval clamped = clamp(range, type == CType.INT32 ? 32 : 64);
        return result(a, b, checked(function, type, a, b, position), clamped, Hazard.RAISES);
    }

    private static CExpr plain(Function function, CExpr a, CExpr b) {
        return switch (function) {
            case ADD -> a.plus(b);
            case SUBTRACT -> a.minus(b);
            default -> a.times(b);
        };
    }

    private static CExpr checked(Function function, CType type, Value a, Value b, int position) {
        String name =
                CHECKED[function == Function.ADD ? 0 : function == Function.SUBTRACT ? 1 : 2]
                        + suffix(type);
        return CExpr.call(type, name, "worker", convert(a, type), convert(b, type), position);
    }

    private static String suffix(CType type) {
        return type == CType.INT32 ? "_int32" : type == CType.INT64 ? "_int64" : "_int128";
    }

    private static Value divide(Function function, Value a, Value b, int position) {
        boolean wide = a.type() == CType.INT128 || b.type() == CType.INT128;
        CType type =
                wide
                        ? CType.INT128
                        : a.type() == CType.INT32 && b.type() == CType.INT32
                                ? CType.INT32
                                : CType.INT64;
        String name =
                (function == Function.DIVIDE ? "flare_divide" : "flare_remainder") + suffix(type);
        CExpr code = CExpr.call(type, name, "worker", convert(a, type), convert(b, type), position);
        Interval size = a.range().absolute();
        Interval range = size.hull(size.negated());
        return result(
                a,
                b,
                code,
                wide ? range : clamp(range, type == CType.INT32 ? 32 : 64),
                Hazard.RAISES);
    }

    private static Value divideDecimal(
            Value a, int aScale, Value b, int bScale, Type type, int position) {
        int shift = Machine.scale(type) - aScale + bScale;
        CExpr divisor = to128(b);
        if (shift < 0) {
            divisor =
                    CExpr.call(
                            CType.INT128,
                            "flare_rescale_int128",
                            "worker",
                            divisor,
                            -shift,
                            38,
                            position);
        }
        CExpr quotient =
                CExpr.call(
                        CType.INT128,
                        "flare_divide_int128",
                        "worker",
                        to128(a),
                        divisor,
                        Math.max(shift, 0),
                        position);
        return settle(
                result(a, b, quotient, Interval.digits(38), Hazard.RAISES),
                Machine.scale(type),
                type,
                position);
    }

    private static Value result(Value a, Value b, CExpr code, Interval range, Hazard hazard) {
        return new Value(
                code, a.valid().and(b.valid()), range, hazard.and(a.hazard()).and(b.hazard()));
    }

    /** {@code value * 10^digits}. */
    static Value scaledUp(Value value, int digits, int position) {
        if (digits == 0) {
            return value;
        }
        Interval range = value.range().times(BigInteger.TEN.pow(digits));
        if (value.type() != CType.INT128 && digits <= 18 && range.fits64()) {
            CExpr factor = CExpr.number(CType.INT64, BigInteger.TEN.pow(digits).longValueExact());
            return value.withCode(to64(value).times(factor)).withRange(range);
        }
        CExpr code =
                CExpr.call(
                        CType.INT128,
                        "flare_rescale_int128",
                        "worker",
                        to128(value),
                        digits,
                        38,
                        position);
        return value.withCode(code).withRange(range).withHazard(Hazard.RAISES);
    }

    /**
     * A result of some scale as a value of a type: rounded, and checked where the type may not hold
     * it.
     */
    static Value settle(Value value, int scale, Type type, int position) {
        Value rounded = rescale(value, Machine.scale(type) - scale, type, position);
        Interval range = Machine.range(type);
        if (rounded.range().within(range.min(), range.max())) {
            return narrowed(rounded, type, position);
        }
        return checkedWithin(rounded, type, position);
    }

    private static Value rescale(Value value, int digits, Type type, int position) {
        if (digits >= 0) {
            return scaledUp(value, digits, position);
        }
        int precision = type instanceof Type.Decimal decimal ? decimal.precision() : 38;
        boolean wide = value.type() == CType.INT128;
        CExpr code =
                wide
                        ? CExpr.call(
                                CType.INT128,
                                "flare_rescale_int128",
                                "worker",
                                value.code(),
                                digits,
                                precision,
                                position)
                        : CExpr.call(
                                CType.INT64,
                                "flare_rescale_int64",
                                "worker",
                                to64(value),
                                digits,
                                Math.min(precision, 18),
                                position);
        return new Value(code, value.valid(), Machine.range(type), Hazard.RAISES);
    }

    /** Integers of 128 bits that fit the type's 64 become such; decimals keep what they are. */
    private static Value narrowed(Value value, Type type, int position) {
        CType target = Machine.type(type);
        if (value.type() != CType.INT128 || target == CType.INT128) {
            return value;
        }
        CExpr code =
                CExpr.call(CType.INT64, "flare_narrow_int128", "worker", value.code(), position);
        return new Value(
                target == CType.INT32 ? code.cast(CType.INT32) : code,
                value.valid(),
                value.range(),
                Hazard.RAISES);
    }

    private static Value checkedWithin(Value value, Type type, int position) {
        Interval range = Machine.range(type);
        if (type instanceof Type.Decimal decimal && value.type() == CType.INT128) {
            CExpr code =
                    CExpr.call(
                            CType.INT128,
                            "flare_rescale_int128",
                            "worker",
                            value.code(),
                            0,
                            decimal.precision(),
                            position);
            return narrowed(new Value(code, value.valid(), range, Hazard.RAISES), type, position);
        }
        if (value.type() == CType.INT128) {
            CExpr code =
                    CExpr.call(
                            CType.INT64, "flare_narrow_int128", "worker", value.code(), position);
            Value narrow = new Value(code, value.valid(), clamp(value.range(), 64), Hazard.RAISES);
            return Machine.type(type) == CType.INT64
                    ? narrow
                    : checkedWithin(narrow, type, position);
        }
        CExpr from = CExpr.number(CType.INT64, range.min().longValueExact());
        CExpr to = CExpr.number(CType.INT64, range.max().longValueExact());
        CExpr code =
                CExpr.call(
                        CType.INT64,
                        "flare_within_int64",
                        "worker",
                        value.code(),
                        from,
                        to,
                        position);
        CType target = Machine.type(type);
        return new Value(
                target == CType.INT32 ? code.cast(CType.INT32) : code,
                value.valid(),
                range,
                Hazard.RAISES);
    }

    private static Interval clamp(Interval range, int bits) {
        BigInteger limit = BigInteger.ONE.shiftLeft(bits - 1);
        BigInteger least = limit.negate();
        BigInteger most = limit.subtract(BigInteger.ONE);
        return new Interval(
                range.min().max(least).min(most),
                range.max().min(most).max(least),
                range.claimedMin().max(least).min(most),
                range.claimedMax().min(most).max(least),
                range.claims());
    }

    /** NEGATE, ABS and SIGN. */
    static Value unary(Function function, Value a, Type type, int position) {
        Interval range =
                function == Function.NEGATE
                        ? a.range().negated()
                        : function == Function.ABS ? a.range().absolute() : Interval.of(-1, 1);
        if (a.type() == CType.INT128) {
            return settle(wideUnary(function, a, range), Machine.scale(type), type, position);
        }
        CExpr zero = CExpr.number(a.type(), 0);
        if (function == Function.SIGN) {
            CExpr sign =
                    a.code()
                            .compare(">", zero)
                            .as(CType.INT32)
                            .minus(a.code().compare("<", zero).as(CType.INT32));
            return new Value(sign, a.valid(), range, a.hazard());
        }
        boolean fits = a.type() == CType.INT32 ? range.fits32() : range.fits64();
        CExpr negative =
                fits
                        ? a.code().negated()
                        : CExpr.call(
                                a.type(),
                                "flare_subtract" + suffix(a.type()),
                                "worker",
                                zero,
                                a.code(),
                                position);
        CExpr code =
                function == Function.NEGATE
                        ? negative
                        : a.code().compare("<", zero).choose(negative, a.code());
        Value result =
                new Value(
                        code,
                        a.valid(),
                        clamp(range, a.type() == CType.INT32 ? 32 : 64),
                        fits ? a.hazard() : Hazard.RAISES);
        return settle(result, Machine.scale(type), type, position);
    }

    private static Value wideUnary(Function function, Value a, Interval range) {
        CExpr sign = CExpr.call(CType.INT32, "flare_compare_int128", a.code(), CType.INT128.zero());
        if (function == Function.SIGN) {
            return new Value(sign, a.valid(), range, a.hazard());
        }
        CExpr negative = CExpr.call(CType.INT128, "flare_negate_int128", a.code());
        CExpr code =
                function == Function.NEGATE
                        ? negative
                        : sign.compare("<", CExpr.number(CType.INT32, 0))
                                .choose(negative, a.code());
        return new Value(code, a.valid(), range, a.hazard());
    }

    static Value wide(Value value) {
        return value.withCode(to128(value));
    }

    static CExpr to64(Value value) {
        return value.code().cast(CType.INT64);
    }

    static CExpr to128(Value value) {
        return value.type() == CType.INT128
                ? value.code()
                : CExpr.call(CType.INT128, "flare_int128_of", value.code());
    }

    /** The value in another of the three integer types, which is known to hold it. */
    static CExpr convert(Value value, CType type) {
        return switch (type) {
            case INT128 -> to128(value);
            case INT64 ->
                    value.type() == CType.INT32
                            ? value.code().as(CType.INT64)
                            : value.code().requireType(CType.INT64);
            default -> value.code().requireType(type);
        };
    }
}
