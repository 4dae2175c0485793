package io.tensorflare.planner.validate;

import com.google.common.collect.Multimap;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.Metadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.ProxyingMetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataProvider;
import org.apache.calcite.rel.metadata.UnboundMetadata;

/**
 * Calcite's default facts about operators, by reflection: no Java is compiled at run time, as
 * Calcite's own way would. Each handler and each lookup is made once for the process.
 */
final class MetadataHandlers implements MetadataHandlerProvider {
    static final MetadataHandlers INSTANCE = new MetadataHandlers();

    private final Map<Class<?>, MetadataHandler<?>> handlers = new ConcurrentHashMap<>();
    private final MetadataHandlerProvider maker =
            new ProxyingMetadataHandlerProvider(new Remembering());

    private MetadataHandlers() {}

    @Override
    public <H extends MetadataHandler<?>> H handler(Class<H> kind) {
        return kind.cast(handlers.computeIfAbsent(kind, unused -> maker.handler(kind)));
    }

    /** The default provider; what it finds for a class of operator and a kind of fact is kept. */
    private static final class Remembering implements RelMetadataProvider {
        private record Key(Class<? extends RelNode> operator, Class<? extends Metadata> fact) {}

        private final Map<Key, UnboundMetadata<?>> found = new ConcurrentHashMap<>();

        @Override
        @Deprecated
        @SuppressWarnings("unchecked")
        public <M extends Metadata> UnboundMetadata<M> apply(
                Class<? extends RelNode> operator, Class<? extends M> fact) {
            return (UnboundMetadata<M>)
                    found.computeIfAbsent(
                            new Key(operator, fact),
                            key -> DefaultRelMetadataProvider.INSTANCE.apply(operator, fact));
        }

        @Override
        @Deprecated
        public <M extends Metadata> Multimap<Method, MetadataHandler<M>> handlers(
                MetadataDef<M> definition) {
            return DefaultRelMetadataProvider.INSTANCE.handlers(definition);
        }

        @Override
        public java.util.List<MetadataHandler<?>> handlers(
                Class<? extends MetadataHandler<?>> kind) {
            return DefaultRelMetadataProvider.INSTANCE.handlers(kind);
        }
    }
}
