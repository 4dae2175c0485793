import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Writes the table `small` (see make_data.py) with parquet-java: many pages, and dictionaries that become too large, so
 * that later pages are plain, or delta-encoded in the second version.
 *
 * <p>Run with parquet-hadoop and hadoop-client on the class path: {@code java -cp ... MakeJavaData.java DIRECTORY}.
 */
public final class MakeJavaData {
    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType(
            "message small { required int32 id; optional int64 number; optional binary text (STRING);"
                    + " required int32 digit; }");

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        write(directory.resolve("java_v1.parquet"), WriterVersion.PARQUET_1_0);
        write(directory.resolve("java_v2.parquet"), WriterVersion.PARQUET_2_0);
    }

    private static void write(Path path, WriterVersion version) throws Exception {
        Files.deleteIfExists(path);
        Configuration configuration = new Configuration();
        org.apache.parquet.hadoop.example.GroupWriteSupport.setSchema(SCHEMA, configuration);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(path))
                .withConf(configuration)
                .withType(SCHEMA)
                .withWriterVersion(version)
                .withCompressionCodec(CompressionCodecName.GZIP)
                .withPageSize(1000)
                .withDictionaryPageSize(600)
                .withPageRowCountLimit(150)
                .build()) {
            SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
            for (int i = 0; i < 800; i++) {
                Group row = groups.newGroup().append("id", i);
                if (i % 7 != 3) {
                    row.append("number", i * 31L % 1000);
                    row.append("text", Character.toString(97 + i % 26).repeat(i % 20));
                }
                writer.write(row.append("digit", i % 11));
            }
        }
    }
}
