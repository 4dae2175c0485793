package io.tensorflare.planner;

/**
 * How to plan: everything as statistics suggest, or forced so that tests meet every variant.
 *
 * @param joins how joins find partners
 * @param build which side of a join is kept in memory
 * @param aggregates where aggregates of joined rows are computed
 * @param fetch when columns are read that a key of a top-k determines
 * @param trustsUniqueness whether what statistics claim to be unique is taken to be; a run that
 *     finds two rows of a key is planned again without
 */
public record PlannerOptions(
        Joins joins, Build build, Aggregates aggregates, Fetch fetch, boolean trustsUniqueness) {
    /** As statistics suggest. */
    public static final PlannerOptions DEFAULT =
            new PlannerOptions(
                    Joins.PLANNED, Build.PLANNED, Aggregates.PLANNED, Fetch.PLANNED, true);

    /** Forced methods of joins; each is taken where it can be. */
    public enum Joins {
        PLANNED,
        /** Hash tables, also where an array would do. */
        HASH,
        /** Arrays wherever bounds are known. */
        DENSE,
        /** Every pair is tested. */
        LOOP
    }

    /** Forced build sides. */
    public enum Build {
        PLANNED,
        /** The side that comes first in the query. */
        LEFT,
        /** The side that comes second in the query. */
        RIGHT
    }

    /** Forced places of aggregates. */
    public enum Aggregates {
        PLANNED,
        /** Below the joins wherever that can be. */
        EARLY,
        /** Above the joins, where the query has them. */
        LATE
    }

    /** Forced times of reading what a top-k only shows. */
    public enum Fetch {
        PLANNED,
        /** With everything else. */
        EARLY,
        /** For the rows that are left, wherever that can be. */
        LATE
    }

    public PlannerOptions withJoins(Joins forced) {
        return new PlannerOptions(forced, build, aggregates, fetch, trustsUniqueness);
    }

    public PlannerOptions withBuild(Build forced) {
        return new PlannerOptions(joins, forced, aggregates, fetch, trustsUniqueness);
    }

    public PlannerOptions withAggregates(Aggregates forced) {
        return new PlannerOptions(joins, build, forced, fetch, trustsUniqueness);
    }

    public PlannerOptions withFetch(Fetch forced) {
        return new PlannerOptions(joins, build, aggregates, forced, trustsUniqueness);
    }

    public PlannerOptions withoutTrust() {
        return new PlannerOptions(joins, build, aggregates, fetch, false);
    }
}
