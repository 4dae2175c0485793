package io.tensorflare.compile;

import java.nio.file.Path;

/**
 * What the compiler needs of the native library.
 *
 * @param include folder that holds {@code flare/program.h}
 * @param library the loaded libflare, whose SONAME programs ask for
 * @param buildHash covers both
 */
public record NativeFiles(Path include, Path library, String buildHash) {}
