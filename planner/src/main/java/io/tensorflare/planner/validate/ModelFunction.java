package io.tensorflare.planner.validate;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Model;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * A registered model as a scalar function: its arguments are checked by number and kind, NULL in
 * any of them gives NULL.
 */
public final class ModelFunction extends SqlFunction {
    private final Model model;

    ModelFunction(Model model) {
        super(
                model.name(),
                SqlKind.OTHER_FUNCTION,
                binding -> resultType(model, binding),
                null,
                new Arguments(model),
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.model = model;
    }

    public Model model() {
        return model;
    }

    private static RelDataType resultType(Model model, SqlOperatorBinding binding) {
        boolean nullable = binding.collectOperandTypes().stream().anyMatch(RelDataType::isNullable);
        return Types.toCalcite(binding.getTypeFactory(), model.result(), nullable);
    }

    /**
     * Checks a call with sentences of our own; conversions between numbers are made when the plan
     * is.
     */
    private record Arguments(Model model) implements SqlOperandTypeChecker {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            Position position =
                    new Position(
                            binding.getCall().getParserPosition().getLineNum(),
                            binding.getCall().getParserPosition().getColumnNum());
            if (binding.getOperandCount() != model.arguments().size()) {
                throw new TensorFlareException(
                        ErrorCode.TYPE,
                        position,
                        "model "
                                + signature()
                                + " takes "
                                + count(model.arguments().size())
                                + ", got "
                                + binding.getOperandCount());
            }
            for (int i = 0; i < binding.getOperandCount(); i++) {
                RelDataType actual = binding.getOperandType(i);
                if (!accepts(model.arguments().get(i), actual)) {
                    SqlNode operand = binding.operand(i);
                    throw new TensorFlareException(
                            ErrorCode.TYPE,
                            new Position(
                                    operand.getParserPosition().getLineNum(),
                                    operand.getParserPosition().getColumnNum()),
                            "argument "
                                    + (i + 1)
                                    + " of model "
                                    + signature()
                                    + " must be "
                                    + model.arguments().get(i)
                                    + ", got "
                                    + actual.getSqlTypeName()
                                    + "; cast it");
                }
            }
            return true;
        }

        private String signature() {
            return model.name()
                    + model.arguments().stream()
                            .map(Type::toString)
                            .collect(Collectors.joining(", ", "(", ")"));
        }

        private static String count(int arguments) {
            return arguments == 1 ? "1 argument" : arguments + " arguments";
        }

        private static boolean accepts(Type wanted, RelDataType actual) {
            if (SqlTypeUtil.isNull(actual)) {
                return true;
            }
            return switch (wanted.kind()) {
                case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL ->
                        SqlTypeUtil.isNumeric(actual);
                case VARCHAR -> SqlTypeFamily.CHARACTER.contains(actual);
                default -> Types.fromCalcite(actual, Position.UNKNOWN).equals(wanted);
            };
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.any();
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String operatorName) {
            return signature();
        }
    }
}
