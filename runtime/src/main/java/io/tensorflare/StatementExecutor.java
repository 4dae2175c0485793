package io.tensorflare;

import io.tensorflare.catalog.EngineCatalog;
import io.tensorflare.engine.ModelStore;
import io.tensorflare.engine.Settings;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.planner.Statement;
import io.tensorflare.planner.catalog.Names;
import io.tensorflare.planner.catalog.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs statements that are no queries. */
final class StatementExecutor {
    private final TensorFlare engine;
    private final EngineCatalog catalog;
    private final Settings settings;
    private final ModelStore models;

    StatementExecutor(
            TensorFlare engine, EngineCatalog catalog, Settings settings, ModelStore models) {
        this.engine = engine;
        this.catalog = catalog;
        this.settings = settings;
        this.models = models;
    }

    Result execute(Statement statement) {
        if (statement instanceof Statement.Query query) {
            return engine.start(query, List.of());
        } else if (statement instanceof Statement.Explain explain) {
            return explain(explain);
        } else if (statement instanceof Statement.CreateModel create) {
            return createModel(create);
        } else if (statement instanceof Statement.CreateTable create) {
            return createTable(create);
        } else if (statement instanceof Statement.CreateView create) {
            return createView(create);
        } else if (statement instanceof Statement.Drop drop) {
            return drop(drop);
        } else if (statement instanceof Statement.ShowTables) {
            return TextRows.result(
                    List.of("name"), engine.tables().stream().map(List::of).toList());
        } else if (statement instanceof Statement.ShowModels) {
            return showModels();
        } else if (statement instanceof Statement.ShowSetting show) {
            return showSetting(show);
        } else if (statement instanceof Statement.SetSetting set) {
            settings.set(set.name(), set.value(), set.position());
            return TextRows.none();
        } else if (statement instanceof Statement.Describe describe) {
            return describe(describe);
        }
        throw new IllegalStateException("unknown statement " + statement);
    }

    private Result explain(Statement.Explain explain) {
        if (explain.depth() == Statement.Depth.PLAN) {
            return TextRows.lines("plan", engine.explain(explain.query()));
        }
        return engine.analyze(explain.query());
    }

    private Result createModel(Statement.CreateModel create) {
        if (create.existing() == Statement.Existing.REFUSED && catalog.hasModel(create.name())) {
            throw exists("model", create.name(), create.position());
        }
        at(
                create.position(),
                () ->
                        catalog.putModel(
                                create.name(),
                                models.describe(Path.of(create.directory()), create.options())));
        return TextRows.none();
    }

    private Result createTable(Statement.CreateTable create) {
        refuseExisting(create.existing(), create.name(), create.position());
        at(create.position(), () -> catalog.putTable(create.name(), create.path()));
        return TextRows.none();
    }

    /** The view's query is planned now, so that mistakes show here. */
    private Result createView(Statement.CreateView create) {
        refuseExisting(create.existing(), create.name(), create.position());
        engine.check(create.query());
        catalog.putView(new View(create.name(), create.query().sql(), create.query().position()));
        return TextRows.none();
    }

    private void refuseExisting(Statement.Existing existing, String name, Position position) {
        if (existing == Statement.Existing.REFUSED && catalog.has(name)) {
            throw exists("table or view", name, position);
        }
    }

    private static TensorFlareException exists(String kind, String name, Position position) {
        return new TensorFlareException(
                ErrorCode.NAME,
                position,
                "there is a "
                        + kind
                        + " named "
                        + name
                        + " already; use CREATE OR REPLACE, or another name");
    }

    /** Mistakes found while running a statement belong to its place. */
    private static void at(Position position, Runnable action) {
        try {
            action.run();
        } catch (TensorFlareException mistake) {
            if (mistake.position().isKnown()) {
                throw mistake;
            }
            throw new TensorFlareException(mistake.code(), position, mistake.getMessage(), mistake);
        }
    }

    private Result drop(Statement.Drop drop) {
        boolean absent =
                switch (drop.target()) {
                    case MODEL -> !catalog.hasModel(drop.name());
                    case TABLE, VIEW -> !catalog.has(drop.name());
                };
        if (absent && drop.absent() == Statement.Absent.IGNORED) {
            return TextRows.none();
        }
        switch (drop.target()) {
            case MODEL -> catalog.dropModel(drop.name(), drop.position());
            case TABLE -> catalog.dropTable(drop.name(), drop.position());
            case VIEW -> catalog.dropView(drop.name(), drop.position());
        }
        return TextRows.none();
    }

    private Result showModels() {
        List<List<String>> rows = new ArrayList<>();
        for (String name : engine.models()) {
            ModelDescription model = catalog.modelDescription(name).orElseThrow();
            List<String> arguments = new ArrayList<>();
            for (int i = 0; i < model.arguments().size(); i++) {
                arguments.add(model.names().get(i) + " " + model.arguments().get(i));
            }
            rows.add(
                    List.of(
                            name,
                            String.join(", ", arguments),
                            model.result().toString(),
                            model.directory().toString()));
        }
        return TextRows.result(List.of("name", "arguments", "result", "directory"), rows);
    }

    private Result showSetting(Statement.ShowSetting show) {
        if (show.name().equals("all")) {
            return TextRows.result(
                    List.of("name", "value"),
                    settings.all().entrySet().stream()
                            .map(entry -> List.of(entry.getKey(), entry.getValue()))
                            .toList());
        }
        Settings.Name name = Settings.find(show.name(), show.position());
        return TextRows.result(List.of("value"), List.of(List.of(settings.get(name))));
    }

    private Result describe(Statement.Describe describe) {
        List<Column> columns =
                catalog.table(describe.name())
                        .or(() -> catalog.file(describe.name()))
                        .map(table -> table.fields().stream().map(field -> field.column()).toList())
                        .or(
                                () ->
                                        catalog.view(describe.name())
                                                .map(
                                                        view ->
                                                                engine.check(
                                                                        new Statement.Query(
                                                                                view.sql(),
                                                                                view.position()))))
                        .orElseThrow(
                                () ->
                                        new TensorFlareException(
                                                ErrorCode.NAME,
                                                describe.position(),
                                                "there is no table or view "
                                                        + describe.name()
                                                        + Names.suggestion(
                                                                describe.name(),
                                                                catalog.tableNames())));
        List<List<String>> rows =
                columns.stream()
                        .map(
                                column ->
                                        List.of(
                                                column.name(),
                                                column.type().toString(),
                                                column.nullable() ? "YES" : "NO"))
                        .toList();
        return TextRows.result(List.of("column", "type", "nullable"), rows);
    }
}
