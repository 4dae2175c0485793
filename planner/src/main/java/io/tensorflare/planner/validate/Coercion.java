package io.tensorflare.planner.validate;

import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/**
 * Conversions that the standard does not have: a date plus or minus a number of days, and the
 * difference of two dates or timestamps.
 */
final class Coercion extends TypeCoercionImpl {
    Coercion(RelDataTypeFactory factory, SqlValidator validator) {
        super(factory, validator);
    }

    @Override
    public boolean binaryArithmeticCoercion(SqlCallBinding binding) {
        SqlKind kind = binding.getCall().getKind();
        if (binding.getOperandCount() == 2 && (kind == SqlKind.PLUS || kind == SqlKind.MINUS)) {
            SqlTypeName left = binding.getOperandType(0).getSqlTypeName();
            SqlTypeName right = binding.getOperandType(1).getSqlTypeName();
            if (left == SqlTypeName.DATE && Functions.isInteger(right)) {
                return daysOf(binding, 1);
            }
            if (right == SqlTypeName.DATE && Functions.isInteger(left) && kind == SqlKind.PLUS) {
                return daysOf(binding, 0);
            }
            if (kind == SqlKind.MINUS
                    && SqlTypeUtil.isDatetime(binding.getOperandType(0))
                    && SqlTypeUtil.isDatetime(binding.getOperandType(1))) {
                return difference(binding);
            }
        }
        return super.binaryArithmeticCoercion(binding);
    }

    /** n becomes n * INTERVAL '1' DAY. */
    private boolean daysOf(SqlCallBinding binding, int operand) {
        SqlNode number = binding.operand(operand);
        SqlParserPos position = number.getParserPosition();
        SqlNode day =
                SqlLiteral.createInterval(
                        1,
                        "1",
                        new SqlIntervalQualifier(TimeUnit.DAY, null, SqlParserPos.ZERO),
                        position);
        SqlNode days = SqlStdOperatorTable.MULTIPLY.createCall(position, number, day);
        return replace(binding, operand, days);
    }

    /** a - b becomes days_between(a, b) - 0. */
    private boolean difference(SqlCallBinding binding) {
        SqlParserPos position = binding.getCall().getParserPosition();
        SqlNode days =
                Functions.DAYS_BETWEEN.createCall(position, binding.operand(0), binding.operand(1));
        replace(binding, 1, SqlLiteral.createExactNumeric("0", position));
        return replace(binding, 0, days);
    }

    private boolean replace(SqlCallBinding binding, int operand, SqlNode value) {
        binding.getCall().setOperand(operand, value);
        RelDataType type = binding.getValidator().deriveType(binding.getScope(), value);
        updateInferredType(value, type);
        return true;
    }
}
