package io.tensorflare.plan;

import java.util.List;

/** A registered model as a plan names it; the engine binds the loaded model at execution. */
public record Model(String name, List<Type> arguments, Type result) {
    public Model {
        arguments = List.copyOf(arguments);
    }
}
