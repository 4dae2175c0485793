package io.tensorflare.random;

import java.util.List;
import java.util.Random;

/** Choices that are the same for the same seed. */
public final class Dice {
    private final Random random;

    public Dice(long seed) {
        random = new Random(seed * 0x9e3779b97f4a7c15L + 1);
        random.nextInt();
    }

    /** 0 to sides - 1. */
    public int roll(int sides) {
        return random.nextInt(sides);
    }

    /** True once in so many times. */
    public boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    public <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    @SafeVarargs
    public final <T> T one(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
