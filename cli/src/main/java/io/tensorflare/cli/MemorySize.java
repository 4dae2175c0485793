package io.tensorflare.cli;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory as people write it: 512MB, 1.5g, 4 GiB, 1000000. Units are powers of 1024.
 */
record MemorySize(long bytes) {
    private static final Pattern SYNTAX =
            Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)\\s*([kmgt]?)(?:i?b)?");
    private static final Map<String, Integer> POWERS =
            Map.of("", 0, "k", 1, "m", 2, "g", 3, "t", 4);

    /**
     * Reads an amount.
     *
     * @throws TensorFlareException if {@code text} is none, or nothing, or more than 63 bits
     */
    static MemorySize parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            BigDecimal unit = BigDecimal.valueOf(1024).pow(POWERS.get(matcher.group(2)));
            BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(unit);
            if (bytes.compareTo(BigDecimal.ONE) >= 0
                    && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
                return new MemorySize(bytes.longValue());
            }
        }
        throw new TensorFlareException(
                ErrorCode.SETTING,
                "'" + text + "' is not an amount of memory; write for example 512MB or 4GB");
    }
}
