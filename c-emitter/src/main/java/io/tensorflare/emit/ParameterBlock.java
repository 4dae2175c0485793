package io.tensorflare.emit;

import io.tensorflare.c.CType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of one execution as bytes: the struct first, then what it points to. A pointer
 * holds the offset of its target in the block; whoever hands the block to a program adds the
 * block's address at each of the {@code relocations}. The block starts at a multiple of 16.
 *
 * @param bytes little-endian, as on x86-64
 * @param relocations offsets of the pointers
 */
public record ParameterBlock(byte[] bytes, int[] relocations) {
    /** An inline string has at most so many bytes. */
    private static final int INLINE = 12;

    /**
     * Fills the slots of a program.
     *
     * @param bound values of the prepared statement's parameters by number, in the form of {@link
     *     io.tensorflare.plan.Expression.Literal} values; null for NULL
     * @throws io.tensorflare.plan.TensorFlareException where a value does not fit its parameter's
     *     type
     */
    public static ParameterBlock of(Program program, List<Object> bound) {
        Builder builder = new Builder(program.parametersSize(), bound);
        program.parameters().forEach(builder::fill);
        return builder.block();
    }

    private static final class Builder {
        private final ByteBuffer struct;
        private final int structSize;
        private final List<Object> bound;
        private byte[] heap = new byte[256];
        private int heapSize;
        private final List<Integer> relocations = new ArrayList<>();

        Builder(int size, List<Object> bound) {
            this.structSize = (size + 15) / 16 * 16;
            this.struct = ByteBuffer.allocate(structSize).order(ByteOrder.LITTLE_ENDIAN);
            this.bound = bound;
        }

        ParameterBlock block() {
            byte[] bytes = Arrays.copyOf(struct.array(), structSize + heapSize);
            System.arraycopy(heap, 0, bytes, structSize, heapSize);
            return new ParameterBlock(
                    bytes, relocations.stream().mapToInt(Integer::intValue).toArray());
        }

        void fill(ParameterSlot slot) {
            ParameterSlot.Fill fill = slot.fill();
            int at = slot.offset();
            if (fill instanceof ParameterSlot.Scalar scalar) {
                put(
                        struct,
                        at,
                        scalar.type(),
                        BoundValues.value(scalar.value(), scalar.type(), bound));
            } else if (fill instanceof ParameterSlot.Presence presence) {
                struct.put(at, (byte) (bound.get(presence.value().index()) == null ? 0 : 1));
            } else if (fill instanceof ParameterSlot.Range range) {
                Object[] ends = Ranges.of(range, bound);
                put(struct, at, range.type(), Optional.of(ends[0]));
                put(struct, at + range.type().byteSize(), range.type(), Optional.of(ends[1]));
            } else if (fill instanceof ParameterSlot.StringRange range) {
                put(at, Ranges.of(range, bound));
            } else if (fill instanceof ParameterSlot.Array array) {
                putArray(at, array);
            } else if (fill instanceof ParameterSlot.PresenceArray array) {
                putPresence(at, array);
            } else if (fill instanceof ParameterSlot.Like like) {
                put(
                        struct,
                        at,
                        CType.STRING,
                        BoundValues.value(like.pattern(), CType.STRING, bound));
                put(
                        struct,
                        at + 16,
                        CType.STRING,
                        BoundValues.value(like.escape(), CType.STRING, bound));
            }
        }

        private void put(int at, Ranges.Strings range) {
            put(struct, at, CType.STRING, Optional.of(range.from().orElse(new byte[0])));
            put(struct, at + 16, CType.STRING, Optional.of(range.to().orElse(new byte[0])));
            struct.put(at + 32, flag(range.from().isPresent()));
            struct.put(at + 33, flag(range.to().isPresent()));
            struct.put(at + 34, flag(range.fromExcluded()));
            struct.put(at + 35, flag(range.toExcluded()));
        }

        private static byte flag(boolean set) {
            return (byte) (set ? 1 : 0);
        }

        private void putArray(int at, ParameterSlot.Array array) {
            List<Optional<Object>> values = new ArrayList<>();
            array.values()
                    .forEach(value -> values.add(BoundValues.value(value, array.type(), bound)));
            List<Optional<Object>> listed =
                    array.order() == ParameterSlot.Order.SORTED_DISTINCT
                            ? BoundValues.sorted(values)
                            : values;
            int size = array.type().byteSize();
            int start = reserve(size * listed.size());
            ByteBuffer elements =
                    ByteBuffer.allocate(size * listed.size()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < listed.size(); i++) {
                putElement(elements, i * size, start, array.type(), listed.get(i));
            }
            write(start, elements.array());
            point(at, start);
            struct.putLong(at + 8, listed.size());
        }

        private void putPresence(int at, ParameterSlot.PresenceArray array) {
            byte[] flags = new byte[array.values().size()];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = flag(BoundValues.isPresent(array.values().get(i), bound));
            }
            int start = reserve(flags.length);
            write(start, flags);
            point(at, start);
            struct.putLong(at + 8, flags.length);
        }

        /**
         * Elements are written to the heap later, so their own pointers are noted with the place
         * they will have.
         */
        private void putElement(
                ByteBuffer elements, int at, int start, CType type, Optional<Object> value) {
            if (type != CType.STRING) {
                put(elements, at, type, value);
                return;
            }
            byte[] text = (byte[]) value.orElse(new byte[0]);
            putHead(elements, at, text);
            if (text.length > INLINE) {
                elements.putLong(at + 8, bytes(text));
                relocations.add(start + at + 8);
            }
        }

        private void put(ByteBuffer target, int at, CType type, Optional<Object> value) {
            if (value.isEmpty()) {
                return;
            }
            switch (type) {
                case BOOL -> target.put(at, flag((Boolean) value.get()));
                case INT32, IDS -> target.putInt(at, ((BigInteger) value.get()).intValueExact());
                case INT64 -> target.putLong(at, ((BigInteger) value.get()).longValueExact());
                case INT128 -> {
                    target.putLong(at, ((BigInteger) value.get()).longValue());
                    target.putLong(
                            at + 8, ((BigInteger) value.get()).shiftRight(64).longValueExact());
                }
                case FLOAT -> target.putFloat(at, ((Double) value.get()).floatValue());
                case DOUBLE -> target.putDouble(at, (Double) value.get());
                case STRING -> {
                    byte[] text = (byte[]) value.get();
                    putHead(target, at, text);
                    if (text.length > INLINE) {
                        point(at + 8, bytes(text));
                    }
                }
            }
        }

        /** Length, prefix, and the rest of a short string. */
        private static void putHead(ByteBuffer target, int at, byte[] text) {
            target.putInt(at, text.length);
            int inline = text.length > INLINE ? 4 : text.length;
            for (int i = 0; i < inline; i++) {
                target.put(at + 4 + i, text[i]);
            }
        }

        private int bytes(byte[] text) {
            int start = reserve(text.length);
            write(start, text);
            return start;
        }

        private void point(int at, int target) {
            struct.putLong(at, target);
            relocations.add(at);
        }

        /** Room in the heap; gives its offset in the block, a multiple of 16. */
        private int reserve(int size) {
            int start = structSize + heapSize;
            heapSize = Math.addExact(heapSize, Math.addExact(size, 15) / 16 * 16);
            if (heapSize > heap.length) {
                heap = Arrays.copyOf(heap, (int) Math.min(Integer.MAX_VALUE - 64L, 2L * heapSize));
            }
            return start;
        }

        private void write(int start, byte[] bytes) {
            System.arraycopy(bytes, 0, heap, start - structSize, bytes.length);
        }
    }
}
