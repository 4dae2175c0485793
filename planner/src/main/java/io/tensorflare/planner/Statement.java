package io.tensorflare.planner;

import io.tensorflare.plan.Position;
import java.util.Map;

/** One SQL statement, parsed. */
public sealed interface Statement {
    /** The statement's text without its semicolon. */
    String sql();

    /** Where the statement begins in the text it was part of. */
    Position position();

    /** What CREATE does to a thing of the same name. */
    enum Existing {
        REFUSED,
        REPLACED
    }

    /** What DROP does when there is no such thing. */
    enum Absent {
        REFUSED,
        IGNORED
    }

    /** What DROP can name. */
    enum Target {
        MODEL,
        TABLE,
        VIEW
    }

    /** What EXPLAIN shows: the plan alone, or the plan after a run with its timings. */
    enum Depth {
        PLAN,
        RUN
    }

    /** SELECT, VALUES or WITH: plan it with {@link SqlPlanner#plan}. */
    record Query(String sql, Position position) implements Statement {}

    /** EXPLAIN [ANALYZE] query. */
    record Explain(String sql, Position position, Depth depth, Query query) implements Statement {}

    /**
     * CREATE MODEL name FROM 'directory' [WITH (name = value, ...)]; option names are in lower
     * case.
     */
    record CreateModel(
            String sql,
            Position position,
            String name,
            Existing existing,
            String directory,
            Map<String, String> options)
            implements Statement {
        public CreateModel {
            options = Map.copyOf(options);
        }
    }

    /** CREATE TABLE name FROM 'file, folder or glob'. */
    record CreateTable(
            String sql,
            Position position,
            String name,
            Existing existing,
            String path,
            Map<String, String> options)
            implements Statement {
        public CreateTable {
            options = Map.copyOf(options);
        }
    }

    /** CREATE VIEW name AS query. */
    record CreateView(String sql, Position position, String name, Existing existing, Query query)
            implements Statement {}

    /** DROP { MODEL | TABLE | VIEW } [IF EXISTS] name. */
    record Drop(String sql, Position position, Target target, String name, Absent absent)
            implements Statement {}

    /** SHOW TABLES. */
    record ShowTables(String sql, Position position) implements Statement {}

    /** SHOW MODELS. */
    record ShowModels(String sql, Position position) implements Statement {}

    /** SHOW name, or SHOW ALL with the name {@code all}: settings. The name is in lower case. */
    record ShowSetting(String sql, Position position, String name) implements Statement {}

    /** SET name = value; the name is in lower case, the value as text. */
    record SetSetting(String sql, Position position, String name, String value)
            implements Statement {}

    /** DESCRIBE name or DESCRIBE 'file'. */
    record Describe(String sql, Position position, String name) implements Statement {}
}
