package io.tensorflare;

import java.nio.file.Path;
import java.util.Map;

/**
 * Reads models of one format. Found by {@link java.util.ServiceLoader}, so that the engine runs
 * without any. All methods throw {@link io.tensorflare.plan.TensorFlareException} with a sentence
 * for the user.
 */
public interface ModelLoader {
    /** Returns what this loader reads, for people: {@code TensorFlow SavedModel}. */
    String format();

    /** Says whether the folder holds a model of this format, from its file names alone. */
    boolean accepts(Path directory);

    /**
     * Reads a model's arguments and result, quickly: without loading the model or the library that
     * runs it.
     *
     * @param directory also one that {@link #accepts} refuses: then the exception says what is
     *     missing
     * @param options what CREATE MODEL said in WITH, keys in lower case
     */
    ModelDescription describe(Path directory, Map<String, String> options);

    /**
     * Loads a model. The first call in a process may take seconds, and more when a library is
     * unpacked for the first time, which the listener hears of.
     *
     * @param description what {@link #describe} returned; it is an error if the files say something
     *     else by now
     */
    LoadedModel load(ModelDescription description, ProgressListener listener);
}
