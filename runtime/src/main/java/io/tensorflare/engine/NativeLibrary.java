package io.tensorflare.engine;

import io.tensorflare.compile.NativeFiles;
import io.tensorflare.jni.Native;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds what the compiler needs of libflare: the loaded library's file, and its headers, which
 * travel in the jar.
 */
final class NativeLibrary {
    private static final List<String> HEADERS = List.of("program.h", "functions.h", "window.h");

    private NativeLibrary() {}

    /**
     * @param directory gets the headers; belongs to this user alone
     */
    static NativeFiles locate(Path directory) {
        String hash = Native.buildHash();
        return new NativeFiles(headers(directory), library("libflare-" + hash + ".so"), hash);
    }

    private static Path library(String name) {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.filter(line -> line.endsWith("/" + name))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(name + " is not loaded"));
        } catch (IOException e) {
            throw new IllegalStateException("cannot tell where " + name + " is", e);
        }
    }

    private static Path headers(Path directory) {
        try {
            Path folder = Files.createDirectories(directory.resolve("include"));
            Path flare = Files.createDirectories(folder.resolve("flare"));
            for (String header : HEADERS) {
                try (InputStream in = Native.class.getResourceAsStream("include/flare/" + header)) {
                    if (in == null) {
                        throw new IllegalStateException(
                                header + " is missing in the jar of the native library");
                    }
                    Files.write(flare.resolve(header), in.readAllBytes());
                }
            }
            return folder;
        } catch (IOException e) {
            throw new TensorFlareException(
                    ErrorCode.CACHE,
                    "cannot write to the folder '"
                            + directory
                            + "' ("
                            + e
                            + "); make it writable, or name another cache folder in TENSORFLARE_CACHE");
        }
    }
}
