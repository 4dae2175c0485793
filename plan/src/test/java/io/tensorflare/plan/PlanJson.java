package io.tensorflare.plan;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * How Jackson writes and reads plans, without an annotation in them: the record's class names each
 * variant, and a literal's value its own.
 */
final class PlanJson {
    private static final List<Class<?>> VARIANTS =
            List.of(
                    Plan.class,
                    Expression.class,
                    Type.class,
                    Aggregation.class,
                    Aggregation.Dimension.class,
                    JoinMethod.class,
                    JoinMethod.Index.class,
                    WindowFunction.class,
                    WindowFrame.Bound.class);

    private static final ObjectMapper MAPPER = mapper();

    @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
    private interface Variant {}

    private abstract static class LiteralValue {
        @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.WRAPPER_ARRAY)
        abstract Object value();
    }

    private PlanJson() {}

    static String write(Plan plan) {
        try {
            return MAPPER.writerFor(Plan.class).writeValueAsString(plan);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static Plan read(String json) {
        try {
            return MAPPER.readValue(json, Plan.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectMapper mapper() {
        SimpleModule optionals = new SimpleModule();
        add(
                optionals,
                OptionalInt.class,
                o -> o.isPresent() ? o.getAsInt() : null,
                o -> o.map(OptionalInt::of).orElse(OptionalInt.empty()),
                Integer.class);
        add(
                optionals,
                OptionalLong.class,
                o -> o.isPresent() ? o.getAsLong() : null,
                o -> o.map(OptionalLong::of).orElse(OptionalLong.empty()),
                Long.class);
        add(optionals, Optional.class, PlanJson::orNull, o -> o, Expression.class);
        JsonMapper.Builder builder =
                JsonMapper.builder()
                        .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                        .addModule(optionals);
        VARIANTS.forEach(variant -> builder.addMixIn(variant, Variant.class));
        return builder.addMixIn(Expression.Literal.class, LiteralValue.class).build();
    }

    private static Object orNull(Optional<?> optional) {
        return optional.orElse(null);
    }

    /** An optional is its value, or null. */
    private static <O, V> void add(
            SimpleModule module,
            Class<O> type,
            Function<O, Object> value,
            Function<Optional<V>, O> optional,
            Class<V> content) {
        module.addSerializer(
                type,
                new JsonSerializer<O>() {
                    @Override
                    public void serialize(O it, JsonGenerator out, SerializerProvider provider)
                            throws IOException {
                        Object held = value.apply(it);
                        if (held == null) {
                            out.writeNull();
                        } else {
                            provider.findTypedValueSerializer(held.getClass(), true, null)
                                    .serialize(held, out, provider);
                        }
                    }
                });
        module.addDeserializer(
                type,
                new JsonDeserializer<O>() {
                    @Override
                    public O deserialize(JsonParser in, DeserializationContext context)
                            throws IOException {
                        return optional.apply(Optional.of(in.readValueAs(content)));
                    }

                    @Override
                    public O getNullValue(DeserializationContext context) {
                        return optional.apply(Optional.empty());
                    }
                });
    }
}
