package io.tensorflare.planner.catalog;

import io.tensorflare.plan.Model;
import java.util.Collection;
import java.util.Optional;

/**
 * What the planner asks of the engine. Names are matched without regard to case. An implementation
 * answers from memory or from cached footers: each question may be asked several times while one
 * statement is planned.
 */
public interface Catalog {
    /** Grows with every change of tables, views and models; part of a cached plan's key. */
    long version();

    /** The table of a name. */
    Optional<Table> table(String name);

    /**
     * The table that a path in FROM gives: a Parquet file, a folder or a glob; empty where the name
     * is no path. A path that cannot be read is a {@link io.tensorflare.plan.TensorFlareException}.
     */
    Optional<Table> file(String path);

    /** The query of a view. */
    Optional<View> view(String name);

    /** A model, callable as a scalar function of its name. */
    Optional<Model> model(String name);

    /** Names of tables and views, to suggest the nearest one. */
    Collection<String> tableNames();

    /** Names of models, to suggest the nearest one. */
    Collection<String> modelNames();
}
