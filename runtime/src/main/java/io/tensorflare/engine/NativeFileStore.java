package io.tensorflare.engine;

import io.tensorflare.jni.Native;
import io.tensorflare.parquet.FileIdentity;
import io.tensorflare.parquet.ParquetFooter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Files that are open on the native side, each mapped once and kept; the one that changed is opened
 * anew. Thread-safe.
 */
final class NativeFileStore implements AutoCloseable {
    /** Open files at most; queries that run keep theirs longer. */
    private static final int MOST = 4096;

    private static final int MAPPED = 0;

    private record Entry(FileIdentity identity, NativeHandle handle) {}

    private final Map<Path, Entry> files =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, Entry> eldest) {
                    boolean full = size() > MOST;
                    if (full) {
                        eldest.getValue().handle().close();
                    }
                    return full;
                }
            };

    /**
     * Opens the files, and hands their addresses, in order, to {@code use}, during which they stay
     * open.
     */
    synchronized void use(List<ParquetFooter> footers, Consumer<long[]> use) {
        use.accept(footers.stream().mapToLong(this::address).toArray());
    }

    private long address(ParquetFooter footer) {
        FileIdentity identity = footer.identity();
        Entry known = files.get(identity.path());
        if (known != null && known.identity().equals(identity)) {
            return known.handle().address();
        }
        NativeHandle handle = open(footer);
        if (known != null) {
            known.handle().close();
        }
        files.put(identity.path(), new Entry(identity, handle));
        return handle.address();
    }

    private static NativeHandle open(ParquetFooter footer) {
        FileIdentity identity = footer.identity();
        long[] numbers = {identity.byteSize(), identity.modifiedNanos(), identity.inode()};
        ByteBuffer layout = FileLayout.pack(footer);
        ByteBuffer error = NativeErrors.allocate();
        long address =
                Native.fileOpen(
                        Native.text(identity.path().toString()),
                        numbers,
                        layout,
                        layout.limit(),
                        MAPPED,
                        error);
        return new NativeHandle(address, error, Native::fileClose);
    }

    @Override
    public synchronized void close() {
        files.values().forEach(entry -> entry.handle().close());
        files.clear();
    }
}
