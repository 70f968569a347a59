package dev.darkroom.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.darkroom.events.Alias;
import dev.darkroom.events.CatalogueName;
import dev.darkroom.events.Digest;
import dev.darkroom.events.DiskFormat;
import dev.darkroom.events.FailureCode;
import dev.darkroom.events.ImageId;
import dev.darkroom.events.ImageKey;
import dev.darkroom.events.ImageReady;
import dev.darkroom.events.ImageSpec;
import dev.darkroom.events.Proof;
import dev.darkroom.events.SourceUri;
import dev.darkroom.events.TargetName;
import dev.darkroom.events.Visibility;
import java.io.IOException;
import java.util.function.Function;

/**
 * The JSON of events and of the registry's answers: snake_case names, value types as text, absent instead of null. Within a
 * map a null stays: in a catalogue it takes away what an entry would inherit.
 */
public final class Json {
    private static final ObjectMapper MAPPER = configure(JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private Json() {}

    /** The shared mapper; it is safe for use by many threads and must not be reconfigured. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** Makes any mapper speak this JSON, such as the one that a framework brings. */
    public static <M extends ObjectMapper> M configure(M mapper) {
        mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        mapper.setDefaultPropertyInclusion(
                JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS));
        // A later minor version may add a field: an older consumer reads on.
        mapper.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        refuse(
                mapper,
                LogicalType.Textual,
                CoercionInputShape.Integer,
                CoercionInputShape.Float,
                CoercionInputShape.Boolean);
        refuse(mapper, LogicalType.Integer, CoercionInputShape.String, CoercionInputShape.Boolean);
        refuse(mapper, LogicalType.Boolean, CoercionInputShape.String, CoercionInputShape.Integer);
        mapper.registerModule(valueTypes());
        mapper.addMixIn(ImageSpec.class, ImageSpecNames.class);
        return mapper;
    }

    /** What the schemas call wrong is wrong: {@code "5"} is no number. */
    private static void refuse(ObjectMapper mapper, LogicalType type, CoercionInputShape... shapes) {
        for (CoercionInputShape shape : shapes) {
            mapper.coercionConfigFor(type).setCoercion(shape, CoercionAction.Fail);
        }
    }

    private abstract static class ImageSpecNames {
        /** {@code protected} is a word of the Java language. */
        @JsonProperty("protected")
        abstract boolean protectedImage();
    }

    private static SimpleModule valueTypes() {
        var module = new SimpleModule("darkroom");
        text(module, ImageKey.class, ImageKey::value, ImageKey::new);
        text(module, Alias.class, Alias::value, Alias::new);
        text(module, TargetName.class, TargetName::value, TargetName::new);
        text(module, CatalogueName.class, CatalogueName::value, CatalogueName::new);
        text(module, ImageId.class, ImageId::toString, ImageId::parse);
        text(module, Digest.class, Digest::toString, Digest::parse);
        text(module, Proof.class, Proof::text, Proof::new);
        text(module, DiskFormat.class, DiskFormat::label, DiskFormat::of);
        text(module, Visibility.class, Visibility::label, Visibility::of);
        text(module, FailureCode.class, FailureCode::label, FailureCode::of);
        text(module, SourceUri.class, uri -> uri.exact().toString(), SourceUri::parse);
        text(module, ImageReady.Outcome.class, ImageReady.Outcome::toString, ImageReady.Outcome::of);
        module.addSerializer(Double.class, new ToNumber());
        return module;
    }

    private static <T> void text(
            SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
        module.addSerializer(type, new ToText<>(type, write));
        module.addDeserializer(type, new FromText<>(type, read));
        module.addKeyDeserializer(type, new KeyFromText(read));
    }

    private static final class ToText<T> extends StdScalarSerializer<T> {
        private final transient Function<T, String> write;

        ToText(Class<T> type, Function<T, String> write) {
            super(type);
            this.write = write;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(write.apply(value));
        }
    }

    /** A number that is too large ({@code 1e400}) is read as infinite, and must not come out as the text of that name. */
    private static final class ToNumber extends StdScalarSerializer<Double> {
        ToNumber() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (value.isInfinite()) {
                out.writeNumber(value > 0 ? "1e999" : "-1e999");
            } else {
                out.writeNumber(value);
            }
        }
    }

    private static final class FromText<T> extends StdScalarDeserializer<T> {
        private final transient Function<String, T> read;

        FromText(Class<T> type, Function<String, T> read) {
            super(type);
            this.read = read;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.hasToken(JsonToken.VALUE_STRING)) {
                return context.reportInputMismatch(String.class, "not text");
            }
            try {
                return read.apply(in.getText());
            } catch (IllegalArgumentException e) {
                throw JsonMappingException.from(in, e.getMessage(), e);
            }
        }
    }

    private static final class KeyFromText extends KeyDeserializer {
        private final Function<String, ?> read;

        KeyFromText(Function<String, ?> read) {
            this.read = read;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) throws IOException {
            try {
                return read.apply(key);
            } catch (IllegalArgumentException e) {
                return context.reportInputMismatch(Object.class, "%s", e.getMessage());
            }
        }
    }
}
