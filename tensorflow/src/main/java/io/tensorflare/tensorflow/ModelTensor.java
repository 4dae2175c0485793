package io.tensorflare.tensorflow;

import java.util.List;
import java.util.stream.IntStream;

/**
 * An input or output of a model: a tensor of its graph with rows as the first dimension.
 *
 * @param name in the signature
 * @param operation in the graph
 * @param index which of the operation's outputs
 * @param rank 1 for [rows], 2 for [rows, width]
 * @param width values a row; 1 where rank is 1
 */
record ModelTensor(String name, String operation, int index, TensorType type, int rank, int width) {

    /**
     * Returns a name for each value of a row: {@code x} for one, {@code x[0]}, {@code x[1]} for
     * more.
     */
    List<String> columns() {
        if (width == 1) {
            return List.of(name);
        }
        return IntStream.range(0, width).mapToObj(i -> name + "[" + i + "]").toList();
    }
}
