package io.tensorflare.tensorflow;

import io.tensorflare.ModelDescription;
import io.tensorflare.ModelLoader;
import io.tensorflare.ProgressListener;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.nio.file.Path;
import java.util.Map;

/** Loads TensorFlow's SavedModels. */
public final class TensorFlowModelLoader implements ModelLoader {
    @Override
    public String format() {
        return "TensorFlow SavedModel";
    }

    @Override
    public boolean accepts(Path directory) {
        return SavedModelFile.isIn(directory);
    }

    @Override
    public ModelDescription describe(Path directory, Map<String, String> options) {
        Path absolute = directory.toAbsolutePath().normalize();
        return SignatureReader.read(absolute, ModelOptions.of(options)).describe(absolute, options);
    }

    @Override
    public TensorFlowModel load(ModelDescription description, ProgressListener listener) {
        Path directory = description.directory();
        ModelSignature signature =
                SignatureReader.read(directory, ModelOptions.of(description.options()));
        if (!signature.describe(directory, description.options()).equals(description)) {
            throw new TensorFlareException(
                    ErrorCode.MODEL,
                    "the files of the model in '%s' have changed since it was registered; run CREATE OR REPLACE MODEL"
                            .formatted(directory));
        }
        TensorFlowLibrary.load(listener);
        return TensorFlowModel.open(directory, signature);
    }
}
