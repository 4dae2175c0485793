package io.tensorflare.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gcc tells about the programs it would run. */
class GnuToolsTest {
    @TempDir Path folder;

    private Path program(String name) throws IOException {
        Path file = Files.createDirectories(folder.resolve("tools")).resolve(name);
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        assertEquals(true, file.toFile().setExecutable(true));
        return file;
    }

    @Test
    void stepsKeepTheOptionsAndNameOurFiles() throws IOException {
        Path cc1 = program("cc1");
        Path as = program("as");
        Path ld = program("ld");
        String told =
                "gcc version 12.2.0 (Debian)\n"
                        + "COLLECT_GCC_OPTIONS='-std=c11' '-O1'\n "
                        + cc1
                        + " -quiet -nostdinc -imultiarch x86_64-linux-gnu /dev/null -quiet -dumpdir a- -dumpbase null"
                        + " \"-march=x86-64-v3\" -O1 \"-D\\\"x y\\\"\" -fstack-protector-strong -o /tmp/cc.s\n"
                        + "COLLECT_GCC_OPTIONS='-std=c11' '-O1'\n as --gdwarf-5 --64 -o /tmp/cc.o /tmp/cc.s\n"
                        + "COMPILER_PATH="
                        + folder.resolve("tools")
                        + "/:/usr/lib/nowhere/\n collect2 -plugin x -o a.so /tmp/cc.o\n";
        List<List<String>> commands =
                GnuTools.read(told, List.of())
                        .orElseThrow()
                        .commands(Path.of("/in clude"), "p.c", "p.so", Path.of("/lib/f.so"));
        assertEquals(
                cc1
                        + "|-quiet|-nostdinc|-imultiarch|x86_64-linux-gnu|-quiet|-march=x86-64-v3|-O1|-D\"x y\""
                        + "|-fstack-protector-strong|-I|/in clude|p.c|-o|p.c.s",
                String.join("|", commands.get(0)));
        assertEquals(as + "|--gdwarf-5|--64|-o|p.c.o|p.c.s", String.join("|", commands.get(1)));
        assertEquals(
                ld + "|-shared|--hash-style=gnu|-o|p.so|p.c.o|/lib/f.so",
                String.join("|", commands.get(2)));
    }

    @Test
    void whatIsNotUnderstoodIsLeftToTheDriver() {
        assertEquals(Optional.empty(), GnuTools.read("gcc version 12.2.0\n", List.of()));
        assertEquals(
                Optional.empty(),
                GnuTools.read("COMPILER_PATH=/nowhere/\n /nowhere/cc1 -O1\n as --64\n", List.of()));
    }
}
