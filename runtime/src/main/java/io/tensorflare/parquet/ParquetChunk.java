package io.tensorflare.parquet;

import java.util.OptionalLong;

/**
 * One column chunk.
 *
 * @param offset of its first page (the dictionary's, if any) in bytes
 * @param byteSize of all its pages, compressed
 * @param minimum of its values, converted as the engine holds them (unscaled decimals, days,
 *     microseconds); absent where unknown
 * @param distinct as the footer says; mostly absent
 * @param dictionaryCoded every data page holds dictionary codes
 */
public record ParquetChunk(
        long offset,
        long byteSize,
        long values,
        int codec,
        OptionalLong nulls,
        OptionalLong minimum,
        OptionalLong maximum,
        OptionalLong distinct,
        boolean dictionaryCoded) {}
