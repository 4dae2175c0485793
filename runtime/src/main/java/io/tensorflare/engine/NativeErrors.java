package io.tensorflare.engine;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads a {@code flare_error}: {@code | code int32 | position int32 | message, ended by zero |},
 * and makes an exception of it.
 */
final class NativeErrors {
    private static final int MESSAGE_BYTES = 512;
    private static final int INTERNAL = 12;
    private static final int ASSUMPTION = 13;

    private NativeErrors() {}

    /** A buffer for one error. */
    static ByteBuffer allocate() {
        return ByteBuffer.allocateDirect(2 * Integer.BYTES + MESSAGE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    static RuntimeException exception(ByteBuffer error) {
        return exception(error, List.of());
    }

    /**
     * @param positions places in the SQL by number
     */
    static RuntimeException exception(ByteBuffer error, List<Position> positions) {
        int code = error.getInt(0);
        int number = error.getInt(Integer.BYTES);
        Position position =
                number >= 0 && number < positions.size() ? positions.get(number) : Position.UNKNOWN;
        String message = message(error);
        if (code == 0 || code == INTERNAL) {
            return new IllegalStateException("the native engine failed (" + code + "): " + message);
        }
        if (code == ASSUMPTION) {
            return new AssumptionException(message);
        }
        return new TensorFlareException(
                errorCode(code),
                position,
                message.isEmpty() ? sentence(code) : withoutPeriod(message));
    }

    private static String message(ByteBuffer error) {
        byte[] bytes = new byte[MESSAGE_BYTES];
        error.get(2 * Integer.BYTES, bytes);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static String withoutPeriod(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    /** Numbers are those of {@code flare_error_code} in program.h. */
    private static ErrorCode errorCode(int code) {
        return switch (code) {
            case 1 -> ErrorCode.OVERFLOW;
            case 2 -> ErrorCode.DIVISION_BY_ZERO;
            case 3 -> ErrorCode.CAST;
            case 4 -> ErrorCode.DATA;
            case 5 -> ErrorCode.MEMORY;
            case 6 -> ErrorCode.CANCELLED;
            case 7 -> ErrorCode.FILE;
            case 8, 9 -> ErrorCode.FORMAT;
            case 10 -> ErrorCode.MODEL;
            case 11 -> ErrorCode.COMPILER;
            case 14 -> ErrorCode.ROWS;
            default -> throw new IllegalStateException("unknown native error code " + code);
        };
    }

    private static String sentence(int code) {
        return switch (code) {
            case 1 -> "a number is out of its type's range; cast to a wider type";
            case 2 -> "division by zero; guard it with NULLIF(divisor, 0)";
            case 3 -> "a value does not fit the type it is cast to";
            case 4 -> "a value is outside what the function accepts";
            case 5 ->
                    "the query needs more memory than its budget; raise it with --memory or EngineOptions";
            case 6 -> "the query was cancelled";
            case 9 ->
                    "a value is outside of what its file's statistics promise; write the file anew";
            case 14 ->
                    "a sub-query used as a value has more than one row; aggregate in it, or add LIMIT 1";
            default -> "the query failed (" + errorCode(code) + ")";
        };
    }
}
