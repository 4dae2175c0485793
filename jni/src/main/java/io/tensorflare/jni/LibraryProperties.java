package io.tensorflare.jni;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.LoadEnabled;

/**
 * Tells JavaCPP, when it builds the glue and when it loads it, which libflare belongs to these
 * classes. The name holds the build hash, so it is known only after CMake ran and cannot stand in
 * an annotation.
 */
public final class LibraryProperties implements LoadEnabled {
    private static final String HASH_RESOURCE = "build-hash.txt";

    @Override
    public void init(ClassProperties properties) {
        properties.addAll("platform.link", "flare-" + buildHash());
    }

    /**
     * Returns the 16 hexadecimal digits that CMake computed over the native sources of this build.
     */
    static String buildHash() {
        try (InputStream stream = LibraryProperties.class.getResourceAsStream(HASH_RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(
                        HASH_RESOURCE + " is missing beside " + LibraryProperties.class);
            }
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
