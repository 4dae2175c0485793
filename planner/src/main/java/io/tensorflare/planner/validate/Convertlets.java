package io.tensorflare.planner.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/**
 * How calls become relational expressions: as the standard table has it, save what it would take
 * apart that we run as it is.
 */
final class Convertlets implements SqlRexConvertletTable {
    private static final Set<SqlOperator> AS_THEY_ARE =
            Set.of(
                    SqlStdOperatorTable.SQRT,
                    SqlStdOperatorTable.AVG,
                    SqlStdOperatorTable.IS_DISTINCT_FROM,
                    SqlStdOperatorTable.IS_NOT_DISTINCT_FROM);
    private static final Map<SqlOperator, String> TRUNCATIONS =
            Map.of(SqlStdOperatorTable.FLOOR, "floor");

    private final RexExecutor folder;

    /**
     * @param folder evaluates constant expressions
     */
    Convertlets(RexExecutor folder) {
        this.folder = folder;
    }

    @Override
    public SqlRexConvertlet get(SqlCall call) {
        if (AS_THEY_ARE.contains(call.getOperator())) {
            return Convertlets::plain;
        }
        if (TRUNCATIONS.containsKey(call.getOperator())
                && call.operandCount() == 2
                && call.operand(1) instanceof SqlIntervalQualifier) {
            return Convertlets::truncation;
        }
        return call.getKind() == SqlKind.CAST
                ? this::cast
                : StandardConvertletTable.INSTANCE.get(call);
    }

    /**
     * The library's rewriting would forget the place of a cast that cannot be done while planning.
     */
    private RexNode cast(SqlRexContext context, SqlCall call) {
        RexNode made = StandardConvertletTable.INSTANCE.get(call).convertCall(context, call);
        RexBuilder rex = context.getRexBuilder();
        boolean ofConstant =
                made instanceof RexCall cast
                        && cast.getKind() == SqlKind.CAST
                        && cast.getOperands().get(0) instanceof RexLiteral;
        if (!ofConstant || folded(rex, made) instanceof RexLiteral) {
            return made;
        }
        List<RexNode> operands = ((RexCall) made).getOperands();
        return rex.makeCall(
                call.getParserPosition(), made.getType(), Functions.PLACED_CAST, operands);
    }

    private RexNode folded(RexBuilder rex, RexNode constant) {
        List<RexNode> folded = new ArrayList<>();
        folder.reduce(rex, List.of(constant), folded);
        return folded.get(0);
    }

    private static RexNode plain(SqlRexContext context, SqlCall call) {
        List<RexNode> operands =
                call.getOperandList().stream()
                        .map(context::convertExpression)
                        .collect(Collectors.toList());
        return context.getRexBuilder()
                .makeCall(call.getParserPosition(), call.getOperator(), operands);
    }

    /** FLOOR(x TO MONTH) is DATE_TRUNC('month', x). */
    private static RexNode truncation(SqlRexContext context, SqlCall call) {
        SqlIntervalQualifier unit = call.operand(1);
        RexNode name =
                context.getRexBuilder().makeLiteral(unit.toString().toLowerCase(Locale.ROOT));
        RexNode value = context.convertExpression(call.operand(0));
        return context.getRexBuilder()
                .makeCall(call.getParserPosition(), Functions.DATE_TRUNC, List.of(name, value));
    }
}
