package io.tensorflare.c;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Invents names for one scope of C: readable, unique within the scope and those around it, never a
 * reserved word.
 */
public final class Names {
    private static final int LONGEST = 40;

    /** Nothing can be called so, not even a field. */
    private static final Set<String> WORDS_OF_C =
            words(
                    "auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short",
                    "signed sizeof static struct switch typedef union unsigned void volatile while asm typeof main true false bool null unix linux",
                    "int8_t uint8_t int16_t uint16_t int32_t uint32_t int64_t uint64_t size_t");

    /** Variables and functions cannot be called so besides. */
    private static final Set<String> RESERVED =
            words(
                    // what the emitter itself calls things
                    "worker parameters query local block row rows keep key keys group groups source found first count start columns argument parameter_block state own into from tile match sorted windowed partition frame peers totals",
                    // builtins of compilers
                    "abort abs acos alloca asin atan bcmp bcopy bzero calloc cabs carg ceil conj cos cosh erf exit exp fabs ffs floor fma fmax fmin fmod fprintf fputc",
                    "fputs free frexp gamma hypot index isalnum isalpha isdigit islower isnan isinf isprint isspace isupper j0 j1 jn labs ldexp lgamma llabs log logb",
                    "malloc memchr memcmp memcpy memmove memset modf nan pow printf putchar puts realloc remainder rindex rint round scanf significand signbit sin sincos",
                    "sinh snprintf sprintf sqrt sscanf stpcpy strcat strchr strcmp strcpy strlen strncmp strstr tan tanh tolower toupper trunc vprintf y0 y1 yn time signal");

    /** Beginnings that belong to the emitter's own functions and to the runtime. */
    private static final List<String> PREFIXES =
            List.of(
                    "flare_",
                    "pipeline_",
                    "keep_",
                    "open_",
                    "merge_",
                    "finish_",
                    "local_",
                    "step_",
                    "output_",
                    "value_of_");

    private final Names around;
    private final Set<String> reserved;
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> suffixes = new HashMap<>();

    private Names(Names around, Set<String> reserved) {
        this.around = around;
        this.reserved = reserved;
    }

    public static Names global() {
        return new Names(null, RESERVED);
    }

    /** A scope inside this one, such as a function's. */
    public Names inner() {
        return new Names(this, reserved);
    }

    /** A scope on its own, such as the fields of a struct. */
    public static Names fields() {
        return new Names(null, Set.of());
    }

    /**
     * A name from a user's word: [a-z0-9_], at most 40 characters and a suffix; {@code standIn}
     * where nothing readable is left.
     */
    public String fromUser(String word, String standIn) {
        String readable = readable(word);
        if (readable.isEmpty()) {
            readable = standIn;
        } else if (Character.isDigit(readable.charAt(0))
                || PREFIXES.stream().anyMatch(readable::startsWith)) {
            readable = cut("column_" + readable);
        }
        return unique(readable);
    }

    /** A beginning that makes names with each of the endings; it is not itself a name. */
    public String prefix(String word, String standIn, String... endings) {
        String readable = readable(word);
        String wanted =
                readable.isEmpty() || Character.isDigit(readable.charAt(0)) ? standIn : readable;
        String prefix = wanted;
        for (int suffix = 2;
                Stream.of(endings).map(prefix::concat).anyMatch(this::isTaken);
                suffix++) {
            prefix = wanted + "_" + suffix;
        }
        for (String ending : endings) {
            taken.add(prefix + ending);
        }
        return prefix;
    }

    /** {@code wanted}, or with {@code _2}, {@code _3} and so on after it. */
    public String unique(String wanted) {
        String name = wanted;
        int suffix = suffixes.getOrDefault(wanted, 2);
        while (isTaken(name)) {
            name = wanted + "_" + suffix++;
        }
        suffixes.put(wanted, suffix);
        taken.add(name);
        return name;
    }

    /** The readable part of a user's word; may be empty. */
    public static String readable(String word) {
        String head = word.length() > 4 * LONGEST ? word.substring(0, 4 * LONGEST) : word;
        String plain =
                head.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9_]+", "_")
                        .replaceAll("_+", "_")
                        .replaceAll("^_|_$", "");
        return cut(plain);
    }

    private static String cut(String name) {
        return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    }

    private boolean isTaken(String name) {
        return WORDS_OF_C.contains(name)
                || reserved.contains(name)
                || taken.contains(name)
                || around != null && around.isTaken(name);
    }

    private static Set<String> words(String... lines) {
        return Stream.of(lines)
                .flatMap(line -> Stream.of(line.split(" ")))
                .collect(Collectors.toUnmodifiableSet());
    }
}
