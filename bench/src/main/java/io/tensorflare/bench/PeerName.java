package io.tensorflare.bench;

/** The peers by name. */
public enum PeerName {
    /** This project's engine. */
    TENSORFLARE("TensorFlare"),
    /** The engine that it is compared with. */
    DUCKDB("DuckDB");

    private final String title;

    PeerName(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /**
     * Opens the peer with its tables, its number of threads and, where the question asks for it,
     * the model.
     */
    Peer open(Question question, BenchFiles files, int threads) {
        return switch (this) {
            case TENSORFLARE -> new OurEngine(question, files, threads);
            case DUCKDB -> new DuckDb(question, files, threads);
        };
    }
}
