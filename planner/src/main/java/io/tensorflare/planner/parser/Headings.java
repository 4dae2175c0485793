package io.tensorflare.planner.parser;

import io.tensorflare.plan.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * What a query's text itself says: headings for columns without a name, and where each table is
 * named. Ask before validation changes the tree.
 */
public final class Headings {
    private static final int LONGEST = 64;

    private Headings() {}

    /**
     * For each select item its own text, or "" where it has a name or the items cannot be told.
     *
     * @param start where the text begins
     */
    public static List<String> of(SqlNode query, String sql, Position start) {
        SqlNode node = query;
        while (!(node instanceof SqlSelect)) {
            if (node instanceof SqlOrderBy order) {
                node = order.query;
            } else if (node instanceof SqlWith with) {
                node = with.body;
            } else if (node.getKind() == SqlKind.UNION && node instanceof SqlCall union) {
                node = union.operand(0);
            } else {
                return List.of();
            }
        }
        List<String> headings = new ArrayList<>();
        for (SqlNode item : ((SqlSelect) node).getSelectList()) {
            if (item instanceof SqlIdentifier name && name.isStar()) {
                return List.of();
            }
            boolean named = item instanceof SqlIdentifier || item.getKind() == SqlKind.AS;
            headings.add(named ? "" : text(item.getParserPosition(), sql, start));
        }
        return headings;
    }

    private static String text(SqlParserPos position, String sql, Position start) {
        int begin = offset(sql, start, position.getLineNum(), position.getColumnNum());
        int end = offset(sql, start, position.getEndLineNum(), position.getEndColumnNum()) + 1;
        if (begin < 0 || end > sql.length() || begin >= end) {
            return "";
        }
        String text = sql.substring(begin, end).replaceAll("\\s+", " ");
        return text.length() > LONGEST ? "" : text;
    }

    private static int offset(String sql, Position start, int line, int column) {
        int at = 0;
        for (int i = start.line(); i < line; i++) {
            at = sql.indexOf('\n', at) + 1;
        }
        return at + column - (line == start.line() ? start.column() : 1);
    }

    /** Where the text first names each table in FROM, by the name in lower case. */
    public static Map<String, Position> tables(SqlNode query) {
        Map<String, Position> tables = new HashMap<>();
        query.accept(
                new SqlBasicVisitor<Void>() {
                    @Override
                    public Void visit(SqlCall call) {
                        if (call instanceof SqlSelect select && select.getFrom() != null) {
                            from(select.getFrom(), tables);
                        }
                        return super.visit(call);
                    }
                });
        return tables;
    }

    private static void from(SqlNode from, Map<String, Position> tables) {
        if (from instanceof SqlJoin join) {
            from(join.getLeft(), tables);
            from(join.getRight(), tables);
        } else if (from instanceof SqlIdentifier name) {
            SqlParserPos position = name.getParserPosition();
            tables.putIfAbsent(
                    name.names.get(0).toLowerCase(Locale.ROOT),
                    new Position(position.getLineNum(), position.getColumnNum()));
        } else if (from instanceof SqlBasicCall call && call.operandCount() > 0) {
            from(call.operand(0), tables);
        }
    }
}
