package io.tensorflare.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long does a peer take for a question that it has planned before? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class QueryBenchmark {
    @Param public Question question;

    @Param({"1", "2"})
    public int threads;

    @Param public PeerName peer;

    private Peer open;

    /** Opens the peer and checks its answer against the others'. */
    @Setup
    public void open() {
        BenchFiles files = BenchFiles.ofThisRun();
        open = peer.open(question, files, threads);
        Answer answer = open.answer();
        for (PeerName name : PeerName.values()) {
            if (name != peer) {
                try (Peer other = name.open(question, files, threads)) {
                    answer.requireSameAs(other.answer());
                }
            }
        }
    }

    @Benchmark
    public Object answer() {
        return open.answer();
    }

    @TearDown
    public void close() {
        open.close();
    }
}
