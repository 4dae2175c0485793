package io.tensorflare.planner.parser;

import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/** What SQL we take: Calcite's most liberal, but every selected column is grouped or aggregated. */
public final class Dialect {
    public static final SqlConformance CONFORMANCE =
            new SqlDelegatingConformance(SqlConformanceEnum.BABEL) {
                @Override
                public boolean isNonStrictGroupBy() {
                    return false;
                }
            };

    private Dialect() {}
}
