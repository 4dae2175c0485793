package io.tensorflare.emit.operator;

import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.EmitOptions;
import io.tensorflare.emit.ParameterSlot;
import io.tensorflare.pipeline.DistinctSet;
import io.tensorflare.pipeline.Node;
import io.tensorflare.pipeline.Rooted;
import io.tensorflare.plan.Aggregation;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides how the groups of an aggregation are kept, and declares what they need. */
final class GroupsPlanner {
    private static final BigInteger MOST_SLOTS = BigInteger.valueOf(1L << 23);

    private final Assembly assembly;
    private final Node node;
    private final Plan.Aggregate plan;
    private final List<PipelineCode> inputs;
    private final EmitOptions options;
    private final String note;

    GroupsPlanner(Assembly assembly, Node node, List<PipelineCode> inputs, EmitOptions options) {
        this.assembly = assembly;
        this.node = node;
        this.plan = (Plan.Aggregate) node.plan();
        this.inputs = inputs;
        this.options = options;
        this.note = "#" + node.number();
    }

    Groups plan() {
        List<DistinctSet> sets = DistinctSet.of(plan);
        List<Optional<IdSpace>> keySpaces = plan.keys().stream().map(this::space).toList();
        List<Optional<IdSpace>> valueSpaces =
                sets.stream().map(set -> space(set.argument())).toList();
        List<Profile> profiles = Profiles.of(Uses.of(node), inputs);
        List<KeyColumn> keys = new ArrayList<>();
        for (int i = 0; i < plan.keys().size(); i++) {
            keys.add(key(plan.keys().get(i), profiles, keySpaces.get(i)));
        }
        Groups.Kind kind = kind(keys);
        String tag = assembly.tags().unique(kind == Groups.Kind.SINGLE ? "totals" : "group");
        Optional<DirectArray> array =
                kind == Groups.Kind.DIRECT ? Optional.of(array(keys)) : Optional.empty();
        Optional<KeyStruct> key = Optional.empty();
        if (kind == Groups.Kind.HASH) {
            key =
                    Optional.of(
                            new KeyStruct(
                                    assembly.tags().unique("key"), keys, note, assembly.structs()));
        }
        Accumulators accumulators = accumulators(kind, key, tag, profiles);
        List<DistinctTable> distinct = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            distinct.add(distinct(sets.get(i), keys, profiles, valueSpaces.get(i)));
        }
        Groups groups =
                new Groups(
                        node,
                        kind,
                        keys,
                        key,
                        accumulators,
                        tag,
                        field(kind, tag),
                        strings(accumulators),
                        distinct,
                        array);
        if (!accumulators.all().isEmpty()) {
            groups.declareMerge(assembly.context().functions());
        }
        open(groups);
        return groups;
    }

    /** The struct of a group: its key, where it is stored, and its running values. */
    private Accumulators accumulators(
            Groups.Kind kind, Optional<KeyStruct> key, String tag, List<Profile> profiles) {
        StructFields fields = new StructFields();
        key.ifPresent(struct -> fields.add("struct " + struct.tag(), "key", note));
        Accumulators accumulators =
                new Accumulators(
                        plan,
                        profiles,
                        Rooted.rows(plan.input()).max(BigInteger.ONE),
                        fields,
                        note,
                        assembly.context().positions());
        if (kind == Groups.Kind.DIRECT || fields.isEmpty()) {
            accumulators.rowCount();
        }
        fields.declare(
                assembly.structs(),
                kind == Groups.Kind.SINGLE
                        ? "The totals of " + note + "."
                        : "One group of " + note + ".",
                tag);
        return accumulators;
    }

    private Groups.Kind kind(List<KeyColumn> keys) {
        if (keys.isEmpty()) {
            return Groups.Kind.SINGLE;
        }
        boolean direct =
                plan.aggregation() instanceof Aggregation.Direct
                        && options.aggregation() == EmitOptions.Grouping.AS_PLANNED;
        return direct && fitsArray((Aggregation.Direct) plan.aggregation(), keys)
                ? Groups.Kind.DIRECT
                : Groups.Kind.HASH;
    }

    /**
     * Ids can number slots where one scan knows all of them beforehand; ranges where there are not
     * too many values.
     */
    private boolean fitsArray(Aggregation.Direct direct, List<KeyColumn> keys) {
        BigInteger slots = BigInteger.ONE;
        for (int i = 0; i < keys.size(); i++) {
            Aggregation.Dimension dimension = direct.dimensions().get(i);
            if (dimension instanceof Aggregation.Dimension.Range range) {
                BigInteger length =
                        BigInteger.valueOf(range.maximum())
                                .subtract(BigInteger.valueOf(range.minimum()))
                                .add(BigInteger.TWO);
                slots = slots.multiply(length.max(BigInteger.ONE));
                if (!keys.get(i).type().isInteger()) {
                    return false;
                }
            } else {
                Optional<ScanColumn> column =
                        inputs.size() == 1
                                ? Trace.toScan(
                                        assembly, inputs.get(0).pipeline(), keys.get(i).column())
                                : Optional.empty();
                if (column.isEmpty()
                        || !column.get().field().statistics().dictionaryCoded()
                        || column.get().ids().isEmpty()) {
                    return false;
                }
            }
        }
        return slots.compareTo(MOST_SLOTS) <= 0;
    }

    private DirectArray array(List<KeyColumn> keys) {
        List<Aggregation.Dimension> dimensions =
                ((Aggregation.Direct) plan.aggregation()).dimensions();
        List<DirectArray.Axis> axes = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            KeyColumn key = keys.get(i);
            if (dimensions.get(i) instanceof Aggregation.Dimension.Range range) {
                axes.add(new DirectArray.Axis(key, Optional.of(range(key, range))));
            } else {
                Trace.toScan(assembly, inputs.get(0).pipeline(), key.column())
                        .orElseThrow()
                        .preload();
                axes.add(new DirectArray.Axis(key, Optional.empty()));
            }
        }
        return new DirectArray(axes);
    }

    private String range(KeyColumn key, Aggregation.Dimension.Range range) {
        String text = note + " " + range.minimum() + " .. " + range.maximum();
        return assembly.context()
                .parameters()
                .range(
                        key.name() + "_keys",
                        text,
                        ParameterSlot.between(range.minimum(), range.maximum()));
    }

    private KeyColumn key(int column, List<Profile> profiles, Optional<IdSpace> space) {
        Profile profile = profiles.get(column);
        CType type = space.isPresent() ? CType.IDS : profile.type();
        return new KeyColumn(
                column, name(column), type, profile.nullable(), profile.range(), space);
    }

    private String name(int column) {
        return plan.input().columns().get(column).name();
    }

    /**
     * The id space of a key that is a string: one that its values already have, or a new one that
     * scans are asked to deliver.
     */
    private Optional<IdSpace> space(int column) {
        Column key = plan.input().columns().get(column);
        if (key.type().kind() != Type.Kind.VARCHAR && key.type().kind() != Type.Kind.BINARY) {
            return Optional.empty();
        }
        List<Optional<IdSpace>> known =
                inputs.stream()
                        .map(code -> Trace.toIds(assembly, code.pipeline(), column))
                        .distinct()
                        .toList();
        if (known.size() == 1 && known.get(0).isPresent()) {
            return known.get(0);
        }
        IdSpace space = assembly.ids(key.name(), note + " ids of " + key.name());
        for (PipelineCode code : inputs) {
            Trace.toScan(assembly, code.pipeline(), column)
                    .filter(scanned -> scanned.ids().isEmpty())
                    .ifPresent(scanned -> scanned.deliverIds(space));
        }
        return Optional.of(space);
    }

    private DistinctTable distinct(
            DistinctSet set,
            List<KeyColumn> keys,
            List<Profile> profiles,
            Optional<IdSpace> space) {
        KeyColumn nullable = key(set.argument(), profiles, space);
        KeyColumn value =
                new KeyColumn(
                        nullable.column(),
                        nullable.name(),
                        nullable.type(),
                        false,
                        nullable.range(),
                        space);
        List<KeyColumn> columns = new ArrayList<>(keys);
        columns.add(value);
        String what = note + " distinct " + value.name();
        KeyStruct key =
                new KeyStruct(
                        assembly.tags()
                                .unique(
                                        "distinct_"
                                                + io.tensorflare.c.Names.readable(value.name())),
                        columns,
                        what,
                        assembly.structs());
        String field =
                assembly.query()
                        .add(
                                "flare_groups *",
                                "distinct_" + io.tensorflare.c.Names.readable(value.name()),
                                what);
        CWriter open = assembly.open();
        open.line(
                "FLARE_TRY(flare_groups_create(worker, sizeof(struct $), sizeof(struct $), &query->$));",
                key.tag(),
                key.tag(),
                field);
        return new DistinctTable(set, key, value, field);
    }

    private String field(Groups.Kind kind, String tag) {
        return switch (kind) {
            case SINGLE -> assembly.query().add("struct " + tag, tag, note);
            case DIRECT -> assembly.query().add("flare_array *", "groups", note);
            case HASH -> assembly.query().add("flare_groups *", "groups", note);
        };
    }

    private void open(Groups groups) {
        switch (groups.kind()) {
            case SINGLE -> {}
            case DIRECT ->
                    assembly.open()
                            .line(
                                    "FLARE_TRY(flare_array_create(worker, sizeof(struct $), FLARE_OFFSET(struct $, $), &query->$));",
                                    groups.tag(),
                                    groups.tag(),
                                    groups.accumulators().rowCount().field(),
                                    groups.field());
            case HASH ->
                    assembly.open()
                            .line(
                                    "FLARE_TRY(flare_groups_create(worker, sizeof(struct $), sizeof(struct $), &query->$));",
                                    groups.key().orElseThrow().tag(),
                                    groups.tag(),
                                    groups.field());
        }
    }

    private Optional<IdSpace> strings(Accumulators accumulators) {
        boolean needed =
                accumulators.all().stream()
                        .anyMatch(accumulator -> accumulator.type() == CType.STRING);
        return needed
                ? Optional.of(assembly.ids("kept_strings", note + " strings that groups keep"))
                : Optional.empty();
    }
}
