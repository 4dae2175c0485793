package io.tensorflare.planner.validate;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Rewrites long IN lists and long chains of AND, OR and || into calls of one operator each:
 * Calcite's simplifier takes time quadratic in their length, and its recursion a stack as deep.
 * What is nested too deeply even so is refused.
 */
final class LongChains extends SqlShuttle {
    private static final int LONGEST_LIST = 20;
    private static final int LONGEST_CHAIN = 40;
    private static final int LARGEST_CONCAT = 500;
    private static final int DEEPEST = 2_500;

    private int depth;

    private LongChains() {}

    static SqlNode shorten(SqlNode tree) {
        return tree.accept(new LongChains());
    }

    @Override
    public SqlNode visit(SqlCall call) {
        SqlOperator chain = chainOf(call);
        if (chain != null) {
            List<SqlNode> links = links(call);
            if (links.size() > LONGEST_CHAIN) {
                return joined(call, chain, links.stream().map(this::deeper).toList());
            }
        }
        if (isLongList(call)) {
            return inList(call);
        }
        return nested(call);
    }

    private SqlNode nested(SqlCall call) {
        if (call.getKind() == SqlKind.UNION) {
            return super.visit(call);
        }
        depth++;
        if (depth > DEEPEST) {
            Position position =
                    new Position(
                            call.getParserPosition().getLineNum(),
                            call.getParserPosition().getColumnNum());
            throw new TensorFlareException(
                    ErrorCode.UNSUPPORTED,
                    position,
                    "the query is nested too deeply; use fewer parentheses, shorter chains of operators or fewer sub-queries");
        }
        try {
            return super.visit(call);
        } finally {
            depth--;
        }
    }

    private SqlNode deeper(SqlNode node) {
        return node.accept(this);
    }

    /** The operator of many operands for a chain's, or null. */
    private static SqlOperator chainOf(SqlCall call) {
        return switch (call.getKind()) {
            case AND -> Functions.ALL_OF;
            case OR -> Functions.ANY_OF;
            default -> call.getOperator() == SqlStdOperatorTable.CONCAT ? Functions.JOINED : null;
        };
    }

    /** The operands of a chain, from left to right, without recursion. */
    private static List<SqlNode> links(SqlCall call) {
        List<SqlNode> links = new ArrayList<>();
        SqlNode rest = call;
        while (rest instanceof SqlCall next
                && next.getOperator() == call.getOperator()
                && next.operandCount() == 2) {
            links.add(0, next.operand(1));
            rest = next.operand(0);
        }
        links.add(0, rest);
        return links;
    }

    private static SqlNode joined(SqlCall call, SqlOperator operator, List<SqlNode> links) {
        List<SqlNode> rest = links;
        while (operator == Functions.JOINED && rest.size() > LARGEST_CONCAT) {
            List<SqlNode> parts = new ArrayList<>();
            for (int i = 0; i < rest.size(); i += LARGEST_CONCAT) {
                parts.add(
                        operator.createCall(
                                call.getParserPosition(),
                                rest.subList(i, Math.min(rest.size(), i + LARGEST_CONCAT))));
            }
            rest = parts;
        }
        return operator.createCall(call.getParserPosition(), rest);
    }

    private static boolean isLongList(SqlCall call) {
        boolean in = call.getKind() == SqlKind.IN || call.getKind() == SqlKind.NOT_IN;
        return in
                && call.operand(1) instanceof SqlNodeList list
                && list.size() > LONGEST_LIST
                && call.operand(0).getKind() != SqlKind.ROW
                && list.stream().allMatch(LongChains::isConstant);
    }

    private static boolean isConstant(SqlNode node) {
        return node instanceof SqlLiteral
                || node.getKind() == SqlKind.MINUS_PREFIX
                        && ((SqlCall) node).operand(0) instanceof SqlLiteral;
    }

    private SqlNode inList(SqlCall call) {
        List<SqlNode> operands = new ArrayList<>();
        operands.add(deeper(call.operand(0)));
        operands.addAll((SqlNodeList) call.operand(1));
        SqlNode test = Functions.IN_LIST.createCall(call.getParserPosition(), operands);
        return call.getKind() == SqlKind.IN
                ? test
                : SqlStdOperatorTable.NOT.createCall(call.getParserPosition(), test);
    }
}
