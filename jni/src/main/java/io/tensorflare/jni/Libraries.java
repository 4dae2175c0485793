package io.tensorflare.jni;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.Loader;

/**
 * Unpacks libflare and its glue beside what JavaCPP unpacks, and loads them. JavaCPP itself would
 * use one folder for all builds of a version, and write over a library that another process has
 * mapped; here each build has a folder of its own, in which files appear by renaming.
 */
final class Libraries {
    private static final String GLUE = "libjniNative.so";

    private Libraries() {}

    static void load() {
        String library = "libflare-" + LibraryProperties.buildHash() + ".so";
        try {
            byte[] glue = bytes(GLUE);
            CRC32 sum = new CRC32();
            sum.update(glue);
            String name =
                    "tensorflare-"
                            + LibraryProperties.buildHash()
                            + "-"
                            + Long.toHexString(sum.getValue());
            Path folder = Loader.getCacheDir().toPath().resolve(name);
            System.load(file(library, folder).toString());
            System.load(file(GLUE, folder).toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack the native library", e);
        }
    }

    /** The library as a file: where the build put it, or unpacked from the jar. */
    private static Path file(String name, Path folder) throws IOException {
        URL url = resource(name);
        if (url.getProtocol().equals("file")) {
            try {
                return Path.of(url.toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e); // class loaders give well-formed addresses
            }
        }
        Path target = folder.resolve(name);
        byte[] bytes = bytes(name);
        if (!Files.isRegularFile(target) || Files.size(target) != bytes.length) {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "new", ".so");
            Files.write(temporary, bytes);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return target;
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = resource(name).openStream()) {
            return in.readAllBytes();
        }
    }

    private static URL resource(String name) {
        URL url = Native.class.getResource(Loader.getPlatform() + "/" + name);
        if (url == null) {
            throw new UnsatisfiedLinkError(
                    name + " is missing for " + Loader.getPlatform() + " on the class path");
        }
        return url;
    }
}
