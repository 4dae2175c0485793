"""Makes the Parquet files that native/test/test_scan.c reads, and their layouts. Not part of the build.

    python3 make_data.py                    (needs pyarrow and duckdb)
    python3 make_data.py seeds DIRECTORY    column chunks of the files as input of native/fuzz/fuzz_page.c

Every value is a function of the row's number, which each file holds as column `id`; test_scan.c has the same functions
in C. Nullable columns are null where id % 7 == 3. nation.parquet comes from parquet-java (`tensorflare generate`), and
java_v1 and java_v2 from MakeJavaData.java.
"""
import datetime
import decimal
import os
import struct
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet

from layout import layout

HERE = os.path.dirname(os.path.abspath(__file__))
WIDE = 12345678901234567890123456789012345
EPOCH_DAY = 86400123456789


def null(i):
    return i % 7 == 3


def nullable(rows, function):
    return [None if null(i) else function(i) for i in rows]


def text(i):
    return chr(97 + i % 26) * (i % 20)


def unscaled(value, precision, scale):
    with decimal.localcontext() as context:
        context.prec = 60
        return decimal.Decimal(value).scaleb(-scale)


TYPES = [
    ("flag", pa.bool_(), lambda i: i % 3 == 0),
    ("i8", pa.int8(), lambda i: i % 200 - 100),
    ("i16", pa.int16(), lambda i: i * 100 - 3000),
    ("i32", pa.int32(), lambda i: i * 100003 - 5000000),
    ("i64", pa.int64(), lambda i: i * 10000000019 - 7),
    ("u8", pa.uint8(), lambda i: i * 3 % 256),
    ("u16", pa.uint16(), lambda i: i * 601 % 65536),
    ("u32", pa.uint32(), lambda i: 4294967295 - i * 1000),
    ("u64", pa.uint64(), lambda i: 18446744073709551615 - i * 10**15),
    ("f32", pa.float32(), lambda i: i / 4 - 10),
    ("f64", pa.float64(), lambda i: i / 8 - 100.5),
    ("day", pa.int32(), lambda i: i * 37 - 2000),
    ("ts_ms", pa.timestamp("ms"), lambda i: (i - 20) * 86400123),
    ("ts_us", pa.timestamp("us"), lambda i: (i - 20) * 86400123457),
    ("ts_ns", pa.timestamp("ns"), lambda i: (i - 20) * EPOCH_DAY),
    ("t_ms", pa.time32("ms"), lambda i: i * 719993 % 86400000),
    ("t_us", pa.time64("us"), lambda i: i * 719993001 % 86400000000),
    ("t_ns", pa.time64("ns"), lambda i: i * 719993001007 % 86400000000000),
    ("d9", pa.decimal128(9, 2), lambda i: unscaled(i * 100003 - 4000000, 9, 2)),
    ("d18", pa.decimal128(18, 4), lambda i: unscaled(i * 70000000133 - 5, 18, 4)),
    ("d38", pa.decimal128(38, 10), lambda i: unscaled((i - 60) * WIDE, 38, 10)),
    ("text", pa.string(), text),
    ("fixed", pa.binary(5), lambda i: b"%05d" % i),
]


def types_table(rows):
    ids = range(rows)
    names = ["id"]
    arrays = [pa.array(ids, pa.int64())]
    for name, kind, function in TYPES:
        names.append(name)
        arrays.append(pa.array(nullable(ids, function), kind))
    fields = [pa.field("id", pa.int64(), nullable=False)]
    fields += [pa.field(name, array.type) for name, array in zip(names[1:], arrays[1:])]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def small_table(rows, first=0):
    ids = range(first, first + rows)
    return pa.table(
        [
            pa.array(ids, pa.int32()),
            pa.array(nullable(ids, lambda i: i * 31 % 1000), pa.int64()),
            pa.array(nullable(ids, text), pa.string()),
            pa.array([i % 11 for i in ids], pa.int32()),
        ],
        schema=pa.schema(
            [
                pa.field("id", pa.int32(), nullable=False),
                pa.field("number", pa.int64()),
                pa.field("text", pa.string()),
                pa.field("digit", pa.int32(), nullable=False),
            ]
        ),
    )


def path(name):
    return os.path.join(HERE, name + ".parquet")


def write(name, table, **options):
    parquet.write_table(table, path(name), write_statistics=False, store_schema=False, **options)


