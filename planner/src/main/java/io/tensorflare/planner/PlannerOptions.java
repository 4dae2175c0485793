package io.tensorflare.planner;

/**
 * How to plan: everything as statistics suggest, or forced so that tests meet every variant.
 *
 * @param joins how joins find partners
 * @param build which side of a join is kept in memory
 * @param trustsUniqueness whether what statistics claim to be unique is taken to be; a run that
 *     finds two rows of a key is planned again without
 */
public record PlannerOptions(Joins joins, Build build, boolean trustsUniqueness) {
    /** As statistics suggest. */
    public static final PlannerOptions DEFAULT =
            new PlannerOptions(Joins.PLANNED, Build.PLANNED, true);

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

    public PlannerOptions withJoins(Joins forced) {
        return new PlannerOptions(forced, build, trustsUniqueness);
    }

    public PlannerOptions withBuild(Build forced) {
        return new PlannerOptions(joins, forced, trustsUniqueness);
    }

    public PlannerOptions withoutTrust() {
        return new PlannerOptions(joins, build, false);
    }
}
