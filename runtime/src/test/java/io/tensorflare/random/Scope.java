package io.tensorflare.random;

import java.util.ArrayList;
import java.util.List;

/**
 * What an expression can name.
 *
 * @param own the sources of the query it stands in
 * @param outer those of the queries around
 */
record Scope(List<Source> own, List<Source> outer) {
    static Scope of(List<Source> own) {
        return new Scope(own, List.of());
    }

    List<Source> all() {
        List<Source> all = new ArrayList<>(own);
        all.addAll(outer);
        return all;
    }
}
