package io.tensorflare.planner.translate;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.JoinRelType;

/** Makes joins with the columns that their kind gives. */
final class Joins {
    private Joins() {}

    static Plan of(
            Plan left, Plan right, JoinRelType type, Expression condition, List<String> names) {
        Plan.Join.Kind kind = kind(type);
        Position position = position(right, condition);
        return new Plan.Join(
                left,
                right,
                kind,
                condition,
                columns(left, right, kind, condition, names),
                position);
    }

    /** Where the condition stands, else where the right side's first table is named. */
    private static Position position(Plan right, Expression condition) {
        if (condition instanceof Expression.Call call && call.position().isKnown()) {
            return call.position();
        }
        Plan plan = right;
        while (!plan.inputs().isEmpty()) {
            plan = plan.inputs().get(0);
        }
        return plan instanceof Plan.Scan scan ? scan.position() : Position.UNKNOWN;
    }

    private static Plan.Join.Kind kind(JoinRelType type) {
        return switch (type) {
            case INNER -> Plan.Join.Kind.INNER;
            case LEFT -> Plan.Join.Kind.LEFT;
            case RIGHT -> Plan.Join.Kind.RIGHT;
            case FULL -> Plan.Join.Kind.FULL;
            case SEMI -> Plan.Join.Kind.SEMI;
            case ANTI -> Plan.Join.Kind.ANTI;
            case LEFT_MARK -> Plan.Join.Kind.MARK;
            case ASOF, LEFT_ASOF ->
                    throw ExpressionTranslator.unsupported(
                            "ASOF JOIN is not supported yet", Position.UNKNOWN);
        };
    }

    /**
     * Both sides' columns, those of an optional side nullable; the left's alone for SEMI and ANTI;
     * the left's and a BOOLEAN for MARK.
     */
    static List<Column> columns(
            Plan left, Plan right, Plan.Join.Kind kind, Expression condition, List<String> names) {
        boolean leftOptional = kind == Plan.Join.Kind.RIGHT || kind == Plan.Join.Kind.FULL;
        boolean rightOptional = kind == Plan.Join.Kind.LEFT || kind == Plan.Join.Kind.FULL;
        List<Column> columns = new ArrayList<>();
        left.columns()
                .forEach(
                        column ->
                                columns.add(
                                        new Column(
                                                column.name(),
                                                column.type(),
                                                column.nullable() || leftOptional)));
        if (kind == Plan.Join.Kind.MARK) {
            columns.add(new Column("mark", Type.BOOLEAN, condition.nullable()));
        } else if (kind != Plan.Join.Kind.SEMI && kind != Plan.Join.Kind.ANTI) {
            right.columns()
                    .forEach(
                            column ->
                                    columns.add(
                                            new Column(
                                                    column.name(),
                                                    column.type(),
                                                    column.nullable() || rightOptional)));
        }
        List<String> unique =
                names.size() == columns.size()
                        ? names
                        : columns.stream().map(Column::name).toList();
        return Columns.renamed(columns, unique);
    }
}
