package io.tensorflare.compile;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A C compiler of this machine.
 *
 * @param path absolute
 * @param version as it tells it; part of the program cache's key
 * @param flags everything but the files: what the text means to this compiler; part of the cache's
 *     key
 * @param tools what gcc's driver would run; empty where the driver runs itself
 */
record Compiler(
        Path path, Kind kind, String version, List<String> flags, Optional<GnuTools> tools) {
    private static final int VERSION_TIMEOUT_MS = 10_000;
    private static final Pattern TOLD = Pattern.compile("(gcc|clang) version (\\d+)[^\\n]*");
    private static final String[] FLAGS = {"-std=c11", "-O1", "-g1", "-fPIC", "-nostdinc"};

    /**
     * The same on every machine: at -O1 nothing becomes vector instructions, and gcc spends a tenth
     * of its time on the registers of the higher levels.
     */
    private static final String LEVEL = "-march=x86-64-v2";

    /**
     * Passes of gcc's -O1 that cost a fifth of the compiler's instructions and change the code of
     * loops little: these spend their time in memory and in kernels.
     */
    private static final List<String> NO_PASSES =
            List.of("-fno-tree-ccp", "-fno-tree-dominator-opts", "-fno-tree-pta", "-fno-dse");

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

    Compiler {
        flags = List.copyOf(flags);
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

    /**
     * Asks what it is and, in one go, what its driver would run. Clang complains of passes it does
     * not have, and tells its version all the same.
     */
    private static Compiler identify(Path path, Spawner spawner) {
        if (path.getFileName().toString().contains("tcc")) {
            return new Compiler(path, Kind.TCC, "tcc", List.of(FLAGS), Optional.empty());
        }
        List<String> question = new ArrayList<>(List.of(path.toString(), "-###"));
        question.addAll(fullFlags(Kind.GCC));
        question.addAll(List.of("-shared", "-nostdlib", "-x", "c", GnuTools.SAMPLE));
        String told =
                spawner.run(
                                question,
                                environment(path, Path.of("/")),
                                Path.of("/"),
                                VERSION_TIMEOUT_MS)
                        .output();
        Matcher version = TOLD.matcher(told);
        if (!version.find()) {
            throw new TensorFlareException(
                    ErrorCode.COMPILER,
                    "'" + path + "' is neither gcc nor clang; " + HOW_TO_INSTALL);
        }
        Kind kind = Kind.valueOf(version.group(1).toUpperCase(Locale.ROOT));
        if (Integer.parseInt(version.group(2)) < kind.leastMajor) {
            throw tooOld(path, version);
        }
        Optional<GnuTools> tools =
                kind == Kind.GCC && !sanitized()
                        ? GnuTools.read(told, folders(path))
                        : Optional.empty();
        return new Compiler(path, kind, version.group(), fullFlags(kind), tools);
    }

    private static TensorFlareException tooOld(Path path, Matcher version) {
        return new TensorFlareException(
                ErrorCode.COMPILER,
                "'"
                        + path
                        + "' is "
                        + version.group()
                        + ", which is too old: "
                        + version.group(1)
                        + " "
                        + Kind.valueOf(version.group(1).toUpperCase(Locale.ROOT)).leastMajor
                        + " or newer is needed; "
                        + HOW_TO_INSTALL);
    }

    /**
     * Nothing of ours reaches the compiler (CPATH and the like): it finds its own parts beside
     * itself and in the system's folders.
     */
    static Map<String, String> environment(Path compiler, Path temporary) {
        return Map.of(
                "PATH",
                String.join(":", folders(compiler).stream().map(Path::toString).toList()),
                "LC_ALL",
                "C",
                "TMPDIR",
                temporary.toString());
    }

    private static List<Path> folders(Path compiler) {
        return List.of(compiler.getParent(), Path.of("/usr/bin"), Path.of("/bin"));
    }

    private static List<String> fullFlags(Kind kind) {
        List<String> flags = new ArrayList<>(List.of(FLAGS));
        flags.addAll(
                List.of(
                        "-ffp-contract=off",
                        "-fno-strict-aliasing",
                        "-fwrapv",
                        "-fvisibility=hidden",
                        LEVEL));
        if (kind == Kind.GCC) {
            flags.addAll(NO_PASSES);
        }
        if (sanitized()) {
            flags.addAll(List.of("-fsanitize=address,undefined", "-fno-sanitize-recover=all"));
        }
        return flags;
    }

    /** For tests: needs a libflare that is built so as well. */
    private static boolean sanitized() {
        return "1".equals(System.getenv("TENSORFLARE_SANITIZE"));
    }

    /** One command for all, which people can repeat; clang and TinyCC are run so. */
    List<String> command(Path include, String source, String target, Path library) {
        List<String> command = new ArrayList<>();
        command.add(path.toString());
        command.addAll(flags);
        command.add("-shared");
        if (!sanitized()) {
            command.add("-nostdlib");
        }
        command.addAll(List.of("-I" + include, "-o", target, source, library.toString()));
        return List.copyOf(command);
    }

    /**
     * What makes a shared object of a text, one command after the other, in the folder of the text.
     */
    List<List<String>> commands(Path include, String source, String target, Path library) {
        return tools.map(known -> known.commands(include, source, target, library))
                .orElseGet(() -> List.of(command(include, source, target, library)));
    }
}
