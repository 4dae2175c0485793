package io.tensorflare.compile;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A C compiler of this machine.
 *
 * @param path absolute
 * @param version as it tells it; part of the program cache's key
 */
record Compiler(Path path, Kind kind, String version) {
    private static final int VERSION_TIMEOUT_MS = 10_000;
    private static final Pattern TOLD = Pattern.compile("(gcc|clang) version (\\d+)[^\\n]*");
    private static final String HOW_TO_INSTALL =
            "install one with 'apt-get install gcc' (or dnf install gcc), or name one in TENSORFLARE_CC";

    enum Kind {
        GCC(11),
        CLANG(12),
        TCC(0);

        private final int leastMajor;

        Kind(int leastMajor) {
            this.leastMajor = leastMajor;
        }
    }

    /** The compiler named, or the first of gcc, clang and cc on PATH. */
    static Compiler find(Optional<String> named, Spawner spawner) {
        if (named.isPresent()) {
            Path path =
                    locate(named.get())
                            .orElseThrow(
                                    () ->
                                            new TensorFlareException(
                                                    ErrorCode.COMPILER,
                                                    "the C compiler '"
                                                            + named.get()
                                                            + "' does not exist; "
                                                            + HOW_TO_INSTALL));
            return identify(path, spawner);
        }
        for (String name : List.of("gcc", "clang", "cc")) {
            Optional<Path> path = locate(name);
            if (path.isPresent()) {
                return identify(path.get(), spawner);
            }
        }
        throw new TensorFlareException(
                ErrorCode.COMPILER, "no C compiler found on PATH; " + HOW_TO_INSTALL);
    }

    private static Optional<Path> locate(String name) {
        if (name.contains("/")) {
            return Optional.of(Path.of(name).toAbsolutePath()).filter(Files::isExecutable);
        }
        String search = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        for (String folder : search.split(":")) {
            Path candidate = Path.of(folder).resolve(name);
            if (candidate.isAbsolute()
                    && Files.isExecutable(candidate)
                    && !Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static Compiler identify(Path path, Spawner spawner) {
        if (path.getFileName().toString().contains("tcc")) {
            return new Compiler(path, Kind.TCC, "tcc");
        }
        Spawner.Outcome outcome =
                spawner.run(
                        List.of(path.toString(), "-v"),
                        environment(path, Path.of("/")),
                        Path.of("/"),
                        VERSION_TIMEOUT_MS);
        Matcher told = TOLD.matcher(outcome.output());
        if (!told.find()) {
            throw new TensorFlareException(
                    ErrorCode.COMPILER,
                    "'" + path + "' is neither gcc nor clang; " + HOW_TO_INSTALL);
        }
        Kind kind = Kind.valueOf(told.group(1).toUpperCase(java.util.Locale.ROOT));
        if (Integer.parseInt(told.group(2)) < kind.leastMajor) {
            throw new TensorFlareException(
                    ErrorCode.COMPILER,
                    "'"
                            + path
                            + "' is "
                            + told.group()
                            + ", which is too old: "
                            + told.group(1)
                            + " "
                            + kind.leastMajor
                            + " or newer is needed; "
                            + HOW_TO_INSTALL);
        }
        return new Compiler(path, kind, told.group());
    }

    /**
     * Nothing of ours reaches the compiler (CPATH and the like): it finds its own parts beside
     * itself and in the system's folders.
     */
    static Map<String, String> environment(Path compiler, Path temporary) {
        return Map.of(
                "PATH",
                compiler.getParent() + ":/usr/bin:/bin",
                "LC_ALL",
                "C",
                "TMPDIR",
                temporary.toString());
    }

    /** Everything but the files: what the text means to this compiler. Part of the cache's key. */
    List<String> flags(int cpuLevel) {
        List<String> flags = new ArrayList<>(List.of("-std=c11", "-O1", "-g1", "-fPIC", "-shared"));
        if (kind != Kind.TCC) {
            flags.addAll(
                    List.of(
                            "-ffp-contract=off",
                            "-fno-strict-aliasing",
                            "-fwrapv",
                            "-fvisibility=hidden",
                            "-march=x86-64-v" + cpuLevel));
        }
        flags.add("-nostdinc");
        if ("1"
                .equals(
                        System.getenv(
                                "TENSORFLARE_SANITIZE"))) { // for tests: needs a libflare that is
            // built so as well
            flags.addAll(List.of("-fsanitize=address,undefined", "-fno-sanitize-recover=all"));
        }
        return List.copyOf(flags);
    }
}
