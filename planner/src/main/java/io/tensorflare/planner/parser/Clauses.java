package io.tensorflare.planner.parser;

import io.tensorflare.plan.Position;
import java.util.EnumMap;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
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
        OFFSET
    }

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
