package io.tensorflare.bench.tpc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs queries in several engines of this process by turns, so that the machine is in the same mood
 * for all of them.
 */
final class Comparison implements AutoCloseable {
    private static final int UNMEASURED = 1;

    private final Path folder;
    private final List<Peer> peers;
    private final Map<Peer, Engine> engines = new EnumMap<>(Peer.class);
    private final Map<String, ExpectedAnswer> expected = new LinkedHashMap<>();
    private final Results results = new Results();

    Comparison(Path folder, List<Peer> peers) {
        this.folder = folder;
        this.peers = peers;
        peers.forEach(peer -> engines.put(peer, peer.open(folder)));
    }

    Results results() {
        return results;
    }

    /**
     * Gets DuckDB's answers, and runs every query once in a TensorFlare that is then closed: its
     * planner's classes are loaded when others are timed.
     */
    void warmUp(List<QueryText> queries) {
        DuckDbEngine duckDb = (DuckDbEngine) engines.get(Peer.DUCKDB);
        try (Engine ours = Peer.TENSORFLARE.open(folder)) {
            for (QueryText query : queries) {
                expected.put(query.name(), duckDb.expected(query.sql()));
                try {
                    ours.answer(query.sql());
                } catch (RuntimeException failure) {
                    results.addFailure(query.name(), failure);
                }
            }
        }
    }

    /** Checks and measures the queries that every engine can run. */
    void measure(List<QueryText> queries, int threads, int repeats) {
        reopenOurs();
        engines.values().forEach(engine -> engine.useThreads(threads));
        for (QueryText query : queries) {
            if (!results.failed(query.name())) {
                measure(query, threads, repeats);
            }
        }
    }

    /** So that nothing is planned or compiled. */
    private void reopenOurs() {
        engines.get(Peer.TENSORFLARE).close();
        engines.put(Peer.TENSORFLARE, Peer.TENSORFLARE.open(folder));
    }

    private void measure(QueryText query, int threads, int repeats) {
        Map<Peer, Cost> cold = new EnumMap<>(Peer.class);
        Map<Peer, List<Cost>> warm = new EnumMap<>(Peer.class);
        for (Peer peer : peers) {
            warm.put(peer, new ArrayList<>());
            cold.put(peer, coldRun(peer, query));
        }
        if (results.failed(query.name())) {
            return;
        }
        for (int run = 0; run < UNMEASURED + repeats; run++) {
            for (Peer peer : peers) {
                Cost cost = Cost.of(() -> engines.get(peer).answer(query.sql()));
                if (run >= UNMEASURED) {
                    warm.get(peer).add(cost);
                }
            }
        }
        for (Peer peer : peers) {
            results.add(
                    new Measurement(peer, query.name(), threads, cold.get(peer), warm.get(peer)));
        }
    }

    private Cost coldRun(Peer peer, QueryText query) {
        Engine engine = engines.get(peer);
        List<Answer> answers = new ArrayList<>();
        Cost cost = Cost.of(() -> answers.add(engine.answer(query.sql())));
        String difference = expected.get(query.name()).differenceOf(answers.get(0));
        if (!difference.isEmpty()) {
            results.addFailure(
                    query.name(), new IllegalStateException(peer.title() + ": " + difference));
        }
        // The C compiler is a process of its own, which the engine counts.
        return engine instanceof TensorFlareEngine ours
                ? new Cost(cost.wall(), Math.max(cost.cpu(), ours.timings().cpuMs()))
                : cost;
    }

    String duckDbVersion() {
        return ((DuckDbEngine) engines.get(Peer.DUCKDB)).version();
    }

    @Override
    public void close() {
        engines.values().forEach(Engine::close);
    }
}
