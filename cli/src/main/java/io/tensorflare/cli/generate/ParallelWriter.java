package io.tensorflare.cli.generate;

import io.tensorflare.ProgressListener;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Writes tables with several threads: each thread encodes a row group in memory, this one appends
 * them in order. At most one row group a thread and one more are in memory, and the files do not
 * depend on the number of threads. All files get their names at the end, so a failure leaves none
 * of them.
 */
final class ParallelWriter {
    private static final String ACTIVITY = "writing Parquet";

    private final int threads;
    private final ProgressListener progress;
    private final Encoding encoding;

    ParallelWriter(int threads, ProgressListener progress, Encoding encoding) {
        this.threads = threads;
        this.progress = progress;
        this.encoding = encoding;
    }

    void write(List<TableJob<?>> jobs) {
        int totalParts = jobs.stream().mapToInt(TableJob::parts).sum();
        ExecutorService pool = Executors.newFixedThreadPool(threads, ParallelWriter::daemon);
        List<FileInProgress> files = new ArrayList<>();
        try {
            RowGroupQueue queue = new RowGroupQueue(pool, jobs);
            int done = 0;
            for (TableJob<?> job : jobs) {
                FileInProgress file = new FileInProgress(job.target(), job.table());
                files.add(file);
                for (int part = 0; part < job.parts(); part++) {
                    progress.progress(ACTIVITY, done++, totalParts);
                    file.append(queue.next());
                }
                file.finish();
            }
            files.forEach(FileInProgress::publish);
        } finally {
            pool.shutdownNow();
            files.forEach(FileInProgress::close);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "generate");
        thread.setDaemon(true);
        return thread;
    }

    /** Row groups in order, a bounded number of them encoded ahead. */
    private final class RowGroupQueue {
        private final ExecutorService pool;
        private final Iterator<RowGroup> remaining;
        private final Deque<Future<MemoryFile>> ahead = new ArrayDeque<>();

        RowGroupQueue(ExecutorService pool, List<TableJob<?>> jobs) {
            this.pool = pool;
            this.remaining =
                    jobs.stream()
                            .flatMap(
                                    job ->
                                            IntStream.range(0, job.parts())
                                                    .mapToObj(part -> new RowGroup(job, part)))
                            .iterator();
            while (ahead.size() <= threads && remaining.hasNext()) {
                submit();
            }
        }

        MemoryFile next() {
            Future<MemoryFile> first = ahead.remove();
            if (remaining.hasNext()) {
                submit();
            }
            return await(first);
        }

        private void submit() {
            RowGroup group = remaining.next();
            ahead.add(pool.submit(() -> group.job.encode(group.part, encoding)));
        }
    }

    private record RowGroup(TableJob<?> job, int part) {}

    private static MemoryFile await(Future<MemoryFile> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TensorFlareException(ErrorCode.CANCELLED, "generating was cancelled");
        } catch (ExecutionException failure) {
            if (hasOutOfMemory(failure)) {
                throw new TensorFlareException(
                        ErrorCode.MEMORY,
                        "generating needs more Java heap than "
                                + (Runtime.getRuntime().maxMemory() >> 20)
                                + " MB; give it more with -Xmx, or ask for fewer --threads or a smaller --row-group");
            }
            throw new IllegalStateException("encoding a row group failed", failure.getCause());
        }
    }

    private static boolean hasOutOfMemory(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }
}
