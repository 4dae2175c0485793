package io.tensorflare.planner.parser;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Writes out what Calcite does not run: windows that add a frame to a named one, as in OVER (w ROWS
 * 2 PRECEDING), whose frame it would lose (SqlWindow.overlay takes that of the named window), and
 * FILTER before OVER, which becomes a CASE.
 */
final class WindowShorthands extends SqlBasicVisitor<Void> {
    private static final int REFERENCE = 1;
    private static final int PARTITION = 2;
    private static final int ORDER = 3;

    private Map<String, SqlWindow> named = Map.of();

    private WindowShorthands() {}

    /** The tree itself, changed in place. */
    static SqlNode expand(SqlNode tree) {
        tree.accept(new WindowShorthands());
        return tree;
    }

    @Override
    public Void visit(SqlCall call) {
        if (call instanceof SqlSelect select) {
            Map<String, SqlWindow> around = named;
            named = new HashMap<>();
            for (SqlNode node : select.getWindowList()) {
                declare((SqlWindow) node);
            }
            super.visit(call);
            named = around;
            return null;
        }
        if (call.getKind() == SqlKind.OVER) {
            if (call.operand(1) instanceof SqlWindow window) {
                expand(window);
            }
            if (call.operand(0).getKind() == SqlKind.FILTER) {
                unfilter(call);
            }
        }
        return super.visit(call);
    }

    /** A window of the WINDOW clause, which may be made from one before it. */
    private void declare(SqlWindow window) {
        expand(window);
        named.put(key(window.getDeclName().getSimple()), window);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /**
     * Puts the named window's keys where its name stands; what is not allowed is left to Calcite.
     */
    private void expand(SqlWindow window) {
        if (window.getRefName() == null) {
            return;
        }
        SqlWindow base = named.get(key(window.getRefName().getSimple()));
        if (base == null
                || base.getRefName() != null
                || base.getLowerBound() != null
                || base.getUpperBound() != null
                || !window.getPartitionList().isEmpty()
                || !window.getOrderList().isEmpty() && !base.getOrderList().isEmpty()) {
            return;
        }
        window.setOperand(REFERENCE, null);
        window.setOperand(PARTITION, copy(base.getPartitionList()));
        if (window.getOrderList().isEmpty()) {
            window.setOperand(ORDER, copy(base.getOrderList()));
        }
    }

    /** {@code f(x) FILTER (WHERE c) OVER w} is {@code f(CASE WHEN c THEN x END) OVER w}. */
    private static void unfilter(SqlCall over) {
        SqlCall filter = over.operand(0);
        SqlCall aggregate = filter.operand(0);
        if (aggregate.operandCount() != 1) {
            return;
        }
        SqlParserPos position = aggregate.getParserPosition();
        boolean star = aggregate.operand(0) instanceof SqlIdentifier name && name.isStar();
        SqlNode argument =
                star ? SqlLiteral.createExactNumeric("1", position) : aggregate.operand(0);
        SqlNode chosen =
                new SqlCase(
                        position,
                        null,
                        SqlNodeList.of(filter.operand(1)),
                        SqlNodeList.of(argument),
                        SqlLiteral.createNull(position));
        over.setOperand(
                0,
                aggregate
                        .getOperator()
                        .createCall(aggregate.getFunctionQuantifier(), position, chosen));
    }

    private static SqlNodeList copy(SqlNodeList list) {
        SqlNodeList copy = new SqlNodeList(list.getParserPosition());
        list.forEach(node -> copy.add(node.clone(node.getParserPosition())));
        return copy;
    }
}
