package io.tensorflare.plan;

import java.util.Objects;

/** A named column of an operator's output. */
public record Column(String name, Type type, boolean nullable) {
    public Column {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
    }

    @Override
    public String toString() {
        return name + " " + type + (nullable ? "" : " NOT NULL");
    }
}
