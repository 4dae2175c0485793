package io.tensorflare.compile;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * Turns C text into a shared object: from the disk cache if it is there, else by the compiler. Any
 * thread may call.
 */
public final class ProgramBuilder {
    private static final int TIMEOUT_MS = 60_000;
    private static final String SOURCE = "program.c";
    private static final String TARGET = "program.so";

    private final NativeFiles files;
    private final Spawner spawner;
    private final Optional<DiskCache> cache;
    private final Path workspace;
    private final Optional<String> named;
    private Compiler compiler;

    /**
     * @param cacheDirectory where programs are kept between processes; empty keeps them in the
     *     workspace
     * @param workspace a private folder for compiling without a cache
     * @param named the compiler's path or name; looked for when first needed
     */
    public ProgramBuilder(
            NativeFiles files,
            Spawner spawner,
            Optional<Path> cacheDirectory,
            Path workspace,
            Optional<String> named) {
        this.files = files;
        this.spawner = spawner;
        this.named = named;
        this.cache = cacheDirectory.map(DiskCache::in);
        this.workspace = cacheDirectory.map(ProgramBuilder::workspaceIn).orElse(workspace);
    }

    /**
     * @param path of the shared object
     * @param key names the text, the library, the compiler and its flags
     * @param compilerCpuNanos 0 where nothing was compiled
     */
    public record Built(Path path, String key, boolean compiled, long compilerCpuNanos) {}

    private static Path workspaceIn(Path directory) {
        PrivateDirectory.ensure(directory);
        return PrivateDirectory.ensure(DiskCache.programs(directory));
    }

    /**
     * Begins to look for the compiler and to ask what it is, beside the caller. Who needs it waits;
     * where there is none, who needs it is told.
     */
    public void findCompiler() {
        FutureTask<Compiler> search = new FutureTask<>(this::compiler);
        Thread thread = new Thread(search, "compiler-search");
        thread.setDaemon(true);
        thread.start();
    }

    /** What {@link #build} does as one command, for people to read and repeat. */
    public List<String> command() {
        return compiler().command(files.include(), SOURCE, TARGET, files.library());
    }

    /** The cache's key for a text without comments. */
    public String key(String canonicalText) {
        String identity =
                String.join(
                        "\n",
                        files.buildHash(),
                        compiler().path().toString(),
                        compiler().version(),
                        String.join(" ", compiler().flags()),
                        canonicalText);
        return DiskCache.sha256(identity.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param text what is compiled, with comments for debuggers
     * @param canonicalText without comments, which decides whether a program is the same
     */
    public Built build(String text, String canonicalText) {
        String key = key(canonicalText);
        Optional<Path> cached = cache.flatMap(disk -> disk.find(key, canonicalText));
        if (cached.isPresent()) {
            return new Built(cached.get(), key, false, 0);
        }
        Path folder = folder();
        try {
            Files.writeString(folder.resolve(SOURCE), text);
            long cpuNanos = compile(folder, text);
            Path built = folder.resolve(TARGET);
            Path kept =
                    cache.isPresent()
                            ? cache.get().store(key, canonicalText, built)
                            : Files.move(built, workspace.resolve(key + ".so"));
            return new Built(kept, key, true, cpuNanos);
        } catch (IOException e) {
            throw new TensorFlareException(
                    ErrorCode.CACHE,
                    "cannot write to '"
                            + workspace
                            + "' ("
                            + e
                            + "); free some space, or name another folder in TENSORFLARE_CACHE");
        } finally {
            delete(folder);
        }
    }

    /** Returns the processor time of the compiler. */
    private long compile(Path folder, String text) throws IOException {
        long cpuNanos = 0;
        Map<String, String> environment = Compiler.environment(compiler().path(), folder);
        List<List<String>> commands =
                compiler().commands(files.include(), SOURCE, TARGET, files.library());
        for (List<String> command : commands) {
            Spawner.Outcome outcome = spawner.run(command, environment, folder, TIMEOUT_MS);
            cpuNanos += outcome.cpuNanos();
            if (outcome.exitCode() != 0) {
                throw refused(outcome, text);
            }
        }
        if (!Files.isRegularFile(folder.resolve(TARGET))) {
            throw new IllegalStateException(
                    "the C compiler made no file of " + String.join(" ", commands.get(0)));
        }
        return cpuNanos;
    }

    private synchronized Compiler compiler() {
        if (compiler == null) {
            compiler = Compiler.find(named, spawner);
        }
        return compiler;
    }

    private Path folder() {
        try {
            return Files.createTempDirectory(workspace, "build");
        } catch (IOException e) {
            throw new TensorFlareException(
                    ErrorCode.CACHE,
                    "cannot write to the program cache '"
                            + workspace
                            + "' ("
                            + e
                            + "); make it writable, or name another folder in TENSORFLARE_CACHE");
        }
    }

    /**
     * Where the compiler refuses a text, the mistake is ours, unless the disk is full: the text
     * stays for a look.
     */
    private RuntimeException refused(Spawner.Outcome outcome, String text) throws IOException {
        if (outcome.output().contains("No space left on device")) {
            return new TensorFlareException(
                    ErrorCode.COMPILER,
                    Position.UNKNOWN,
                    "the disk is full: the C compiler could not write to '"
                            + workspace
                            + "'; free some space");
        }
        Path failed = workspace.resolve("failed.c");
        Files.writeString(failed, text);
        return new IllegalStateException(
                "the C compiler ended with "
                        + outcome.exitCode()
                        + " on "
                        + failed
                        + ":\n"
                        + outcome.output());
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // a left-over build folder costs some space in our own cache, no more
        }
    }
}
