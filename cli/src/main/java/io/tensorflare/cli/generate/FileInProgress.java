package io.tensorflare.cli.generate;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.LocalOutputFile;

/**
 * A Parquet file that is being put together beside its final place: row groups are appended, the
 * footer is written, then it is renamed. Whatever was not published is deleted, also when the
 * process is interrupted.
 */
final class FileInProgress implements AutoCloseable {
    private static final int NO_PADDING = 0;

    private final Path target;
    private final Path temporary;
    private final ParquetFileWriter writer;
    private final Thread whenInterrupted = new Thread(this::discard);

    /** Opens a temporary file beside {@code target}, whose folder exists. */
    FileInProgress(Path target, OutputTable<?> table) {
        this.target = target;
        this.temporary =
                target.resolveSibling(
                        "." + target.getFileName() + "." + ProcessHandle.current().pid());
        Runtime.getRuntime().addShutdownHook(whenInterrupted);
        try {
            writer =
                    new ParquetFileWriter(
                            new LocalOutputFile(temporary),
                            table.schema(),
                            ParquetFileWriter.Mode.OVERWRITE,
                            Long.MAX_VALUE,
                            NO_PADDING,
                            null,
                            ParquetProperties.builder().build());
            writer.start();
        } catch (IOException failure) {
            Runtime.getRuntime().removeShutdownHook(whenInterrupted);
            discard();
            throw cannotWrite(target, failure);
        }
    }

    void append(MemoryFile rowGroups) {
        try {
            writer.appendFile(rowGroups);
        } catch (IOException failure) {
            throw cannotWrite(target, failure);
        }
    }

    /** Writes the footer; nothing can be appended any more. */
    void finish() {
        try {
            writer.end(Map.of());
            writer.close();
        } catch (IOException failure) {
            throw cannotWrite(target, failure);
        }
    }

    /** Gives the finished file its name, in one step. */
    void publish() {
        try {
            Files.move(
                    temporary,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw cannotWrite(target, failure);
        }
    }

    @Override
    public void close() {
        discard();
        try {
            Runtime.getRuntime().removeShutdownHook(whenInterrupted);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook itself cleans up.
        }
    }

    private void discard() {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException leftBehind) {
            // A temporary file that cannot be deleted does no harm: its name is hidden and says
            // whose it is.
        }
    }

    static TensorFlareException cannotWrite(Path file, IOException failure) {
        return new TensorFlareException(
                ErrorCode.FILE,
                Position.UNKNOWN,
                "cannot write " + file + ": " + reason(failure),
                failure);
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied; choose a folder that you may write to";
        }
        String message = String.valueOf(failure.getMessage());
        if (message.contains("No space left on device")) {
            return "the disk is full; free some space or choose another folder";
        }
        return message;
    }
}
