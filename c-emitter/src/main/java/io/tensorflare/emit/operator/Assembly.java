package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.emit.Parameters;
import io.tensorflare.emit.Positions;
import io.tensorflare.emit.expression.Context;
import io.tensorflare.plan.Model;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parts of one program while its pipelines are written. */
final class Assembly {
    private final Context context;
    private final StructFields query = new StructFields();
    private final CWriter open = new CWriter().deeper();
    private final CWriter structs = new CWriter();
    private final CWriter tables = new CWriter();
    private final Names tags = Names.fields();
    private final List<ScanTable> scans = new ArrayList<>();
    private final List<Model> models = new ArrayList<>();
    private final Map<Integer, Groups> groups = new HashMap<>();
    private final Map<Integer, SortedRows> sorted = new HashMap<>();
    private final Map<Integer, JoinTable> joins = new HashMap<>();
    private final Map<Integer, WindowRows> windows = new HashMap<>();
    private final Map<Integer, String> limits = new HashMap<>();
    private final BitSet counted = new BitSet();
    private final boolean analysed;

    /**
     * @param analysed whether rows are counted inside of pipelines
     */
    Assembly(boolean analysed) {
        this.analysed = analysed;
        context = new Context(new Parameters(), new Positions(), Names.global(), new CWriter());
    }

    Context context() {
        return context;
    }

    /** Fields of {@code struct query}. */
    StructFields query() {
        return query;
    }

    /** Body of the function that opens the query. */
    CWriter open() {
        return open;
    }

    /** Struct types, in the order in which they are needed. */
    CWriter structs() {
        return structs;
    }

    /** Constant tables that functions use. */
    CWriter tables() {
        return tables;
    }

    /** Names of struct types. */
    Names tags() {
        return tags;
    }

    List<ScanTable> scans() {
        return scans;
    }

    List<Model> models() {
        return models;
    }

    Map<Integer, Groups> groups() {
        return groups;
    }

    Map<Integer, SortedRows> sorted() {
        return sorted;
    }

    Map<Integer, JoinTable> joins() {
        return joins;
    }

    Map<Integer, WindowRows> windows() {
        return windows;
    }

    Map<Integer, String> limits() {
        return limits;
    }

    boolean isAnalysed() {
        return analysed;
    }

    /** The operators whose rows the program counts. */
    BitSet counted() {
        return counted;
    }

    /** A new id space. */
    IdSpace ids(String wanted, String note) {
        String field = query.add("flare_ids *", wanted, note);
        open.line("FLARE_TRY(flare_ids_create(worker, &query->$));", field);
        return new IdSpace(field);
    }

    /** The number under which the engine binds a model. */
    int model(Model model) {
        if (!models.contains(model)) {
            models.add(model);
        }
        return models.indexOf(model);
    }
}
