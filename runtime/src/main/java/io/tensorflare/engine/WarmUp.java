package io.tensorflare.engine;

import io.tensorflare.catalog.EngineCatalog;
import io.tensorflare.emit.EmitOptions;
import io.tensorflare.emit.Emitter;
import io.tensorflare.emit.Program;
import io.tensorflare.plan.DeepStack;
import io.tensorflare.planner.SqlPlanner;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Plans and emits a small query beside the caller, once a process: the first query finds loaded
 * what both need. Nobody waits for it.
 */
final class WarmUp {
    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private WarmUp() {}

    static void start() {
        if (!STARTED.getAndSet(true)) {
            DeepStack.start(WarmUp::program);
        }
    }

    static Program program() {
        SqlPlanner planner = new SqlPlanner(new EngineCatalog());
        return Emitter.emit(planner.warmUp().plan(), EmitOptions.of("select 1"));
    }
}
