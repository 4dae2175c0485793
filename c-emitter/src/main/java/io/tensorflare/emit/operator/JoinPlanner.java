package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.Names;
import io.tensorflare.emit.ParameterSlot;
import io.tensorflare.emit.expression.Machine;
import io.tensorflare.pipeline.Node;
import io.tensorflare.pipeline.Rooted;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides how the right side of a join is kept, and declares what that needs. */
final class JoinPlanner {
    private final Assembly assembly;
    private final Node node;
    private final JoinShape shape;
    private final List<PipelineCode> inputs;
    private final JoinPaths paths;
    private final int[] kept;
    private final int[] built;
    private final String note;
    private String rangeField = "";

    /**
     * @param inputs the pipelines that bring rows of the right
     */
    JoinPlanner(
            Assembly assembly, Node node, List<PipelineCode> inputs, JoinPaths paths, Uses uses) {
        this.assembly = assembly;
        this.node = node;
        this.shape = JoinShape.of((Plan.Join) node.plan());
        this.inputs = inputs;
        this.paths = paths;
        this.kept = uses.kept(node);
        this.built = uses.built(node);
        this.note = "#" + node.number();
    }

    JoinTable plan() {
        List<Optional<IdSpace>> spaces = shape.keys().stream().map(this::space).toList();
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] > 0) {
                deliverCoded(i);
            }
        }
        List<Profile> profiles = Profiles.of(built, inputs);
        JoinTable.Kind kind = kind();
        List<KeyColumn> keys = new ArrayList<>();
        for (int i = 0; i < spaces.size(); i++) {
            keys.add(key(shape.keys().get(i), profiles, spaces.get(i)));
        }
        String name = name();
        String tag = assembly.tags().unique(name);
        boolean rows = kind == JoinTable.Kind.ROWS;
        Optional<KeyStruct> key =
                rows && !keys.isEmpty() ? Optional.of(keyStruct(tag, keys)) : Optional.empty();
        StructFields fields = new StructFields();
        if (rows) {
            fields.add("const struct " + tag + " *", "next", "next row of the same key");
        }
        key.ifPresent(struct -> fields.add("struct " + struct.tag(), "key", ""));
        RowStruct row = row(fields, kind, profiles);
        String matched =
                rows && shape.revisits() ? fields.add("uint8_t", "matched", "has a partner") : "";
        if (kind == JoinTable.Kind.ONE_ROW && fields.isEmpty()) {
            fields.add("uint8_t", "unread", "");
        }
        if (kind != JoinTable.Kind.SET) {
            fields.declare(assembly.structs(), "A row of " + note + "'s right side.", tag);
        }
        String field = field(kind, name, tag);
        boolean maybe = kind == JoinTable.Kind.ONE_ROW && !Rooted.isOneRow(shape.plan().right());
        String there = maybe ? assembly.query().add("uint8_t", field + "_there", note) : "";
        JoinTable table =
                new JoinTable(
                        node, kind, shape, keys, key, row, tag, field, there, matched, Set.of());
        open(table);
        return table;
    }

    private KeyStruct keyStruct(String tag, List<KeyColumn> keys) {
        return new KeyStruct(assembly.tags().unique(tag + "_key"), keys, note, assembly.structs());
    }

    private JoinTable.Kind kind() {
        if (shape.isOneRow()) {
            return JoinTable.Kind.ONE_ROW;
        }
        boolean array =
                range().isPresent()
                        && !shape.revisits()
                        && !(shape.kind() == Plan.Join.Kind.MARK
                                && shape.isStrictNullable(shape.keys().get(0)));
        boolean bare = Arrays.stream(kept).allMatch(uses -> uses == 0);
        if (array && bare && (shape.isUnique() || !shape.hasPairs())) {
            return JoinTable.Kind.SET;
        }
        return array && shape.isUnique() ? JoinTable.Kind.MAP : JoinTable.Kind.ROWS;
    }

    /** The bounds of the only key, where they are known and it is an integer. */
    private Optional<JoinMethod.Index.Dense> range() {
        boolean dense =
                isInteger()
                        && shape.plan().method() instanceof JoinMethod.Keyed keyed
                        && keyed.index() instanceof JoinMethod.Index.Dense;
        return dense
                ? Optional.of(
                        (JoinMethod.Index.Dense) ((JoinMethod.Keyed) shape.plan().method()).index())
                : Optional.empty();
    }

    /** Whether the only key is an integer, a date or the like, and never NULL where it is kept. */
    private boolean isInteger() {
        return shape.keys().size() == 1 && startsWithInteger();
    }

    /** Whether the key's first word is an integer, a date or the like, and never NULL in it. */
    private boolean startsWithInteger() {
        if (shape.keys().isEmpty()) {
            return false;
        }
        JoinMethod.Key first = shape.keys().get(0);
        return Machine.type(right(first).type()).isInteger()
                && !isKeptNullable(first)
                && shape.keys().stream()
                        .noneMatch(key -> Machine.type(right(key).type()).byteSize() > Long.BYTES);
    }

    private Column right(JoinMethod.Key key) {
        return shape.plan().right().columns().get(key.right());
    }

    /** Whether a key has a byte of validity: null equals null, or rows come out again. */
    private boolean isKeptNullable(JoinMethod.Key key) {
        boolean leftNullable = shape.plan().left().columns().get(key.left()).nullable();
        boolean rightNullable = right(key).nullable();
        return key.nullsEqual() && (leftNullable || rightNullable)
                || shape.revisits() && rightNullable;
    }

    private KeyColumn key(JoinMethod.Key key, List<Profile> profiles, Optional<IdSpace> space) {
        CType type = Machine.type(right(key).type());
        boolean first = key.equals(shape.keys().get(0));
        boolean widened = type == CType.INT32 && first && (isInteger() || filters());
        return new KeyColumn(
                key.right(),
                right(key).name(),
                space.isPresent() ? CType.IDS : widened ? CType.INT64 : type,
                isKeptNullable(key),
                profiles.get(key.right()).range(),
                space);
    }

    /** The id space of a string key, for both sides. */
    private Optional<IdSpace> space(JoinMethod.Key key) {
        if (Machine.type(right(key).type()) != CType.STRING) {
            return Optional.empty();
        }
        String name = right(key).name();
        IdSpace space =
                inputs.stream()
                        .map(code -> Trace.toIds(assembly, code.pipeline(), key.right()))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElseGet(() -> assembly.ids(name, note + " ids of " + name));
        for (PipelineCode code : inputs) {
            Trace.toScan(assembly, code.pipeline(), key.right())
                    .ifPresent(scanned -> deliver(scanned, space));
        }
        paths.scanned(node, key.left()).forEach(scanned -> deliver(scanned, space));
        return Optional.of(space);
    }

    private static void deliver(ScanColumn column, IdSpace space) {
        if (column.ids().isEmpty()) {
            column.deliverIds(space);
        }
    }

    /** Strings that a scan finds in dictionaries are kept as ids: four bytes, and no copies. */
    private void deliverCoded(int column) {
        Column kept = shape.plan().right().columns().get(column);
        if (Machine.type(kept.type()) != CType.STRING || inputs.size() > 1) {
            return;
        }
        Trace.toScan(assembly, inputs.get(0).pipeline(), column)
                .filter(scanned -> scanned.field().statistics().dictionaryCoded())
                .filter(scanned -> scanned.ids().isEmpty())
                .ifPresent(scanned -> scanned.deliverIds(ids(kept.name())));
    }

    private IdSpace ids(String column) {
        return assembly.ids(column, note + " ids of " + column);
    }

    private RowStruct row(StructFields fields, JoinTable.Kind kind, List<Profile> profiles) {
        RowStruct row = new RowStruct(fields);
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] > 0 && shape.twin(i).isEmpty()) {
                columns.add(i);
            }
        }
        columns.sort(Comparator.comparing(column -> -alignment(profiles.get(column))));
        for (int column : columns) {
            Profile profile = profiles.get(column);
            String name = shape.plan().right().columns().get(column).name();
            boolean copied = profile.stored() == CType.STRING && kind != JoinTable.Kind.ROWS;
            row.add(column, name, copied ? profile.withIds(ids(name)) : profile);
        }
        row.addValidity();
        return row;
    }

    private static int alignment(Profile profile) {
        return profile.stored().alignment();
    }

    /** After the table that the rows come from. */
    private String name() {
        String readable = Names.readable(Rooted.name(shape.plan().right()));
        String last =
                readable.length() > 20 ? readable.substring(readable.length() - 20) : readable;
        return last.isEmpty() || Character.isDigit(last.charAt(0)) ? "table" : last;
    }

    private String field(JoinTable.Kind kind, String name, String tag) {
        return switch (kind) {
            case ROWS -> assembly.query().add("flare_join *", name, note);
            case MAP, SET -> assembly.query().add("flare_dense *", name, note);
            case ONE_ROW -> assembly.query().add("struct " + tag, name, note);
        };
    }

    private void open(JoinTable table) {
        switch (table.kind()) {
            case ROWS -> createRows(table);
            case MAP, SET -> {
                createDense(table);
                if (filters()) {
                    table.exact().addAll(paths.filter(table, "flare_keep_dense_"));
                }
            }
            case ONE_ROW -> {}
        }
    }

    private void createRows(JoinTable table) {
        String layout = assembly.context().globals().unique("join_" + node.number());
        boolean filtered = filters() && !paths.filter(table, "flare_keep_join_").isEmpty();
        JoinLayout.declare(assembly.tables(), table, layout, filtered);
        Object range =
                range().isPresent()
                        ? CExpr.name(CType.INT64, "parameters->" + rangeField(table))
                        : 0;
        assembly.open()
                .line(
                        "FLARE_TRY(flare_join_create(worker, &$, $, &query->$));",
                        layout,
                        range,
                        table.field());
    }

    private void createDense(JoinTable table) {
        String field = "parameters->" + rangeField(table);
        CExpr from = CExpr.name(CType.INT64, field + "[0]");
        CExpr to = CExpr.name(CType.INT64, field + "[1]");
        if (table.kind() == JoinTable.Kind.SET) {
            assembly.open()
                    .line(
                            "FLARE_TRY(flare_dense_create(worker, $, $, 0, &query->$));",
                            from,
                            to,
                            table.field());
        } else {
            assembly.open()
                    .line(
                            "FLARE_TRY(flare_dense_create(worker, $, $, sizeof(struct $), &query->$));",
                            from,
                            to,
                            table.tag(),
                            table.field());
        }
    }

    /** Whether scans of the left should leave out rows without a partner. */
    private boolean filters() {
        return shape.plan().method() instanceof JoinMethod.Keyed keyed
                && keyed.filtersScan()
                && startsWithInteger()
                && !shape.keys().get(0).nullsEqual()
                && !shape.keepsLeft();
    }

    private String rangeField(JoinTable table) {
        if (rangeField.isEmpty()) {
            JoinMethod.Index.Dense dense = range().orElseThrow();
            rangeField =
                    assembly.context()
                            .parameters()
                            .range(
                                    table.keys().get(0).name() + "_keys",
                                    note + " " + dense.minimum() + " .. " + dense.maximum(),
                                    ParameterSlot.between(dense.minimum(), dense.maximum()));
        }
        return rangeField;
    }
}
