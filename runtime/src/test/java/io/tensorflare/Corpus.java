package io.tensorflare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of queries in the test resources' folder {@code sql}. A query ends at a line's semicolon; a
 * comment {@code -- duckdb:} after it gives the text that DuckDB gets where the dialects differ.
 */
final class Corpus {
    private static final String MARKER = "-- duckdb:";

    private Corpus() {}

    /** A query, here and there. */
    record Case(String sql, String duckSql) {
        @Override
        public String toString() {
            return sql;
        }
    }

    static String text(String name) {
        try (var stream = Corpus.class.getResourceAsStream("/sql/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<Case> read(String name) {
        List<Case> cases = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        for (String line : text(name).lines().toList()) {
            if (line.startsWith(MARKER)) {
                Case last = cases.remove(cases.size() - 1);
                cases.add(new Case(last.sql(), line.substring(MARKER.length()).strip()));
            } else if (!line.startsWith("--")) {
                sql.append(line).append('\n');
                if (line.stripTrailing().endsWith(";")) {
                    String statement = sql.toString().strip();
                    statement = statement.substring(0, statement.length() - 1);
                    cases.add(new Case(statement, statement));
                    sql.setLength(0);
                }
            }
        }
        return cases;
    }
}
