package io.tensorflare.cli;

import io.tensorflare.ProgressListener;
import io.tensorflare.cli.generate.CrimeGenerator;
import io.tensorflare.cli.generate.Encoding;
import io.tensorflare.cli.generate.Target;
import io.tensorflare.cli.generate.TpchGenerator;
import io.tensorflare.cli.terminal.ProgressBar;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.tensorflow.demo.Crime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the demo, made when first needed and kept for the next time. */
record DemoFolder(Path folder) {
    private static final double SCALE = 1;

    static DemoFolder create(Path folder) {
        try {
            Files.createDirectories(folder);
            return new DemoFolder(folder);
        } catch (IOException failure) {
            throw cannotWrite(folder);
        }
    }

    /** Lineitem of TPC-H at scale 1. */
    Path lineitem() {
        Path file = folder.resolve("tpch-sf1").resolve("lineitem.parquet");
        if (!Files.exists(file)) {
            try (ProgressBar bar = ProgressBar.onStandardError()) {
                Target target =
                        new Target(
                                file.getParent(),
                                Target.Existing.REPLACE,
                                Encoding.ofRowGroups(Encoding.DEFAULT_ROW_GROUP));
                new TpchGenerator(target, processors(), bar).generate("lineitem", SCALE);
            }
        }
        return file;
    }

    /** US arrests, repeated to a number of rows. */
    Path crime(Crime crime, long rows) {
        Path file = folder.resolve("crime-" + rows + ".parquet");
        if (!Files.exists(file)) {
            new CrimeGenerator(crime, processors(), ProgressListener.NONE).generate(rows, file);
        }
        return file;
    }

    Path model() {
        return folder.resolve("classifier");
    }

    /** Writes a program where people can read it; returns its path. */
    Path keepC(String name, String text) {
        Path file = folder.resolve(name + ".c");
        try {
            return Files.writeString(file, text);
        } catch (IOException failure) {
            throw cannotWrite(file);
        }
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static TensorFlareException cannotWrite(Path path) {
        return new TensorFlareException(
                ErrorCode.FILE, "cannot write " + path + "; name another folder with --out");
    }
}
