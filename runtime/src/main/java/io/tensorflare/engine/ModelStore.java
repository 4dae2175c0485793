package io.tensorflare.engine;

import io.tensorflare.LoadedModel;
import io.tensorflare.ModelDescription;
import io.tensorflare.ModelLoader;
import io.tensorflare.ProgressListener;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Describes models, and loads each once, when a query first needs it. Loaded models live as long as
 * the engine. Thread-safe.
 */
public final class ModelStore implements AutoCloseable {
    private final List<ModelLoader> loaders = new ArrayList<>();
    private final Map<ModelDescription, LoadedModel> loaded = new HashMap<>();
    private final ProgressListener listener;

    public ModelStore(ProgressListener listener) {
        this.listener = listener;
        ServiceLoader.load(ModelLoader.class, ModelStore.class.getClassLoader())
                .forEach(loaders::add);
    }

    public ModelDescription describe(Path directory, Map<String, String> options) {
        Path absolute = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            throw new TensorFlareException(
                    ErrorCode.MODEL,
                    "there is no model folder '"
                            + directory
                            + "'; name a folder that holds a SavedModel");
        }
        return loader(absolute).describe(absolute, options);
    }

    private ModelLoader loader(Path directory) {
        if (loaders.isEmpty()) {
            throw new TensorFlareException(
                    ErrorCode.MODEL,
                    "no model format is on the class path; add tensorflare-tensorflow for TensorFlow SavedModels");
        }
        // a folder that no loader accepts goes to the first one, which says what is missing
        return loaders.stream()
                .filter(loader -> loader.accepts(directory))
                .findFirst()
                .orElse(loaders.get(0));
    }

    /** The model in native memory. */
    public synchronized LoadedModel load(ModelDescription description) {
        return loaded.computeIfAbsent(
                description, wanted -> loader(wanted.directory()).load(wanted, listener));
    }

    @Override
    public synchronized void close() {
        loaded.values().forEach(LoadedModel::close);
        loaded.clear();
    }
}
