package io.tensorflare.compile;

import java.nio.file.Path;

/**
 * What the compiler needs of the native library.
 *
 * @param include folder that holds {@code flare/program.h}
 * @param library the loaded libflare, whose SONAME programs ask for
 * @param buildHash covers both
 * @param cpuLevel 2, 3 or 4: x86-64-v2 and so on
 */
public record NativeFiles(Path include, Path library, String buildHash, int cpuLevel) {}
