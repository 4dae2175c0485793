package io.tensorflare.emit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every golden program compiles with every compiler without a warning, and its parameter struct is
 * laid out as Java fills it.
 */
class CompileTest {
    @TempDir private Path folder;

    static Stream<Arguments> programs() {
        return Compilers.ALL.stream()
                .flatMap(
                        compiler ->
                                GoldenQueries.all().keySet().stream()
                                        .map(name -> Arguments.of(compiler, name)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("programs")
    void compilesWithoutAWarning(String compiler, String name)
            throws IOException, InterruptedException {
        Compilers.require(compiler);
        Compilers.compile(compiler, emit(name).text(), folder);
    }

    static Stream<String> names() {
        return GoldenQueries.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void laysParametersOutAsTheCompilerDoes(String name) throws IOException, InterruptedException {
        Compilers.require("gcc");
        Program program = emit(name);
        StringBuilder checks = new StringBuilder(program.text());
        for (ParameterSlot slot : program.parameters()) {
            checks.append(
                    "_Static_assert(__builtin_offsetof(struct parameters, %s) == %d, \"offset\");%n"
                            .formatted(slot.name(), slot.offset()));
            checks.append(
                    "_Static_assert(sizeof(((struct parameters *)0)->%s) == %d, \"size\");%n"
                            .formatted(slot.name(), slot.fill().byteSize()));
        }
        if (program.parametersSize() > 0) {
            checks.append(
                    "_Static_assert(sizeof(struct parameters) == %d, \"size\");%n"
                            .formatted(program.parametersSize()));
        }
        Compilers.compile("gcc", checks.toString(), folder);
    }

    @ParameterizedTest
    @MethodSource("names")
    void compilesWithoutItsComments(String name) throws IOException, InterruptedException {
        Compilers.require("gcc");
        Compilers.compile("gcc", emit(name).canonicalText(), folder);
    }

    private static Program emit(String name) {
        return emit(GoldenQueries.all(), name);
    }

    private static Program emit(Map<String, io.tensorflare.plan.Plan> plans, String name) {
        return Emitter.emit(plans.get(name), EmitOptions.of("select"));
    }
}
