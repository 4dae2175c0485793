package io.tensorflare.tensorflow;

import io.tensorflare.ProgressListener;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;

/**
 * The files of TensorFlow's native library: in a jar at first, which JavaCPP unpacks into its cache
 * once for a user.
 */
final class NativeLibraryFiles {
    private static final String FOLDER = "org/tensorflow/internal/c_api/";
    private static final List<String> NAMES =
            List.of("libtensorflow_framework.so.2", "libtensorflow_cc.so.2", "libjnitensorflow.so");
    private static final long MEGABYTE = 1_000_000;
    private static final long SPARE = 64 * MEGABYTE;
    private static final int POLL_MS = 200;

    /**
     * One file.
     *
     * @param target where JavaCPP puts it
     * @param size of the whole file in bytes
     */
    record Entry(Path target, long size) {
        /** Bytes that are there already. */
        long present() {
            try {
                return Files.exists(target) ? Math.min(size, Files.size(target)) : 0;
            } catch (IOException e) {
                return 0; // another process may be replacing it
            }
        }
    }

    private final Path cache;
    private final List<Entry> entries;

    NativeLibraryFiles(Path cache, List<Entry> entries) {
        this.cache = cache;
        this.entries = entries;
    }

    /** Finds the files on the class path. */
    static NativeLibraryFiles find() {
        try {
            Path cache = Loader.getCacheDir().toPath();
            return new NativeLibraryFiles(
                    cache, NAMES.stream().map(name -> entry(cache, name)).toList());
        } catch (IOException e) {
            throw new TensorFlareException(
                    ErrorCode.MODEL,
                    Position.UNKNOWN,
                    "TensorFlow has no folder to unpack its native library to: %s; name one by the system"
                                    .formatted(e.getMessage())
                            + " property org.bytedeco.javacpp.cachedir",
                    e);
        }
    }

    /**
     * Runs what makes JavaCPP unpack the files, and reports how far that is. Where nothing is to be
     * unpacked, nothing is reported.
     */
    void unpackDuring(Runnable load, ProgressListener listener) {
        long missing = total() - present();
        if (missing <= 0) {
            load.run();
            return;
        }
        requireSpace(missing);
        String activity = "Unpacking TensorFlow (%d MB, once)".formatted(total() / MEGABYTE);
        ScheduledExecutorService reporter =
                Executors.newSingleThreadScheduledExecutor(NativeLibraryFiles::daemon);
        try {
            reporter.scheduleAtFixedRate(
                    () -> listener.progress(activity, Math.min(present(), total() - 1), total()),
                    0,
                    POLL_MS,
                    TimeUnit.MILLISECONDS);
            load.run();
        } finally {
            stop(reporter);
        }
        listener.progress(activity, total(), total());
    }

    private void requireSpace(long missing) {
        long free;
        try {
            free = Files.getFileStore(cache).getUsableSpace();
        } catch (IOException e) {
            return; // then unpacking itself says what is wrong
        }
        requireSpace(cache, missing, free);
    }

    static void requireSpace(Path cache, long missing, long free) {
        if (free < missing + SPARE) {
            throw new TensorFlareException(
                    ErrorCode.MODEL,
                    ("TensorFlow's native library needs %d MB in '%s', where %d MB are free; make room, or name"
                                    + " another folder by the system property org.bytedeco.javacpp.cachedir")
                            .formatted((missing + SPARE) / MEGABYTE, cache, free / MEGABYTE));
        }
    }

    private long total() {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    private long present() {
        return entries.stream().mapToLong(Entry::present).sum();
    }

    private static Entry entry(Path cache, String name) {
        String resource = FOLDER + Loader.getPlatform() + "/" + name;
        URL url = NativeLibraryFiles.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new TensorFlareException(
                    ErrorCode.MODEL,
                    ("TensorFlow's native library for %s is not on the class path; add the jar"
                                    + " org.tensorflow:tensorflow-core-native with the classifier %s")
                            .formatted(Loader.getPlatform(), Loader.getPlatform()));
        }
        try {
            if (!(url.openConnection() instanceof JarURLConnection connection)) {
                return new Entry(cache, 0); // files in a folder are loaded from there
            }
            Path jar = Path.of(connection.getJarFileURL().getPath()).getFileName();
            Path target = cache.resolve(jar).resolve(resource);
            return new Entry(target, connection.getJarEntry().getSize());
        } catch (IOException e) {
            throw new TensorFlareException(
                    ErrorCode.MODEL,
                    Position.UNKNOWN,
                    "the jar of TensorFlow's native library cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "tensorflow-unpacking");
        thread.setDaemon(true);
        return thread;
    }

    /** No report may come after the last one. */
    private static void stop(ScheduledExecutorService reporter) {
        reporter.shutdownNow();
        try {
            reporter.awaitTermination(POLL_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
