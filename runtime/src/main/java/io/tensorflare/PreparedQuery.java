package io.tensorflare;

import io.tensorflare.plan.Type;
import io.tensorflare.planner.Statement;
import java.util.Arrays;
import java.util.List;

/** A query with parameters. Running it again neither plans nor compiles. Thread-safe. */
public final class PreparedQuery {
    private final TensorFlare engine;
    private final Statement.Query query;
    private final List<Type> parameters;

    PreparedQuery(TensorFlare engine, Statement.Query query, List<Type> parameters) {
        this.engine = engine;
        this.query = query;
        this.parameters = List.copyOf(parameters);
    }

    /** The type of each parameter, in order. */
    public List<Type> parameters() {
        return parameters;
    }

    /**
     * Starts the query.
     *
     * @param values one for each parameter; null is NULL. Numbers, strings, booleans, byte arrays,
     *     and LocalDate, LocalTime and LocalDateTime
     */
    public Result execute(Object... values) {
        return engine.start(query, ParameterValues.convert(Arrays.asList(values), parameters));
    }
}
