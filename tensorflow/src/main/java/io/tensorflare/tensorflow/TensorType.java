package io.tensorflare.tensorflow;

import io.tensorflare.plan.Type;
import java.util.Arrays;
import java.util.Optional;
import org.tensorflow.proto.DataType;

/** The types of tensor that SQL values can be fed to and read from. */
enum TensorType {
    FLOAT(DataType.DT_FLOAT, Type.REAL, 4),
    DOUBLE(DataType.DT_DOUBLE, Type.DOUBLE, 5),
    INT32(DataType.DT_INT32, Type.INTEGER, 1),
    INT64(DataType.DT_INT64, Type.BIGINT, 2),

    /** Outputs only. */
    BOOL(DataType.DT_BOOL, Type.BOOLEAN, 0);

    private final DataType tensorFlow;
    private final Type sql;
    private final int door;

    TensorType(DataType tensorFlow, Type sql, int door) {
        this.tensorFlow = tensorFlow;
        this.sql = sql;
        this.door = door;
    }

    static Optional<TensorType> of(DataType tensorFlow) {
        return Arrays.stream(values()).filter(type -> type.tensorFlow == tensorFlow).findFirst();
    }

    Type sql() {
        return sql;
    }

    /** Returns the number of the type in {@code flare_type}. */
    int door() {
        return door;
    }

    boolean isInput() {
        return this != BOOL;
    }

    /** True for what is more likely a label than a score. */
    boolean isLabel() {
        return this == INT32 || this == INT64;
    }
}
