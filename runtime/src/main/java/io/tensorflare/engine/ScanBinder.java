package io.tensorflare.engine;

import io.tensorflare.catalog.ParquetTable;
import io.tensorflare.emit.Program;
import io.tensorflare.parquet.ParquetChunk;
import io.tensorflare.parquet.ParquetColumn;
import io.tensorflare.parquet.ParquetFooter;
import io.tensorflare.parquet.ParquetRowGroup;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.TensorFlareException;
import java.util.ArrayList;
import java.util.List;

/** Says what a scan reads: which row groups of which files, and which leaf is which column. */
final class ScanBinder {
    private final ParquetTable table;
    private final Plan.Scan scan;
    private final int[] columns;
    private final int[] filterColumns;

    ScanBinder(Program.ScanBinding binding, ParquetTable table) {
        this.table = table;
        this.scan = binding.scan();
        this.columns = binding.fields().stream().mapToInt(this::number).toArray();
        this.filterColumns = scan.fields().stream().mapToInt(this::number).toArray();
    }

    private int number(Plan.Scan.Field field) {
        int number =
                table.number(field.column().name())
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the plan reads a column that is not there: "
                                                        + field.column()));
        ParquetColumn column = table.columns().get(number);
        if (!column.isSupported()) {
            throw new TensorFlareException(
                    ErrorCode.UNSUPPORTED,
                    scan.position(),
                    "column "
                            + column.name()
                            + " of '"
                            + table.files().get(0).identity().path()
                            + "' cannot be read: "
                            + column.unsupported());
        }
        return number;
    }

    /**
     * Binds the scan of this number; row groups that cannot pass its filters are left out. Tells
     * how many are left.
     */
    Execution.Pruning bind(NativeQuery query, int number, NativeFileStore store) {
        List<ParquetFooter> files = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        List<Integer> groups = new ArrayList<>();
        List<Integer> leaves = new ArrayList<>();
        for (ParquetFooter file : table.files()) {
            List<Integer> kept = keptGroups(file);
            if (!kept.isEmpty()) {
                files.add(file);
                counts.add(kept.size());
                groups.addAll(kept);
                for (int column : columns) {
                    leaves.add(table.leaf(file, column));
                }
            }
        }
        store.use(
                files,
                addresses ->
                        query.bindScan(
                                number,
                                addresses,
                                array(counts),
                                array(groups),
                                array(leaves),
                                columns.length));
        int all = table.files().stream().mapToInt(file -> file.groups().size()).sum();
        return new Execution.Pruning(all, groups.size());
    }

    private List<Integer> keptGroups(ParquetFooter file) {
        int[] leaves = new int[filterColumns.length];
        for (int i = 0; i < leaves.length; i++) {
            leaves[i] = table.leaf(file, filterColumns[i]);
        }
        List<Integer> kept = new ArrayList<>();
        for (int group = 0; group < file.groups().size(); group++) {
            ParquetRowGroup candidate = file.groups().get(group);
            List<ParquetChunk> chunks = candidate.chunks();
            if (candidate.rows() > 0
                    && RowGroupPruner.mayMatch(
                            scan.filters(), column -> chunks.get(leaves[column]))) {
                kept.add(group);
            }
        }
        return kept;
    }

    private static int[] array(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
