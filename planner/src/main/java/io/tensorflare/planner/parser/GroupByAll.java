package io.tensorflare.planner.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Replaces GROUP BY ALL by the select items in which no aggregate function is called. */
final class GroupByAll extends SqlBasicVisitor<Void> {
    private static final Set<String> AGGREGATES =
            Set.of(
                    "count",
                    "sum",
                    "avg",
                    "min",
                    "max",
                    "any_value",
                    "bool_and",
                    "bool_or",
                    "every",
                    "stddev",
                    "stddev_pop",
                    "stddev_samp",
                    "variance",
                    "var_pop",
                    "var_samp",
                    "listagg",
                    "string_agg",
                    "array_agg",
                    "approx_count_distinct",
                    "single_value",
                    "some");

    private GroupByAll() {}

    /** The tree itself, changed in place. */
    static SqlNode expand(SqlNode tree) {
        tree.accept(new GroupByAll());
        return tree;
    }

    @Override
    public Void visit(SqlCall call) {
        if (call instanceof SqlSelect select && isMarked(select.getGroup())) {
            List<SqlNode> keys = new ArrayList<>();
            for (SqlNode item : select.getSelectList()) {
                SqlNode value = SqlUtil.stripAs(item);
                if (!aggregates(value) && !SqlUtil.isLiteral(value)) {
                    keys.add(value.clone(value.getParserPosition()));
                }
            }
            select.setGroupBy(
                    keys.isEmpty()
                            ? null
                            : new SqlNodeList(keys, select.getGroup().getParserPosition()));
        }
        return super.visit(call);
    }

    private static boolean isMarked(SqlNodeList group) {
        return group != null
                && group.size() == 1
                && group.get(0) instanceof SqlIdentifier name
                && name.isSimple()
                && name.getSimple().equals(TokenRewriter.GROUP_BY_ALL);
    }

    private static boolean aggregates(SqlNode node) {
        boolean[] found = {false};
        node.accept(
                new SqlBasicVisitor<Void>() {
                    @Override
                    public Void visit(SqlCall call) {
                        if (call.getKind() == SqlKind.SELECT) {
                            return null;
                        }
                        found[0] |= isAggregate(call);
                        return super.visit(call);
                    }
                });
        return found[0];
    }

    private static boolean isAggregate(SqlCall call) {
        return call.getOperator().isAggregator()
                || call.getOperator() instanceof SqlFunction function
                        && AGGREGATES.contains(function.getName().toLowerCase(Locale.ROOT));
    }
}
