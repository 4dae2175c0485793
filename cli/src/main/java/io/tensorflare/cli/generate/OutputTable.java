package io.tensorflare.cli.generate;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A table to be written: its name and its columns. Encodes rows as Parquet row groups in memory.
 */
record OutputTable<R>(String name, List<OutputColumn<R>> columns) {
    OutputTable {
        columns = List.copyOf(columns);
    }

    MessageType schema() {
        return new MessageType("schema", columns.stream().<Type>map(OutputColumn::type).toList());
    }

    /** Encodes rows as a Parquet file in memory: one row group, or some where the rows are many. */
    MemoryFile encode(Iterable<R> rows, Encoding encoding) throws IOException {
        MemoryFile file = new MemoryFile();
        try (ParquetWriter<R> writer = builder(file, encoding).build()) {
            for (R row : rows) {
                writer.write(row);
            }
        }
        return file;
    }

    private Builder<R> builder(OutputFile file, Encoding encoding) {
        Builder<R> builder = new Builder<>(this, file);
        encoding.configure(builder);
        return builder;
    }

    private static final class Builder<R> extends ParquetWriter.Builder<R, Builder<R>> {
        private final OutputTable<R> table;

        Builder(OutputTable<R> table, OutputFile file) {
            super(file);
            this.table = table;
            withConf(new PlainParquetConfiguration());
            withRowGroupSize(Long.MAX_VALUE);
        }

        @Override
        protected Builder<R> self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract above, so it must be here; never called
        protected WriteSupport<R> getWriteSupport(Configuration configuration) {
            return new RowWriter<>(table);
        }

        @Override
        protected WriteSupport<R> getWriteSupport(ParquetConfiguration configuration) {
            return new RowWriter<>(table);
        }
    }

    private static final class RowWriter<R> extends WriteSupport<R> {
        private final OutputTable<R> table;
        private RecordConsumer consumer;

        RowWriter(OutputTable<R> table) {
            this.table = table;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract above, so it must be here; never called
        public WriteContext init(Configuration configuration) {
            return new WriteContext(table.schema(), Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(table.schema(), Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(R row) {
            consumer.startMessage();
            int index = 0;
            for (OutputColumn<R> column : table.columns) {
                if (!column.isNull().test(row)) {
                    consumer.startField(column.name(), index);
                    column.value().write(consumer, row);
                    consumer.endField(column.name(), index);
                }
                index++;
            }
            consumer.endMessage();
        }
    }
}
