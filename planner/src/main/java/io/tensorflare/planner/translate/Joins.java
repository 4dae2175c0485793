package io.tensorflare.planner.translate;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.core.JoinRelType;

/** Makes joins with the columns that their kind gives. */
public final class Joins {
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
                new JoinMethod.Loop(),
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

    /** The columns that a kind of join gives, as {@link Plan.Join} says. */
    public static List<Column> columns(
            Plan left, Plan right, Plan.Join.Kind kind, Expression condition, List<String> names) {
        List<Column> columns =
                switch (kind) {
                    case INNER -> both(left.columns(), right.columns());
                    case LEFT -> both(left.columns(), optional(right.columns()));
                    case RIGHT -> both(optional(left.columns()), right.columns());
                    case FULL -> both(optional(left.columns()), optional(right.columns()));
                    case SEMI, ANTI -> left.columns();
                    case RIGHT_SEMI, RIGHT_ANTI -> right.columns();
                    case MARK ->
                            both(
                                    left.columns(),
                                    List.of(
                                            new Column(
                                                    "mark", Type.BOOLEAN, condition.nullable())));
                };
        Set<String> taken = new HashSet<>();
        List<String> unique =
                names.size() == columns.size()
                        ? names
                        : columns.stream()
                                .map(column -> Columns.unique(column.name(), taken))
                                .toList();
        return Columns.renamed(columns, unique);
    }

    /** Whether a join's output is the right's columns alone. */
    public static boolean isRightOnly(Plan.Join.Kind kind) {
        return kind == Plan.Join.Kind.RIGHT_SEMI || kind == Plan.Join.Kind.RIGHT_ANTI;
    }

    /**
     * The number, among the left's and the right's columns together, of a column that a join gives;
     * -1 for the mark.
     */
    static int inputColumn(Plan.Join join, int column) {
        int width = join.left().columns().size();
        if (join.kind() == Plan.Join.Kind.MARK && column == width) {
            return -1;
        }
        return isRightOnly(join.kind()) ? column + width : column;
    }

    private static List<Column> both(List<Column> left, List<Column> right) {
        List<Column> columns = new ArrayList<>(left);
        columns.addAll(right);
        return columns;
    }

    private static List<Column> optional(List<Column> columns) {
        return columns.stream()
                .map(column -> new Column(column.name(), column.type(), true))
                .toList();
    }
}
