package io.tensorflare.planner.validate;

import io.tensorflare.plan.Position;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Where a statement names files by their paths: a file's own mistakes don't know it. */
final class FilePaths extends SqlBasicVisitor<Void> {
    private final Map<String, Position> places = new HashMap<>();

    private FilePaths() {}

    static Map<String, Position> of(SqlNode query) {
        FilePaths paths = new FilePaths();
        query.accept(paths);
        return Map.copyOf(paths.places);
    }

    /**
     * Whether a name in FROM can be a path: names of tables seldom hold a dot or a slash, and
     * tables come first.
     */
    static boolean isPath(String name) {
        return name.indexOf('/') >= 0 || name.indexOf('.') >= 0 || name.indexOf('*') >= 0;
    }

    @Override
    public Void visit(SqlIdentifier name) {
        if (name.isSimple() && isPath(name.getSimple())) {
            SqlParserPos place = name.getParserPosition();
            places.putIfAbsent(
                    name.getSimple(), new Position(place.getLineNum(), place.getColumnNum()));
        }
        return null;
    }
}
