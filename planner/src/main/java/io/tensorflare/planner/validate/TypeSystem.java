package io.tensorflare.planner.validate;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * The types of results: decimals of up to 38 digits; SUM of small integers is BIGINT, of BIGINT
 * DECIMAL(38, 0), of a decimal DECIMAL(38, s); AVG of a decimal is DECIMAL(38, s + 6), of other
 * numbers DOUBLE. Beyond 38 digits the scale gives way, but not below 6 (as in Spark).
 */
final class TypeSystem extends RelDataTypeSystemImpl {
    static final TypeSystem INSTANCE = new TypeSystem();

    static final int DIGITS = 38;
    private static final int LEAST_SCALE = 6;
    private static final int INTERVAL_DIGITS = 10;

    private TypeSystem() {}

    @Override
    public int getMaxPrecision(SqlTypeName type) {
        return switch (type) {
            case DECIMAL -> DIGITS;
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIME_WITH_LOCAL_TIME_ZONE -> 9;
            default -> super.getMaxPrecision(type);
        };
    }

    @Override
    public int getMaxScale(SqlTypeName type) {
        return type == SqlTypeName.DECIMAL ? DIGITS : super.getMaxScale(type);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName type) {
        if (SqlTypeName.INTERVAL_TYPES.contains(type)) {
            return INTERVAL_DIGITS;
        }
        return switch (type) {
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIME_WITH_LOCAL_TIME_ZONE -> 6;
            default -> super.getDefaultPrecision(type);
        };
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        return switch (argument.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER ->
                    nullableLike(factory, factory.createSqlType(SqlTypeName.BIGINT), argument);
            case BIGINT ->
                    nullableLike(
                            factory,
                            factory.createSqlType(SqlTypeName.DECIMAL, DIGITS, 0),
                            argument);
            case DECIMAL ->
                    nullableLike(
                            factory,
                            factory.createSqlType(SqlTypeName.DECIMAL, DIGITS, argument.getScale()),
                            argument);
            case REAL, FLOAT ->
                    nullableLike(factory, factory.createSqlType(SqlTypeName.DOUBLE), argument);
            default -> argument;
        };
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
        boolean decimal = argument.getSqlTypeName() == SqlTypeName.DECIMAL;
        RelDataType type =
                decimal
                        ? factory.createSqlType(
                                SqlTypeName.DECIMAL,
                                DIGITS,
                                Math.min(DIGITS, argument.getScale() + 6))
                        : factory.createSqlType(SqlTypeName.DOUBLE);
        return nullableLike(factory, type, argument);
    }

    @Override
    public RelDataType deriveCovarType(RelDataTypeFactory factory, RelDataType a, RelDataType b) {
        return nullableLike(factory, factory.createSqlType(SqlTypeName.DOUBLE), a);
    }

    @Override
    public RelDataType deriveDecimalPlusType(
            RelDataTypeFactory factory, RelDataType a, RelDataType b) {
        if (!isDecimalArithmetic(a, b)) {
            return null;
        }
        int scale = Math.max(a.getScale(), b.getScale());
        return fit(
                factory,
                Math.max(a.getPrecision() - a.getScale(), b.getPrecision() - b.getScale())
                        + scale
                        + 1,
                scale);
    }

    @Override
    public RelDataType deriveDecimalMultiplyType(
            RelDataTypeFactory factory, RelDataType a, RelDataType b) {
        if (!isDecimalArithmetic(a, b)) {
            return null;
        }
        return fit(factory, a.getPrecision() + b.getPrecision(), a.getScale() + b.getScale());
    }

    @Override
    public RelDataType deriveDecimalDivideType(
            RelDataTypeFactory factory, RelDataType a, RelDataType b) {
        if (!isDecimalArithmetic(a, b)) {
            return null;
        }
        int scale = Math.max(LEAST_SCALE, a.getScale() + b.getPrecision() + 1);
        return fit(factory, a.getPrecision() - a.getScale() + b.getScale() + scale, scale);
    }

    private static boolean isDecimalArithmetic(RelDataType a, RelDataType b) {
        return SqlTypeUtil.isExactNumeric(a)
                && SqlTypeUtil.isExactNumeric(b)
                && (SqlTypeUtil.isDecimal(a) || SqlTypeUtil.isDecimal(b));
    }

    /**
     * A decimal of so many digits; beyond 38 it gives up scale, but not below {@code min(scale,
     * 6)}.
     */
    private static RelDataType fit(RelDataTypeFactory factory, int precision, int scale) {
        if (precision <= DIGITS) {
            return factory.createSqlType(SqlTypeName.DECIMAL, precision, scale);
        }
        int whole = precision - scale;
        int kept = Math.max(DIGITS - whole, Math.min(scale, LEAST_SCALE));
        return factory.createSqlType(SqlTypeName.DECIMAL, DIGITS, kept);
    }

    private static RelDataType nullableLike(
            RelDataTypeFactory factory, RelDataType type, RelDataType like) {
        return factory.createTypeWithNullability(type, like.isNullable());
    }
}
