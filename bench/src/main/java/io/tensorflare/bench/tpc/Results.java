package io.tensorflare.bench.tpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** All measurements of a run. */
final class Results {
    private final List<Measurement> measurements = new ArrayList<>();
    private final Map<String, String> failures = new TreeMap<>();
    private final List<PeakMemory> memory = new ArrayList<>();

    void add(Measurement measurement) {
        measurements.add(measurement);
    }

    void add(PeakMemory peak) {
        memory.add(peak);
    }

    void addFailure(String query, RuntimeException failure) {
        failures.putIfAbsent(query, String.valueOf(failure.getMessage()));
    }

    boolean failed(String query) {
        return failures.containsKey(query);
    }

    /** What went wrong, by query. */
    Map<String, String> failures() {
        return failures;
    }

    List<Measurement> measurements() {
        return measurements;
    }

    boolean has(Peer peer, int threads) {
        return measurements.stream().anyMatch(m -> m.peer() == peer && m.threads() == threads);
    }

    Optional<Measurement> find(Peer peer, String query, int threads) {
        return measurements.stream()
                .filter(m -> m.peer() == peer && m.query().equals(query) && m.threads() == threads)
                .findFirst();
    }

    List<PeakMemory> memory() {
        return memory;
    }

    Optional<PeakMemory> memory(Peer peer, String query) {
        return memory.stream()
                .filter(peak -> peak.peer() == peer && peak.query().equals(query))
                .findFirst();
    }

    /** Ours divided by the peer's; empty where one of them is missing. */
    Optional<Double> ratio(
            Peer peer, String query, int threads, ToDoubleFunction<Measurement> part) {
        return find(Peer.TENSORFLARE, query, threads)
                .flatMap(
                        ours ->
                                find(peer, query, threads)
                                        .map(
                                                theirs ->
                                                        part.applyAsDouble(ours)
                                                                / part.applyAsDouble(theirs)));
    }
}
