package io.stacksy.whiteboard;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Refuses a number such as {@code 1e400}, which would otherwise be read as infinite. */
final class FiniteNumbers {
    private FiniteNumbers() {}

    static Module module() {
        return new SimpleModule("finite-numbers")
                .addDeserializer(Double.class, new Doubles(Double.class, null))
                .addDeserializer(Double.TYPE, new Doubles(Double.TYPE, 0.0))
                .addDeserializer(Float.class, new Floats(Float.class, null))
                .addDeserializer(Float.TYPE, new Floats(Float.TYPE, 0.0f))
                .addDeserializer(Number.class, new Any()); // also for what is read without a type, as in a map
    }

    private static final class Doubles extends NumberDeserializers.DoubleDeserializer {
        Doubles(Class<Double> type, @Nullable Double absent) {
            super(type, absent);
        }

        @Override
        public @Nullable Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
            Double value = super.deserialize(json, context);
            return value == null || Double.isFinite(value) ? value : (Double) refuse(context, value);
        }

        private Object refuse(DeserializationContext context, Double value) throws IOException {
            return context.handleWeirdNumberValue(_valueClass, value, "out of range");
        }
    }

    private static final class Floats extends NumberDeserializers.FloatDeserializer {
        Floats(Class<Float> type, @Nullable Float absent) {
            super(type, absent);
        }

        @Override
        public @Nullable Float deserialize(JsonParser json, DeserializationContext context) throws IOException {
            Float value = super.deserialize(json, context);
            return value == null || Float.isFinite(value) ? value : (Float) refuse(context, value);
        }

        private Object refuse(DeserializationContext context, Float value) throws IOException {
            return context.handleWeirdNumberValue(_valueClass, value, "out of range");
        }
    }

    private static final class Any extends StdScalarDeserializer<Number> {
        private static final long serialVersionUID = 1L;

        Any() {
            super(Number.class);
        }

        @Override
        public Number deserialize(JsonParser json, DeserializationContext context) throws IOException {
            Number value = (Number) NumberDeserializers.NumberDeserializer.instance.deserialize(json, context);
            return value instanceof Double number && !Double.isFinite(number)
                    ? (Number) context.handleWeirdNumberValue(_valueClass, number, "out of range")
                    : value;
        }
    }
}
