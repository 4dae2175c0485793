package io.tensorflare.cli;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;

/** Checks numbers given as options. */
final class Numbers {
    private Numbers() {}

    /** Returns {@code value}, which a user gave for {@code option}, if it is at least 1. */
    static int positive(String option, int value) {
        if (value < 1) {
            throw new TensorFlareException(
                    ErrorCode.SETTING, option + " must be at least 1, not " + value);
        }
        return value;
    }
}
