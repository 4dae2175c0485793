package io.tensorflare.planner.parser;

import io.tensorflare.plan.Position;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Where a query's text has the clauses that may be refused once it is a relational tree, which
 * knows no places.
 */
public final class Clauses {
    /** A clause that may be refused. */
    public enum Clause {
        /** A LIMIT that is no whole number. */
        LIMIT,
        /** An OFFSET that is no whole number. */
        OFFSET,
        /** TABLESAMPLE. */
        SAMPLE,
        /** A query of WITH RECURSIVE. */
        RECURSION,
        /** MATCH_RECOGNIZE. */
        MATCH,
        /** ASOF JOIN. */
        ASOF,
        /** UNNEST. */
        UNNEST,
        /** A function in FROM. */
        TABLE_FUNCTION,
        /** A UNION, or VALUES, of very many parts. */
        MANY_PARTS
    }

    private static final int MANY = 500;
    private static final Set<JoinType> ASOF_JOINS = Set.of(JoinType.ASOF, JoinType.LEFT_ASOF);

    private final Map<Clause, Position> places = new EnumMap<>(Clause.class);

    private Clauses() {}

    /** The clauses of a query. Ask before validation changes the tree. */
    public static Clauses of(SqlNode query) {
        Clauses clauses = new Clauses();
        query.accept(
                new SqlBasicVisitor<Void>() {
                    @Override
                    public Void visit(SqlCall call) {
                        clauses.note(call);
                        return super.visit(call);
                    }
                });
        return clauses;
    }

    /** Where the text first has a clause; unknown where it comes from a view. */
    public Position of(Clause clause) {
        return places.getOrDefault(clause, Position.UNKNOWN);
    }

    private void note(SqlCall call) {
        if (call instanceof SqlOrderBy order) {
            noteCount(Clause.LIMIT, order.fetch);
            noteCount(Clause.OFFSET, order.offset);
        }
        if (call instanceof SqlWithItem item && item.recursive.booleanValue()) {
            put(Clause.RECURSION, item.name);
        }
        if (call instanceof SqlJoin join && ASOF_JOINS.contains(join.getJoinType())) {
            put(Clause.ASOF, join.getRight());
        }
        switch (call.getKind()) {
            case TABLESAMPLE -> put(Clause.SAMPLE, call.operand(1));
            case MATCH_RECOGNIZE -> put(Clause.MATCH, call);
            case UNNEST -> put(Clause.UNNEST, call);
            case COLLECTION_TABLE -> put(Clause.TABLE_FUNCTION, call);
            case UNION, VALUES -> noteParts(call);
            default -> {}
        }
    }

    /** A chain of UNION is nested to the left; the longest part of it is seen first. */
    private void noteParts(SqlCall call) {
        if (places.containsKey(Clause.MANY_PARTS)) {
            return;
        }
        int parts = call.operandCount();
        SqlNode first = call.operand(0);
        while (parts <= MANY
                && first.getKind() == SqlKind.UNION
                && first instanceof SqlCall union) {
            parts += union.operandCount() - 1;
            first = union.operand(0);
        }
        if (parts > MANY) {
            put(Clause.MANY_PARTS, call);
        }
    }

    private void noteCount(Clause clause, SqlNode count) {
        boolean whole = count instanceof SqlNumericLiteral number && number.isInteger();
        if (count != null && !whole) {
            put(clause, count);
        }
    }

    private void put(Clause clause, SqlNode node) {
        SqlParserPos position = node.getParserPosition();
        places.putIfAbsent(clause, new Position(position.getLineNum(), position.getColumnNum()));
    }
}
