package io.tensorflare.planner.validate;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/** Plan types to Calcite's and back. */
public final class Types {
    private static final int MICROSECOND_DIGITS = 6;

    private Types() {}

    /** Calcite's type of a column. */
    public static RelDataType toCalcite(RelDataTypeFactory factory, Type type, boolean nullable) {
        RelDataType plain =
                switch (type.kind()) {
                    case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
                    case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
                    case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
                    case INTEGER -> factory.createSqlType(SqlTypeName.INTEGER);
                    case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
                    case REAL -> factory.createSqlType(SqlTypeName.REAL);
                    case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
                    case DECIMAL ->
                            factory.createSqlType(
                                    SqlTypeName.DECIMAL,
                                    ((Type.Decimal) type).precision(),
                                    ((Type.Decimal) type).scale());
                    case DATE -> factory.createSqlType(SqlTypeName.DATE);
                    case TIME -> factory.createSqlType(SqlTypeName.TIME, MICROSECOND_DIGITS);
                    case TIMESTAMP ->
                            factory.createSqlType(SqlTypeName.TIMESTAMP, MICROSECOND_DIGITS);
                    case TIMESTAMP_LOCAL ->
                            factory.createSqlType(
                                    SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, MICROSECOND_DIGITS);
                    case VARCHAR -> factory.createSqlType(SqlTypeName.VARCHAR);
                    case BINARY -> factory.createSqlType(SqlTypeName.VARBINARY);
                    case INTERVAL_MONTHS, INTERVAL_MICROSECONDS ->
                            throw new IllegalStateException("no column has the type " + type);
                    case LIST ->
                            factory.createArrayType(
                                    toCalcite(
                                            factory,
                                            ((Type.ListOf) type).element(),
                                            ((Type.ListOf) type).elementNullable()),
                                    -1);
                    case STRUCT -> struct(factory, (Type.Struct) type);
                };
        return factory.createTypeWithNullability(plain, nullable);
    }

    private static RelDataType struct(RelDataTypeFactory factory, Type.Struct type) {
        RelDataTypeFactory.Builder builder = factory.builder();
        type.fields()
                .forEach(
                        field ->
                                builder.add(
                                        field.name(),
                                        toCalcite(factory, field.type(), field.nullable())));
        return builder.build();
    }

    /** The plan's type; one that we do not have is the user's mistake at {@code position}. */
    public static Type fromCalcite(RelDataType type, Position position) {
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> Type.BOOLEAN;
            case TINYINT -> Type.TINYINT;
            case SMALLINT -> Type.SMALLINT;
            case INTEGER, SYMBOL -> Type.INTEGER;
            case BIGINT -> Type.BIGINT;
            case REAL -> Type.REAL;
            case FLOAT, DOUBLE -> Type.DOUBLE;
            case DECIMAL ->
                    Type.decimal(
                            Math.min(
                                    TypeSystem.DIGITS,
                                    Math.max(type.getPrecision(), Math.max(1, type.getScale()))),
                            Math.max(0, type.getScale()));
            case DATE -> Type.DATE;
            case TIME -> Type.TIME;
            case TIMESTAMP -> Type.TIMESTAMP;
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Type.TIMESTAMP_LOCAL;
            case CHAR, VARCHAR -> Type.VARCHAR;
            case BINARY, VARBINARY -> Type.BINARY;
            case NULL -> Type.INTEGER;
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> Type.INTERVAL_MONTHS;
            case INTERVAL_DAY,
                    INTERVAL_DAY_HOUR,
                    INTERVAL_DAY_MINUTE,
                    INTERVAL_DAY_SECOND,
                    INTERVAL_HOUR,
                    INTERVAL_HOUR_MINUTE,
                    INTERVAL_HOUR_SECOND,
                    INTERVAL_MINUTE,
                    INTERVAL_MINUTE_SECOND,
                    INTERVAL_SECOND ->
                    Type.INTERVAL_MICROSECONDS;
            default ->
                    throw new TensorFlareException(
                            ErrorCode.UNSUPPORTED,
                            position,
                            "the type " + type + " is not supported; cast to another type");
        };
    }
}
