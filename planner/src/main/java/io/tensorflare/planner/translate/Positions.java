package io.tensorflare.planner.translate;

import io.tensorflare.plan.Position;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Places in the SQL text, from Calcite's. */
final class Positions {
    private Positions() {}

    static Position of(SqlParserPos position) {
        boolean known = position != null && position.getLineNum() > 0;
        return known
                ? new Position(position.getLineNum(), position.getColumnNum())
                : Position.UNKNOWN;
    }
}
