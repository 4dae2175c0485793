package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.emit.expression.Machine;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.plan.Type;

/** Between the machine types that one SQL type can have. */
final class Conversions {
    private Conversions() {}

    /** A number as a double, whatever its scale. */
    static Value toDouble(Value value, Type type) {
        int scale = Machine.scale(type);
        if (value.type() != CType.INT128 && scale == 0) {
            return value.withCode(value.code().cast(CType.DOUBLE));
        }
        CExpr wide = to(value, CType.INT128).code();
        return value.withCode(
                CExpr.call(CType.DOUBLE, "flare_cast_decimal_to_double", wide, scale));
    }

    /** The same number in another type, which is known to hold it. */
    static Value to(Value value, CType type) {
        if (value.type() == type) {
            return value;
        }
        if (type == CType.INT128 && value.type().isInteger()) {
            return value.withCode(CExpr.call(CType.INT128, "flare_int128_of", value.code()));
        }
        if (type == CType.INT64 && value.type() == CType.INT32) {
            return value.withCode(value.code().as(CType.INT64));
        }
        if (type == CType.INT64 && value.type() == CType.INT128 && value.range().fits64()) {
            return value.withCode(
                            CExpr.call(
                                    CType.INT64, "flare_narrow_int128", "worker", value.code(), -1))
                    .withHazard(Value.Hazard.RAISES);
        }
        if (type == CType.INT32 && value.type() == CType.INT64 && value.range().fits32()) {
            return value.withCode(value.code().cast(CType.INT32));
        }
        throw new IllegalStateException(
                "a " + value.type() + " cannot become a " + type + ": " + value.code());
    }
}
