package io.tensorflare.compile;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compiled programs on disk, least recently used first to go. An entry is three files: {@code
 * KEY.so}, its canonical text {@code KEY.c}, and {@code KEY.sha256} over both; an entry that does
 * not match its digest is deleted and built again. Files appear by renaming, so a reader never sees
 * half of one.
 */
public final class DiskCache {
    /** Bytes of all entries. */
    static final long LIMIT = 512L << 20;

    private static final List<String> SUFFIXES = List.of(".so", ".c", ".sha256");

    private final Path directory;
    private final long limit;

    public DiskCache(Path directory) {
        this(directory, LIMIT);
    }

    DiskCache(Path directory, long limit) {
        this.directory = directory;
        this.limit = limit;
    }

    /** The programs in a cache folder, which may hold other things, too. */
    public static DiskCache in(Path cacheDirectory) {
        return new DiskCache(programs(cacheDirectory));
    }

    static Path programs(Path cacheDirectory) {
        return cacheDirectory.resolve("programs");
    }

    /**
     * The user's cache folder: TENSORFLARE_CACHE, else XDG_CACHE_HOME/tensorflare, else
     * ~/.cache/tensorflare.
     */
    public static Path userDirectory() {
        String own = System.getenv("TENSORFLARE_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String shared = System.getenv("XDG_CACHE_HOME");
        Path base =
                shared != null && shared.startsWith("/")
                        ? Path.of(shared)
                        : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("tensorflare");
    }

    /** The shared object of a key if there is a sound one for this text; marks it as used now. */
    Optional<Path> find(String key, String canonicalText) {
        Path library = file(key, ".so");
        try {
            if (!Files.isRegularFile(library)) {
                return Optional.empty();
            }
            PrivateDirectory.ensure(directory);
            String recorded = Files.readString(file(key, ".sha256"));
            if (!recorded.equals(digest(Files.readAllBytes(library), canonicalText))) {
                delete(key);
                return Optional.empty();
            }
            Files.setLastModifiedTime(library, FileTime.from(Instant.now()));
            return Optional.of(library);
        } catch (IOException e) {
            delete(key);
            return Optional.empty();
        }
    }

    /** Moves a freshly built shared object, in the same file system, into the cache. */
    Path store(String key, String canonicalText, Path built) {
        try {
            PrivateDirectory.ensure(directory);
            String digest = digest(Files.readAllBytes(built), canonicalText);
            write(key, ".c", canonicalText);
            write(key, ".sha256", digest);
            Path library = file(key, ".so");
            Files.move(built, library, StandardCopyOption.ATOMIC_MOVE);
            evict(key);
            return library;
        } catch (IOException e) {
            throw new TensorFlareException(
                    ErrorCode.CACHE,
                    "cannot write to the program cache '"
                            + directory
                            + "' ("
                            + e
                            + "); free some space, or name another folder in TENSORFLARE_CACHE");
        }
    }

    /** Deletes all entries; returns how many bytes that freed. */
    public long clear() {
        long freed = 0;
        for (Path library : libraries()) {
            freed += size(library);
            delete(key(library));
        }
        return freed;
    }

    private void evict(String justStored) {
        List<Path> libraries = libraries();
        long total = libraries.stream().mapToLong(this::size).sum();
        for (Path library : libraries) {
            if (total <= limit) {
                return;
            }
            if (!key(library).equals(justStored)) {
                total -= size(library);
                delete(key(library));
            }
        }
    }

    /** Least recently used first. */
    private List<Path> libraries() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".so"))
                    .sorted(Comparator.comparingLong(DiskCache::used))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static long used(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    private long size(Path library) {
        long size = 0;
        for (String suffix : SUFFIXES) {
            try {
                size += Files.size(file(key(library), suffix));
            } catch (IOException e) {
                // deleted by another process meanwhile: counts nothing
            }
        }
        return size;
    }

    private void delete(String key) {
        for (String suffix : SUFFIXES) {
            try {
                Files.deleteIfExists(file(key, suffix));
            } catch (IOException e) {
                // what cannot be deleted is not trusted either: its digest is checked at each use
            }
        }
    }

    private void write(String key, String suffix, String text) throws IOException {
        Path temporary = Files.createTempFile(directory, "new", suffix);
        Files.writeString(temporary, text);
        Files.move(temporary, file(key, suffix), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(String key, String suffix) {
        return directory.resolve(key + suffix);
    }

    private static String key(Path library) {
        String name = library.getFileName().toString();
        return name.substring(0, name.length() - ".so".length());
    }

    private static String digest(byte[] library, String text) {
        return sha256(library) + " " + sha256(text.getBytes(StandardCharsets.UTF_8)) + "\n";
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
