package io.tensorflare.cli.generate;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where files go, what happens to files of the same names, and how they are written. */
public record Target(Path folder, Existing existing, Encoding encoding) {
    /** What happens to files that are already there. */
    public enum Existing {
        REFUSE,
        REPLACE
    }

    Path file(String table) {
        return folder.resolve(table + ".parquet");
    }

    /**
     * Makes the folder, and looks that it has room and that no file would be replaced unasked.
     *
     * @throws TensorFlareException if not
     */
    void prepare(List<TableJob<?>> jobs, long expectedBytes) {
        try {
            Files.createDirectories(folder);
            long usable = Files.getFileStore(folder).getUsableSpace();
            if (usable < expectedBytes) {
                throw new TensorFlareException(
                        ErrorCode.FILE,
                        folder
                                + " has "
                                + (usable >> 20)
                                + " MB free and this scale needs about "
                                + (expectedBytes >> 20)
                                + " MB; choose another folder or a smaller --scale");
            }
        } catch (IOException failure) {
            throw FileInProgress.cannotWrite(folder, failure);
        }
        for (TableJob<?> job : jobs) {
            if (existing == Existing.REFUSE && Files.exists(job.target())) {
                throw new TensorFlareException(
                        ErrorCode.FILE,
                        job.target()
                                + " is already there; choose another folder or add --overwrite");
            }
        }
    }
}
