package io.tensorflare.planner.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * The names that a statement itself gives to columns of its sub-queries: to suggest one of them.
 * Ask before validation changes the tree.
 */
final class Aliases extends SqlBasicVisitor<Void> {
    private final List<String> names = new ArrayList<>();

    private Aliases() {}

    static List<String> of(SqlNode query) {
        Aliases aliases = new Aliases();
        query.accept(aliases);
        return List.copyOf(aliases.names);
    }

    @Override
    public Void visit(SqlCall call) {
        if (call.getKind() == SqlKind.AS) {
            for (int i = 1; i < call.operandCount(); i++) {
                add(call.operand(i));
            }
        } else if (call instanceof SqlWithItem with && with.columnList != null) {
            add(with.columnList);
        }
        return super.visit(call);
    }

    private void add(SqlNode node) {
        if (node instanceof SqlIdentifier name && name.isSimple()) {
            names.add(name.getSimple());
        } else if (node instanceof SqlNodeList list) {
            list.forEach(this::add);
        }
    }
}
