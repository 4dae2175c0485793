package io.tensorflare.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports point one way: each module sees the modules and libraries named here, and no others. */
class ImportsTest {
    /** What one module may import: other modules of ours, and packages of others by prefix. */
    private record Allowed(Set<String> modules, Set<String> libraries) {}

    private static final Map<String, Allowed> ALLOWED =
            Map.of(
                    "plan",
                    new Allowed(Set.of(), Set.of()),
                    "planner",
                    new Allowed(
                            Set.of("plan"),
                            Set.of(
                                    "org.apache.calcite",
                                    "com.google.common",
                                    "org.checkerframework",
                                    "org.immutables")),
                    "c-emitter",
                    new Allowed(Set.of("plan"), Set.of()),
                    "jni",
                    new Allowed(Set.of(), Set.of("org.bytedeco.javacpp")),
                    "runtime",
                    new Allowed(
                            Set.of("plan", "planner", "c-emitter", "jni"),
                            Set.of(
                                    "org.apache.parquet.format",
                                    "shaded.parquet.org.apache.thrift",
                                    "com.fasterxml.jackson",
                                    "org.bytedeco.javacpp")),
                    "tensorflow",
                    new Allowed(
                            Set.of("runtime", "plan", "jni"),
                            Set.of(
                                    "org.tensorflow",
                                    "org.bytedeco.javacpp",
                                    "com.google.protobuf")),
                    "cli",
                    new Allowed(
                            Set.of("runtime", "tensorflow", "plan"),
                            Set.of(
                                    "picocli",
                                    "org.jline",
                                    "com.fasterxml.jackson",
                                    "org.apache.parquet",
                                    "org.apache.hadoop",
                                    "io.trino.tpch",
                                    "io.trino.tpcds")),
                    "bench",
                    new Allowed(
                            Set.copyOf(Sources.MODULES),
                            Set.of(
                                    "org.openjdk.jmh",
                                    "org.duckdb",
                                    "org.tensorflow",
                                    "org.bytedeco")));

    /** Names of the platform, fit for every module. */
    private static final Set<String> PLATFORM = Set.of("java", "javax", "sun.misc");

    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.*]+);");
    private static final Pattern CALCITE = Pattern.compile("\\borg\\.apache\\.calcite\\b");

    @Test
    void everyImportFollowsTheArrows() {
        Map<String, String> moduleOfPackage = modulesOfPackages();
        List<String> wrong = new ArrayList<>();
        for (String module : Sources.MODULES) {
            for (Path file : mainSources(module)) {
                imports(file)
                        .filter(name -> !isAllowed(module, name, moduleOfPackage))
                        .forEach(name -> wrong.add(file + " imports " + name));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void onlyThePlannerNamesCalcite() {
        List<String> wrong = new ArrayList<>();
        for (String module : Sources.MODULES) {
            if (module.equals("planner")) {
                continue;
            }
            for (Path file : mainSources(module)) {
                Sources.lines(file).stream()
                        .filter(line -> CALCITE.matcher(line).find())
                        .forEach(line -> wrong.add(file + ": " + line.strip()));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void theTestReadsSources() {
        assertFalse(mainSources("plan").isEmpty());
        assertEquals(Set.copyOf(Sources.MODULES), ALLOWED.keySet());
    }

    private static boolean isAllowed(
            String module, String name, Map<String, String> moduleOfPackage) {
        if (name.startsWith("io.tensorflare.")) {
            String owner = owner(name, moduleOfPackage);
            return owner.equals(module) || ALLOWED.get(module).modules().contains(owner);
        }
        return Stream.concat(PLATFORM.stream(), ALLOWED.get(module).libraries().stream())
                .anyMatch(prefix -> name.startsWith(prefix + "."));
    }

    /** Returns the module whose package is the longest beginning of an imported name. */
    private static String owner(String name, Map<String, String> moduleOfPackage) {
        for (int end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
            String module = moduleOfPackage.get(name.substring(0, end));
            if (module != null) {
                return module;
            }
        }
        return "no module";
    }

    /** Returns which module each package of ours is in; a package is in one module only. */
    private static Map<String, String> modulesOfPackages() {
        Map<String, String> moduleOfPackage = new HashMap<>();
        for (String module : Sources.MODULES) {
            for (Path file : mainSources(module)) {
                matches(PACKAGE, file)
                        .forEach(
                                name ->
                                        assertEquals(
                                                module,
                                                moduleOfPackage.merge(name, module, (a, b) -> a),
                                                () -> "package " + name + " is in two modules"));
            }
        }
        return moduleOfPackage;
    }

    private static List<Path> mainSources(String module) {
        return Sources.files(module + "/src/main/java", ".java");
    }

    private static Stream<String> imports(Path file) {
        return matches(IMPORT, file);
    }

    private static Stream<String> matches(Pattern pattern, Path file) {
        return Sources.lines(file).stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1));
    }
}
