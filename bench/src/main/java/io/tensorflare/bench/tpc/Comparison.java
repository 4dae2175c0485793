package io.tensorflare.bench.tpc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /**
     * Checks and measures the queries that every engine can run.
     *
     * @param threads numbers of threads, taken by turns run by run, so that they can be compared;
     *     the first run of all has the first
     */
    void measure(List<QueryText> queries, List<Integer> threads, int repeats) {
        reopenOurs();
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

    private void measure(QueryText query, List<Integer> threads, int repeats) {
        useThreads(threads.get(0));
        Map<Peer, Cost> cold = new EnumMap<>(Peer.class);
        peers.forEach(peer -> cold.put(peer, coldRun(peer, query)));
        if (results.failed(query.name())) {
            return;
        }
        Map<Integer, Map<Peer, List<Cost>>> warm = warmRuns(query, threads, repeats);
        for (int count : threads) {
            boolean first = count == threads.get(0);
            for (Peer peer : peers) {
                Optional<Cost> start = first ? Optional.of(cold.get(peer)) : Optional.empty();
                List<Cost> runs = warm.get(count).get(peer);
                results.add(new Measurement(peer, query.name(), count, start, runs));
            }
        }
    }

    private Map<Integer, Map<Peer, List<Cost>>> warmRuns(
            QueryText query, List<Integer> threads, int repeats) {
        Map<Integer, Map<Peer, List<Cost>>> warm = new LinkedHashMap<>();
        for (int run = 0; run < UNMEASURED + repeats; run++) {
            for (int count : threads) {
                useThreads(count);
                Map<Peer, List<Cost>> costs =
                        warm.computeIfAbsent(count, none -> new EnumMap<>(Peer.class));
                for (Peer peer : peers) {
                    Cost cost = Cost.of(() -> engines.get(peer).answer(query.sql()));
                    if (run >= UNMEASURED) {
                        costs.computeIfAbsent(peer, none -> new ArrayList<>()).add(cost);
                    }
                }
            }
        }
        return warm;
    }

    private void useThreads(int threads) {
        engines.values().forEach(engine -> engine.useThreads(threads));
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
