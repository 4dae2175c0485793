package io.tensorflare.planner.validate;

import io.tensorflare.planner.catalog.Catalog;
import java.util.List;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatcher;

/** Finds functions by name: models first, then ours, then the standard's. */
final class Operators implements SqlOperatorTable {
    private final Catalog catalog;

    Operators(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> found,
            SqlNameMatcher matcher) {
        if (!name.isSimple()) {
            return;
        }
        boolean call = syntax == SqlSyntax.FUNCTION;
        if (call
                && catalog.model(name.getSimple())
                        .map(model -> found.add(new ModelFunction(model)))
                        .isPresent()) {
            return;
        }
        List<SqlOperator> ours = call ? Functions.named(name.getSimple()) : List.of();
        found.addAll(ours);
        found.addAll(Functions.operators(name.getSimple()));
        if (ours.isEmpty()) {
            SqlStdOperatorTable.instance()
                    .lookupOperatorOverloads(name, category, syntax, found, matcher);
        }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return SqlStdOperatorTable.instance().getOperatorList();
    }
}
