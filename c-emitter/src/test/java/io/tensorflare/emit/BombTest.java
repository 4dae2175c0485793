package io.tensorflare.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries of unusual size compile within seconds, or end in a sentence. */
class BombTest {
    /** Far above what a quiet machine takes (below 2 s): this finds explosions, not slowness. */
    private static final double MOST_SECONDS = 30;

    @TempDir private Path folder;

    static Stream<String> names() {
        return Bombs.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void compilesSoon(String name) throws IOException, InterruptedException {
        Compilers.require("gcc");
        Program program = Emitter.emit(Bombs.all().get(name), EmitOptions.of("bomb"));
        double seconds = Compilers.compile("gcc", program.text(), folder);
        assertTrue(seconds < MOST_SECONDS, () -> name + " took " + seconds + " s");
    }

    @Test
    void keepsLongListsOutOfTheText() {
        String few = Emitter.emit(Bombs.inList(2), EmitOptions.of("bomb")).canonicalText();
        assertEquals(
                few, Emitter.emit(Bombs.inList(10_000), EmitOptions.of("bomb")).canonicalText());
    }

    @Test
    void refusesTooManyOperandsInOneSentence() {
        Plan plan = Bombs.coalesce(999);
        TensorFlareException mistake =
                assertThrows(
                        TensorFlareException.class,
                        () -> Emitter.emit(plan, EmitOptions.of("bomb")));
        assertEquals(ErrorCode.UNSUPPORTED, mistake.code());
    }

    @Test
    void refusesTooDeepNestingInOneSentence() {
        Plan plan = Bombs.nested(5_000);
        TensorFlareException mistake =
                assertThrows(
                        TensorFlareException.class,
                        () -> Emitter.emit(plan, EmitOptions.of("bomb")));
        assertTrue(mistake.getMessage().contains("levels deep"), mistake.getMessage());
    }
}
