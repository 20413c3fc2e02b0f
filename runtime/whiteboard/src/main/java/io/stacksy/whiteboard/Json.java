package io.stacksy.whiteboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.jakarta.rs.cfg.JakartaRSFeature;
import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import io.stacksy.route.JsonLimits;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.NoContentException;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Providers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the platform speaks it: names in snake case, times as ISO 8601, and nothing in a request that is not
 * understood. A mapper that the tool itself provides takes the place of this one.
 *
 * <p>Each container has its own, with its own cache of types, so that nothing outside of it ever knows a tool's classes.
 */
@Consumes({MediaType.APPLICATION_JSON, "application/*"}) // Jackson looks for the "+json"; Jakarta REST cannot say it
@Produces({MediaType.APPLICATION_JSON, "application/*"})
final class Json extends JacksonJsonProvider {
    private static final int CACHED_TYPES = 500;
    private static final int POOLED_BUFFERS = 32;

    private final ObjectMapper mapper = mapper();
    private @Nullable Providers providers;

    Json() {
        disable(JakartaRSFeature.ALLOW_EMPTY_INPUT);
    }

    private static ObjectMapper mapper() {
        JsonFactory factory = new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(JsonLimits.DEPTH)
                        .maxStringLength(JsonLimits.TEXT)
                        .maxNumberLength(JsonLimits.NUMBER)
                        .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS))
                .build();
        LookupCache<Object, JavaType> types = new LRUMap<>(16, CACHED_TYPES);
        return JsonMapper.builder(factory)
                .typeFactory(TypeFactory.defaultInstance().withCache(types))
                .addModules(new JavaTimeModule(), new Jdk8Module(), FiniteNumbers.module())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build();
    }

    @Context
    void use(Providers found) {
        providers = found;
    }

    @Override
    public ObjectMapper locateMapper(Class<?> type, @Nullable MediaType mediaType) {
        if (providers != null) {
            ContextResolver<ObjectMapper> resolver = providers.getContextResolver(ObjectMapper.class, mediaType);
            ObjectMapper own = resolver == null ? null : resolver.getContext(type);
            if (own != null) {
                return own;
            }
        }
        return mapper;
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        Object read = super.readFrom(type, genericType, annotations, mediaType, headers, new Utf8Input(body));
        if (read == null) {
            throw new NoContentException("the body is null");
        }
        return read;
    }

    /** Forgets the types it has seen. */
    void clear() {
        mapper.getTypeFactory().clearCache();
        _readers.clear();
        _writers.clear();
    }
}
