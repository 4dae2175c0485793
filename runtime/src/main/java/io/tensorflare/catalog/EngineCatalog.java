package io.tensorflare.catalog;

import io.tensorflare.ModelDescription;
import io.tensorflare.parquet.ParquetColumn;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Model;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.planner.catalog.Catalog;
import io.tensorflare.planner.catalog.Names;
import io.tensorflare.planner.catalog.Table;
import io.tensorflare.planner.catalog.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tables, views and models of one engine, by name in any case. Thread-safe. */
public final class EngineCatalog implements Catalog {
    private final FooterCache footers = new FooterCache();
    private final Map<String, String> patterns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, View> views = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, ModelDescription> models =
            new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, ParquetTable> opened = new TreeMap<>();
    private long version;

    @Override
    public synchronized long version() {
        return version;
    }

    /** Names a file, folder or glob; reads its footers now, so that mistakes show here. */
    public synchronized void putTable(String name, String pattern) {
        requireName(name);
        requireFree(name, views, "view");
        parquet(pattern);
        patterns.put(name, pattern);
        version++;
    }

    public synchronized void putView(View view) {
        requireName(view.name());
        requireFree(view.name(), patterns, "table");
        views.put(view.name(), view);
        version++;
    }

    public synchronized void putModel(String name, ModelDescription description) {
        requireName(name);
        models.put(name, description);
        version++;
    }

    public synchronized void dropTable(String name, Position position) {
        drop(name, patterns, "table", position);
    }

    public synchronized void dropView(String name, Position position) {
        drop(name, views, "view", position);
    }

    public synchronized ModelDescription dropModel(String name, Position position) {
        return drop(name, models, "model", position);
    }

    private <T> T drop(String name, Map<String, T> things, String kind, Position position) {
        T dropped = things.remove(name);
        if (dropped == null) {
            throw new TensorFlareException(
                    ErrorCode.NAME,
                    position,
                    "there is no " + kind + " " + name + Names.suggestion(name, things.keySet()));
        }
        version++;
        return dropped;
    }

    private static void requireName(String name) {
        if (name.isBlank()) {
            throw new TensorFlareException(ErrorCode.NAME, "a name must not be empty");
        }
    }

    private static void requireFree(String name, Map<String, ?> others, String kind) {
        if (others.containsKey(name)) {
            throw new TensorFlareException(
                    ErrorCode.NAME,
                    "there is a "
                            + kind
                            + " named "
                            + name
                            + "; drop it first or take another name");
        }
    }

    public synchronized boolean has(String name) {
        return patterns.containsKey(name) || views.containsKey(name);
    }

    public synchronized boolean hasModel(String name) {
        return models.containsKey(name);
    }

    public synchronized Optional<ModelDescription> modelDescription(String name) {
        return Optional.ofNullable(models.get(name));
    }

    /** The files of a table, as {@link Plan.Scan#table} names it, as they are now. */
    public synchronized ParquetTable parquetOf(String table) {
        return parquet(patterns.getOrDefault(table, table));
    }

    /**
     * Opened tables are kept while their files stay the same, with the statistics computed for
     * them.
     */
    private ParquetTable parquet(String pattern) {
        ParquetTable known = opened.get(pattern);
        ParquetTable now = ParquetTable.open(pattern, footers);
        if (known != null && known.hasFilesOf(now)) {
            return known;
        }
        opened.put(pattern, now);
        return now;
    }

    @Override
    public synchronized Optional<Table> table(String name) {
        return Optional.ofNullable(patterns.get(name))
                .map(pattern -> describe(canonical(name), parquet(pattern)));
    }

    /** The name as it was registered. */
    private String canonical(String name) {
        return patterns.keySet().stream()
                .filter(known -> known.equalsIgnoreCase(name))
                .findFirst()
                .orElse(name);
    }

    @Override
    public synchronized Optional<Table> file(String path) {
        boolean looksLikePath = path.contains("/") || path.contains(".") || path.contains("*");
        return looksLikePath ? Optional.of(describe(path, parquet(path))) : Optional.empty();
    }

    private static Table describe(String name, ParquetTable table) {
        List<Plan.Scan.Field> fields = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            ParquetColumn column = table.columns().get(i);
            fields.add(
                    new Plan.Scan.Field(
                            new Column(column.name(), column.type(), table.nullable(i)),
                            table.statistics(i)));
        }
        return new Table(name, fields, table.rows());
    }

    @Override
    public synchronized Optional<View> view(String name) {
        return Optional.ofNullable(views.get(name));
    }

    @Override
    public synchronized Optional<Model> model(String name) {
        return Optional.ofNullable(models.get(name)).map(description -> description.toModel(name));
    }

    @Override
    public synchronized Collection<String> tableNames() {
        List<String> names = new ArrayList<>(patterns.keySet());
        names.addAll(views.keySet());
        return names;
    }

    @Override
    public synchronized Collection<String> modelNames() {
        return List.copyOf(models.keySet());
    }
}
