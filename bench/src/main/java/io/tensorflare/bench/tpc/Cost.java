package io.tensorflare.bench.tpc;

/** What a run took, in milliseconds. */
record Cost(double wall, double cpu) {
    /** Runs something and measures it. */
    static Cost of(Runnable work) {
        long cpu = CpuClock.nanos();
        long start = System.nanoTime();
        work.run();
        long end = System.nanoTime();
        return new Cost((end - start) / 1e6, (CpuClock.nanos() - cpu) / 1e6);
    }
}
