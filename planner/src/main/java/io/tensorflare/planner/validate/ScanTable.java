package io.tensorflare.planner.validate;

import io.tensorflare.plan.ColumnStatistics;
import io.tensorflare.plan.Plan;
import io.tensorflare.planner.catalog.Table;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.impl.AbstractTable;

/** A table of the catalog for Calcite. */
public final class ScanTable extends AbstractTable {
    private final Table table;

    ScanTable(Table table) {
        this.table = table;
    }

    public Table table() {
        return table;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder builder = factory.builder();
        for (Plan.Scan.Field field : table.fields()) {
            builder.add(
                    field.column().name(),
                    Types.toCalcite(factory, field.column().type(), field.column().nullable()));
        }
        return builder.build();
    }

    /**
     * The row count alone: statistics are claims of files, so no column is called unique on their
     * word.
     */
    @Override
    public Statistic getStatistic() {
        return Statistics.of(table.rows(), List.of());
    }

    /** What the files say about a column. */
    public ColumnStatistics statistics(int column) {
        return table.fields().get(column).statistics();
    }
}
