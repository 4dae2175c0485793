package io.tensorflare.planner.validate;

import io.tensorflare.planner.catalog.View;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** A view for Calcite: its query takes its place when the statement becomes relational. */
final class ViewTable extends AbstractTable implements TranslatableTable {
    private final View view;
    private final Session session;
    private RelDataType rowType;

    ViewTable(View view, Session session) {
        this.view = view;
        this.session = session;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        if (rowType == null) {
            rowType = session.viewType(view);
        }
        return rowType;
    }

    /** Its columns, once they have been asked for without a mistake. */
    List<String> knownColumns() {
        return rowType == null ? List.of() : rowType.getFieldNames();
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
        return session.expandView(view);
    }
}
