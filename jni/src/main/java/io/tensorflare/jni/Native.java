package io.tensorflare.jni;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;

/** The functions of libflare that Java calls. */
@Properties(value = @Platform(include = "flare/build.h"), inherit = LibraryProperties.class)
public final class Native {
    static {
        Loader.load(Native.class);
    }

    private Native() {}

    /** Returns the build hash of the loaded libflare. */
    @Name("flare_build_hash")
    public static native @Cast("const char*") String buildHash();
}
