package io.tensorflare.planner;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.ColumnStatistics;
import io.tensorflare.plan.Model;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.catalog.Catalog;
import io.tensorflare.planner.catalog.Table;
import io.tensorflare.planner.catalog.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A catalog that tests fill by hand. */
final class MemoryCatalog implements Catalog {
    private final Map<String, Table> tables = new HashMap<>();
    private final Map<String, Table> files = new HashMap<>();
    private final Map<String, View> views = new HashMap<>();
    private final Map<String, Model> models = new HashMap<>();

    MemoryCatalog table(Table table) {
        tables.put(table.name().toLowerCase(Locale.ROOT), table);
        return this;
    }

    MemoryCatalog file(String path, Table table) {
        files.put(path, new Table(path, table.fields(), table.rows()));
        return this;
    }

    MemoryCatalog view(View view) {
        views.put(view.name().toLowerCase(Locale.ROOT), view);
        return this;
    }

    MemoryCatalog model(Model model) {
        models.put(model.name().toLowerCase(Locale.ROOT), model);
        return this;
    }

    static Plan.Scan.Field field(String name, Type type, boolean nullable) {
        return new Plan.Scan.Field(new Column(name, type, nullable), ColumnStatistics.UNKNOWN);
    }

    @Override
    public long version() {
        return 1;
    }

    @Override
    public Optional<Table> table(String name) {
        return Optional.ofNullable(tables.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Optional<Table> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public Optional<View> view(String name) {
        return Optional.ofNullable(views.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Optional<Model> model(String name) {
        return Optional.ofNullable(models.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Collection<String> tableNames() {
        List<String> names = new ArrayList<>(tables.keySet());
        names.addAll(views.keySet());
        return names;
    }

    @Override
    public Collection<String> modelNames() {
        return models.keySet();
    }
}
