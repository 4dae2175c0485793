package io.tensorflare.cli;

import io.tensorflare.cli.generate.CrimeGenerator;
import io.tensorflare.cli.generate.TpchGenerator;
import io.tensorflare.cli.generate.TpchGenerator.Existing;
import io.tensorflare.cli.terminal.ProgressBar;
import io.tensorflare.tensorflow.demo.Crime;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tensorflare generate}: data to try things with. */
@Command(
        name = "generate",
        description = "Writes data to try things with, as Parquet.",
        subcommands = {GenerateCommand.Tpch.class, GenerateCommand.CrimeTable.class})
final class GenerateCommand {
    private GenerateCommand() {}

    /** {@code tensorflare generate tpch}. */
    @Command(name = "tpch", description = "The eight tables of TPC-H, one file each.")
    static final class Tpch implements Runnable {
        @Option(
                names = "--scale",
                paramLabel = "SF",
                required = true,
                description = "Scale factor; 1 is 6 million rows of lineitem, about 320 MB in all.")
        private double scale;

        @Option(
                names = "--out",
                paramLabel = "DIR",
                required = true,
                description = "Where the files go; made if missing.")
        private Path folder;

        @Option(
                names = "--row-group",
                paramLabel = "ROWS",
                description = "Rows of a row group (default: ${DEFAULT-VALUE}).")
        private int rowGroup = TpchGenerator.DEFAULT_ROW_GROUP;

        @Option(names = "--overwrite", description = "Replaces files that are already there.")
        private boolean overwrite;

        @Option(
                names = "--threads",
                paramLabel = "N",
                description = "Threads (default: one a processor).")
        private int threads = Runtime.getRuntime().availableProcessors();

        @Override
        public void run() {
            Existing existing = overwrite ? Existing.REPLACE : Existing.REFUSE;
            TpchGenerator.Target target =
                    new TpchGenerator.Target(
                            folder, existing, Numbers.positive("--row-group", rowGroup));
            try (ProgressBar bar = ProgressBar.onStandardError()) {
                new TpchGenerator(target, Numbers.positive("--threads", threads), bar)
                        .generate(scale);
            }
        }
    }

    /** {@code tensorflare generate crime}. */
    @Command(
            name = "crime",
            description =
                    "US arrests by state with their k-means clusters, the 50 states repeated as often as wanted.")
    static final class CrimeTable implements Runnable {
        @Option(names = "--rows", paramLabel = "N", required = true, description = "How many rows.")
        private long rows;

        @Option(
                names = "--out",
                paramLabel = "FILE",
                required = true,
                description = "The file to write; replaced if there.")
        private Path file;

        @Option(
                names = "--threads",
                paramLabel = "N",
                description = "Threads (default: one a processor).")
        private int threads = Runtime.getRuntime().availableProcessors();

        @Override
        public void run() {
            try (ProgressBar bar = ProgressBar.onStandardError()) {
                new CrimeGenerator(Crime.read(), Numbers.positive("--threads", threads), bar)
                        .generate(rows, file);
            }
        }
    }
}
