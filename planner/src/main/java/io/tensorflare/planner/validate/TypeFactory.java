package io.tensorflare.planner.validate;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Makes types: every string is VARCHAR of no given length in UTF-8, so that nothing is padded or
 * cut.
 */
public final class TypeFactory extends SqlTypeFactoryImpl {
    public TypeFactory() {
        super(TypeSystem.INSTANCE);
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }

    @Override
    public RelDataType createSqlType(SqlTypeName name) {
        return name == SqlTypeName.FLOAT
                ? super.createSqlType(SqlTypeName.DOUBLE)
                : super.createSqlType(name);
    }

    @Override
    public RelDataType createSqlType(SqlTypeName name, int precision) {
        return switch (name) {
            case CHAR, VARCHAR ->
                    super.createSqlType(SqlTypeName.VARCHAR, RelDataType.PRECISION_NOT_SPECIFIED);
            case BINARY, VARBINARY ->
                    super.createSqlType(SqlTypeName.VARBINARY, RelDataType.PRECISION_NOT_SPECIFIED);
            default -> super.createSqlType(name, precision);
        };
    }
}
