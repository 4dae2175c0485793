"""Writes the layout (flare/file.h) of a Parquet file beside it: what Java does from the footer, for tests in C.

Usage: python3 layout.py FILE.parquet [TARGET.layout]
"""
import json
import struct
import sys

import pyarrow.parquet as parquet

CODECS = {"UNCOMPRESSED": 0, "SNAPPY": 1, "GZIP": 2, "BROTLI": 4, "LZ4": 7, "ZSTD": 6}
PHYSICAL = ["BOOLEAN", "INT32", "INT64", "INT96", "FLOAT", "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"]
UNITS = {"milliseconds": 0, "microseconds": 1, "nanoseconds": 2}


def conversion(column):
    """The number of enum flare_conversion."""
    if column.physical_type == "INT96":
        return 6
    logical = json.loads(column.logical_type.to_json())
    kind = logical["Type"]
    if kind == "Decimal":
        return 1
    if kind == "Int":
        return 0 if logical["isSigned"] else 2
    if kind == "Timestamp":
        return 3 + UNITS[logical["timeUnit"]]
    if kind == "Time":
        return 7 + UNITS[logical["timeUnit"]]
    return 0


def layout(path):
    meta = parquet.ParquetFile(path).metadata
    leaves = meta.schema
    columns = [leaves.column(i) for i in range(len(leaves))]
    out = struct.pack("<iiii", 1, meta.num_row_groups, len(columns), 0)
    groups = [meta.row_group(g) for g in range(meta.num_row_groups)]
    out += b"".join(struct.pack("<q", group.num_rows) for group in groups)
    for group in groups:
        for i, column in enumerate(columns):
            chunk = group.column(i)
            first = chunk.data_page_offset
            if chunk.dictionary_page_offset and chunk.dictionary_page_offset > 0:
                first = min(first, chunk.dictionary_page_offset)
            out += struct.pack(
                "<qqqiiiiii",
                first,
                chunk.total_compressed_size,
                chunk.num_values,
                CODECS[chunk.compression],
                PHYSICAL.index(column.physical_type),
                column.length,
                conversion(column),
                column.max_definition_level,
                column.max_repetition_level,
            )
    return out


if __name__ == "__main__":
    source = sys.argv[1]
    target = sys.argv[2] if len(sys.argv) > 2 else source.replace(".parquet", ".layout")
    with open(target, "wb") as file:
        file.write(layout(source))
