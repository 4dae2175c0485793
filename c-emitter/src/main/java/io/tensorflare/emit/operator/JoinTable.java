package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.pipeline.Node;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.JoinMethod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The right side of a join as it is kept in memory.
 *
 * @param keys its columns that are looked for, as they are kept
 * @param key the struct of keys, where it is kept in the rows
 * @param row the columns that are read of a partner
 * @param tag of the struct of a row, and the name of a partner
 * @param field of {@code struct query}
 * @param there field of {@code struct query} that tells whether there is a row, of those that may
 *     have none
 * @param matched field of a row that tells whether it has had a partner; empty where nobody asks
 * @param exact pipelines whose scan lets only rows with a partner through
 */
record JoinTable(
        Node node,
        Kind kind,
        JoinShape shape,
        List<KeyColumn> keys,
        Optional<KeyStruct> key,
        RowStruct row,
        String tag,
        String field,
        String there,
        String matched,
        Set<Integer> exact) {
    enum Kind {
        /** A {@code flare_join}. */
        ROWS,
        /** A {@code flare_dense} with a row for each key. */
        MAP,
        /** A {@code flare_dense} of keys alone. */
        SET,
        /** One row in {@code struct query}. */
        ONE_ROW
    }

    JoinTable {
        exact = new HashSet<>(exact);
    }

    String note() {
        return "#" + node.number();
    }

    /** The join's key of the left for a key column. */
    JoinMethod.Key pair(KeyColumn key) {
        return shape.keys().stream()
                .filter(pair -> pair.right() == key.column())
                .findFirst()
                .orElseThrow();
    }

    /** A list with the left's keys in the places of the right's. */
    List<Cell> keyCells(List<Cell> left) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < shape.rightWidth(); i++) {
            cells.add(Cell.unused());
        }
        keys.forEach(key -> cells.set(key.column(), left.get(pair(key).left())));
        return cells;
    }

    /** Whether all keys that have no partner when NULL are not. */
    CExpr keysValid(Function<KeyColumn, Value> value) {
        CExpr valid = CExpr.truth(true);
        for (KeyColumn key : keys) {
            if (!pair(key).nullsEqual()) {
                valid = valid.and(value.apply(key).valid());
            }
        }
        return valid;
    }

    /**
     * The right's columns of a pair.
     *
     * @param place before a field of the partner, such as {@code orders->}
     * @param exists where there is a partner
     */
    List<Cell> partner(List<Cell> left, String place, CExpr exists) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < shape.rightWidth(); i++) {
            cells.add(
                    shape.twin(i).isPresent()
                            ? left.get(shape.twin(i).getAsInt()).where(exists)
                            : stored(i, place).where(exists));
        }
        return cells;
    }

    /** The right's columns of a row of its own. */
    List<Cell> built(String place) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < shape.rightWidth(); i++) {
            int column = i;
            Optional<KeyColumn> kept =
                    shape.twin(i).isPresent()
                            ? keys.stream().filter(key -> key.column() == column).findFirst()
                            : Optional.empty();
            cells.add(
                    kept.isPresent()
                            ? key.orElseThrow().cell(kept.get(), place + "key.")
                            : stored(i, place));
        }
        return cells;
    }

    private Cell stored(int column, String place) {
        return row.fields().stream()
                .filter(field -> field.column() == column)
                .findFirst()
                .map(field -> RowStruct.cell(field, place))
                .orElse(Cell.unused());
    }

    /** The right's columns for a row of the left without partner, or the other way round. */
    static List<Cell> nulls(List<Column> columns) {
        return columns.stream()
                .map(
                        column ->
                                Cell.of(
                                        Value.nullOf(
                                                io.tensorflare.emit.expression.Machine.type(
                                                        column.type()))))
                .toList();
    }

    /** The space of a right column's strings, where they are kept as ids. */
    Optional<IdSpace> ids(int column) {
        Optional<IdSpace> key =
                keys.stream()
                        .filter(known -> known.column() == column)
                        .findFirst()
                        .flatMap(KeyColumn::space);
        return key.isPresent()
                ? key
                : row.fields().stream()
                        .filter(field -> field.column() == column)
                        .findFirst()
                        .flatMap(field -> field.profile().ids());
    }
}