def write_duckdb(name, rows):
    duckdb.sql(
        f"""COPY (SELECT i AS id,
                 CASE WHEN i % 7 <> 3 THEN i * 31 % 1000 END AS number,
                 CASE WHEN i % 7 <> 3 THEN repeat(chr((97 + i % 26)::INT), (i % 20)::INT) END AS text,
                 CASE WHEN i % 7 <> 3 THEN (i % 50 * 100003 - 4000000)::DECIMAL(18, 0) END AS amount,
                 CASE WHEN i % 7 <> 3 THEN i % 3 = 0 END AS flag
                 FROM range({rows}) t(i)) TO '{path(name)}'
            (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)"""
    )


def main():
    write("types_plain", types_table(80), compression="snappy", use_dictionary=False, data_page_version="1.0")
    write(
        "types_v2",
        types_table(80),
        compression="zstd",
        use_dictionary=True,
        data_page_version="2.0",
        store_decimal_as_integer=True,
    )
    write(
        "int96",
        types_table(60).select(["id", "ts_ns"]),
        compression="none",
        use_deprecated_int96_timestamps=True,
    )
    for codec in ["none", "snappy", "gzip", "brotli", "lz4", "zstd"]:
        write("codec_" + codec, small_table(100), compression=codec, use_dictionary=["text"])
    pages = dict(
        compression="zstd",
        use_dictionary=["number", "text"],
        dictionary_pagesize_limit=1500,
        data_page_size=2000,
        write_batch_size=100,
    )
    write("pages_v1", small_table(2300), data_page_version="1.0", **pages)
    write("pages_v2", small_table(2300), data_page_version="2.0", **pages)
    coded = dict(compression="snappy", data_page_size=1000, write_batch_size=100)
    write("pages_coded", small_table(2300), use_dictionary=["number", "text"], **coded)
    write("pages_none", small_table(300), **{**pages, "compression": "none", "data_page_size": 400})
    schema = small_table(1).select(["id", "digit"]).schema
    with parquet.ParquetWriter(path("blocks"), schema, compression="gzip", use_dictionary=["digit"], store_schema=False) as writer:
        first = 0
        for rows in [2047, 2048, 2049, 1]:
            writer.write_table(small_table(rows, first).select(["id", "digit"]))
            first += rows
    write(
        "nulls",
        pa.table(
            {
                "id": pa.array(range(40), pa.int32()),
                "number": pa.array([None] * 40, pa.int64()),
                "text": pa.array([None] * 40, pa.string()),
                "flag": pa.array([None] * 40, pa.bool_()),
            }
        ),
        compression="snappy",
    )
    write("empty", small_table(0), compression="snappy")
    write(
        "deltas",
        small_table(300),
        compression="none",
        use_dictionary=False,
        column_encoding={
            "id": "DELTA_BINARY_PACKED",
            "number": "BYTE_STREAM_SPLIT",
            "text": "DELTA_BYTE_ARRAY",
            "digit": "DELTA_BINARY_PACKED",
        },
    )
    write(
        "delta_lengths",
        small_table(300),
        compression="none",
        use_dictionary=False,
        column_encoding={"text": "DELTA_LENGTH_BYTE_ARRAY", "number": "DELTA_BINARY_PACKED"},
    )
    write_duckdb("duckdb", 2100)
    for name in sorted(os.listdir(HERE)):
        if name.endswith(".parquet"):
            with open(os.path.join(HERE, name.replace(".parquet", ".layout")), "wb") as file:
                file.write(layout(os.path.join(HERE, name)))


def seeds(directory):
    """One file for each chunk and type of program.h that it can become."""
    flare_types = [[0], [1, 2], [2, 3], [2], [4, 5], [5], [6, 7], [2, 3, 6]]
    for name in sorted(os.listdir(HERE)):
        if not name.endswith(".parquet"):
            continue
        with open(os.path.join(HERE, name), "rb") as file:
            data = file.read()
        described = layout(os.path.join(HERE, name))
        _, groups, leaves, _ = struct.unpack_from("<iiii", described)
        for number in range(groups * leaves):
            chunk = struct.unpack_from("<qqqiiiiii", described, 16 + 8 * groups + 48 * number)
            first, size, rows, codec, physical, length, conversion, nullable, _ = chunk
            for kind in flare_types[physical]:
                for ways in [8, 32, 64]:
                    header = struct.pack(
                        "<6BH", kind, codec, physical, conversion, nullable * 3 + ways, max(length, 0), rows
                    )
                    with open(os.path.join(directory, f"{name}-{number}-{kind}-{ways}"), "wb") as seed:
                        seed.write(header + data[first : first + size])


if __name__ == "__main__":
    if sys.argv[1:2] == ["seeds"]:
        seeds(sys.argv[2])
    else:
        main()
