package io.tensorflare.planner.validate;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlAvgAggFunction;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * STDDEV_POP, STDDEV_SAMP, VAR_POP and VAR_SAMP: DOUBLE, whatever the argument's type. The
 * standard's have the type of AVG, and a VAR_SAMP that is never NULL though it is of one value.
 */
final class MomentFunction extends SqlAvgAggFunction {
    MomentFunction(SqlKind kind) {
        super(kind);
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        boolean sample = kind == SqlKind.STDDEV_SAMP || kind == SqlKind.VAR_SAMP;
        boolean nullable =
                sample
                        || binding.hasEmptyGroup()
                        || binding.hasFilter()
                        || binding.getOperandType(0).isNullable();
        RelDataTypeFactory factory = binding.getTypeFactory();
        return factory.createTypeWithNullability(
                factory.createSqlType(SqlTypeName.DOUBLE), nullable);
    }
}
