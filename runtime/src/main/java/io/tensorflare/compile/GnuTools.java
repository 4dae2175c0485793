package io.tensorflare.compile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What gcc's driver runs for one translation unit: the compiler proper, the assembler, the linker.
 * Running them without the driver, its collect2 and its linker plugin spares a fifth of the
 * processor time of a compilation (make bench-compile).
 *
 * @param compile the compiler proper and its options, without source and target
 * @param assemble likewise
 * @param linker absolute
 */
record GnuTools(List<String> compile, List<String> assemble, Path linker) {
    /** What the driver is asked about instead of a program. */
    static final String SAMPLE = "/dev/null";

    private static final String FOLDERS = "COMPILER_PATH=";

    /** Options of the compiler proper that name files, each with its argument. */
    private static final Set<String> NAMING =
            Set.of("-o", "-dumpdir", "-dumpbase", "-dumpbase-ext", "-auxbase", "-auxbase-strip");

    GnuTools {
        compile = List.copyOf(compile);
        assemble = List.copyOf(assemble);
    }

    /**
     * Reads what {@code gcc -### -x c FLAGS /dev/null} tells; empty where it is not understood.
     *
     * @param folders where programs are looked for that the driver names without a folder
     */
    static Optional<GnuTools> read(String told, List<Path> folders) {
        List<String> compile = List.of();
        List<String> assemble = List.of();
        List<Path> own = List.of();
        for (String line : told.split("\n")) {
            if (line.startsWith(FOLDERS)) {
                own = paths(line.substring(FOLDERS.length()));
            } else if (line.startsWith(" ")) {
                List<String> words = words(line.strip());
                String name = Path.of(words.get(0)).getFileName().toString();
                if (name.equals("cc1")) {
                    compile = words;
                } else if (name.equals("as")) {
                    assemble = words;
                }
            }
        }
        if (compile.isEmpty() || assemble.isEmpty()) {
            return Optional.empty();
        }
        List<Path> everywhere = new ArrayList<>(own);
        everywhere.addAll(folders);
        Optional<Path> compiler = locate(compile.get(0), everywhere);
        Optional<Path> assembler = locate(assemble.get(0), everywhere);
        Optional<Path> linker = locate("ld", everywhere);
        if (compiler.isEmpty() || assembler.isEmpty() || linker.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new GnuTools(
                        options(compiler.get(), compile),
                        options(assembler.get(), assemble),
                        linker.get()));
    }

    /** From C text to a shared object, in the folder that holds the text. */
    List<List<String>> commands(Path include, String source, String target, Path library) {
        String assembly = source + ".s";
        String object = source + ".o";
        return List.of(
                with(compile, "-I", include.toString(), source, "-o", assembly),
                with(assemble, "-o", object, assembly),
                List.of(
                        linker.toString(),
                        "-shared",
                        "--hash-style=gnu",
                        "-o",
                        target,
                        object,
                        library.toString()));
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(more));
        return List.copyOf(whole);
    }

    /** The command without what names files. */
    private static List<String> options(Path program, List<String> words) {
        List<String> kept = new ArrayList<>(List.of(program.toString()));
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (NAMING.contains(word)) {
                i++;
            } else if (word.startsWith("-")) {
                kept.add(word);
            } else if (!word.equals(SAMPLE) && !word.endsWith(".s")) {
                kept.add(word); // the argument of the option before
            }
        }
        return kept;
    }

    private static Optional<Path> locate(String name, List<Path> folders) {
        if (name.startsWith("/")) {
            return Optional.of(Path.of(name)).filter(Files::isExecutable);
        }
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
                .findFirst();
    }

    private static List<Path> paths(String list) {
        List<Path> paths = new ArrayList<>();
        for (String folder : list.split(":")) {
            if (folder.startsWith("/")) {
                paths.add(Path.of(folder));
            }
        }
        return paths;
    }

    /** Words of a command as the driver prints it: in quotes where they hold unusual characters. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ' ' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        words.removeIf(String::isEmpty);
        return words;
    }
}
