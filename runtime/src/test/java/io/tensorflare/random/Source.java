package io.tensorflare.random;

import java.util.ArrayList;
import java.util.List;

/**
 * A table, or one of FROM by its alias.
 *
 * @param rows at most
 */
public record Source(String name, List<Column> columns, long rows) {
    public record Column(String name, Kind kind) {}

    Source as(String alias) {
        return new Source(alias, columns, rows);
    }

    /** Names of the columns of a kind, with the source before them. */
    List<String> columns(Kind kind) {
        return columns.stream()
                .filter(column -> column.kind() == kind)
                .map(column -> name + "." + column.name())
                .toList();
    }

    /** Columns of a kind of all sources. */
    static List<String> columns(List<Source> sources, Kind kind) {
        List<String> all = new ArrayList<>();
        sources.forEach(source -> all.addAll(source.columns(kind)));
        return all;
    }
}
