package io.tensorflare.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Planned queries by everything their plan depends on, least recently used first to go.
 * Thread-safe.
 */
final class PlanCache {
    private static final int MOST = 512;

    /** What a plan depends on besides the files, whose identity is checked at each use. */
    record Key(String sql, long catalogVersion, String settings) {}

    private final Map<Key, CompiledQuery> queries =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, CompiledQuery> eldest) {
                    return size() > MOST;
                }
            };

    synchronized Optional<CompiledQuery> get(Key key) {
        return Optional.ofNullable(queries.get(key));
    }

    synchronized void put(Key key, CompiledQuery query) {
        queries.put(key, query);
    }

    synchronized void clear() {
        queries.clear();
    }
}
