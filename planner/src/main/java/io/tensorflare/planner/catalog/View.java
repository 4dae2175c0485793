package io.tensorflare.planner.catalog;

import io.tensorflare.plan.Position;

/**
 * A named query. The position is that of the query in the text that created the view; errors inside
 * it name the view.
 */
public record View(String name, String sql, Position position) {}
