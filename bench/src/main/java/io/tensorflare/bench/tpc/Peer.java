package io.tensorflare.bench.tpc;

import io.tensorflare.EngineOptions;
import java.nio.file.Path;

/** The engines that are compared. */
enum Peer {
    /** This project's, with an empty cache of programs. */
    TENSORFLARE("TensorFlare") {
        @Override
        Engine open(Path folder) {
            EngineOptions options = EngineOptions.defaults().withoutCache();
            return TensorFlareEngine.open(options, folder, QueryText.TPCH_TABLES);
        }
    },
    /** On the same Parquet files. */
    DUCKDB("DuckDB on Parquet") {
        @Override
        Engine open(Path folder) {
            return DuckDbEngine.open(DuckDbEngine.Tables.PARQUET, folder, QueryText.TPCH_TABLES);
        }
    },
    /** On tables of its own, loaded before. */
    DUCKDB_MEMORY("DuckDB in memory") {
        @Override
        Engine open(Path folder) {
            return DuckDbEngine.open(DuckDbEngine.Tables.MEMORY, folder, QueryText.TPCH_TABLES);
        }
    },
    /** On the same Parquet files, in a process of its own. */
    SPARK("Spark") {
        @Override
        Engine open(Path folder) {
            throw new IllegalStateException("Spark runs in a process of its own");
        }
    };

    private final String title;

    Peer(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Opens the engine on the tables of TPC-H in a folder. */
    abstract Engine open(Path folder);
}
