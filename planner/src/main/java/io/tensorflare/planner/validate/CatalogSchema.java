package io.tensorflare.planner.validate;

import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.planner.catalog.Catalog;
import io.tensorflare.planner.catalog.Table;
import io.tensorflare.planner.catalog.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;

/**
 * The engine's catalog as Calcite's root schema: tables, views, and files named by their paths.
 * Lives as long as one statement's planning.
 */
final class CatalogSchema extends AbstractSchema {
    private final Catalog catalog;
    private final Session session;
    private final Map<String, Optional<org.apache.calcite.schema.Table>> known = new HashMap<>();
    private Map<String, Position> files = Map.of();

    CatalogSchema(Catalog catalog, Session session) {
        this.catalog = catalog;
        this.session = session;
    }

    /**
     * @param places where the statement names files by their paths
     */
    void locate(Map<String, Position> places) {
        files = places;
    }

    @Override
    public Lookup<org.apache.calcite.schema.Table> tables() {
        return new Tables();
    }

    private Optional<org.apache.calcite.schema.Table> find(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        Optional<org.apache.calcite.schema.Table> found = known.get(name);
        if (found == null) {
            found = known.containsKey(key) && !FilePaths.isPath(name) ? known.get(key) : load(name);
            known.put(name, found);
        }
        return found;
    }

    /** The columns of all tables and views that the statement has named, to suggest one of them. */
    List<String> columnNames() {
        return known.values().stream()
                .flatMap(Optional::stream)
                .flatMap(
                        table ->
                                table instanceof ViewTable view
                                        ? view.knownColumns().stream()
                                        : table
                                                .getRowType(new TypeFactory())
                                                .getFieldNames()
                                                .stream())
                .distinct()
                .toList();
    }

    private Optional<org.apache.calcite.schema.Table> load(String name) {
        Optional<View> view = catalog.view(name);
        if (view.isPresent()) {
            return Optional.of(new ViewTable(view.get(), session));
        }
        Optional<Table> table = catalog.table(name);
        if (table.isEmpty() && FilePaths.isPath(name)) {
            table = file(name);
        }
        return table.map(ScanTable::new);
    }

    /** Opens a file; what is wrong with it is told with its place in the statement. */
    private Optional<Table> file(String path) {
        try {
            return catalog.file(path);
        } catch (TensorFlareException mistake) {
            Position place = files.getOrDefault(path, Position.UNKNOWN);
            throw new TensorFlareException(mistake.code(), place, mistake.getMessage(), mistake);
        }
    }

    private final class Tables implements Lookup<org.apache.calcite.schema.Table> {
        @Override
        public org.apache.calcite.schema.Table get(String name) {
            return find(name).orElse(null);
        }

        @Override
        public Named<org.apache.calcite.schema.Table> getIgnoreCase(String name) {
            return find(name).map(table -> new Named<>(name, table)).orElse(null);
        }

        @Override
        public Set<String> getNames(LikePattern pattern) {
            return new HashSet<>(catalog.tableNames());
        }
    }
}
