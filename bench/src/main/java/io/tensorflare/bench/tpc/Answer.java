package io.tensorflare.bench.tpc;

import java.util.List;

/**
 * What a query gave.
 *
 * @param columns their names
 * @param rows cells are null, String, Boolean, LocalDate, BigDecimal where exact, Double where not
 */
record Answer(List<String> columns, List<List<Object>> rows) {}
