package dev.skerry.json;

import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;
import io.avaje.json.JsonException;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.spi.JsonbComponent;
import java.util.function.Function;

/// How the values of one room become UTF-8 JSON and come back the same, by adapters that are
/// generated at compile time.
public final class JsonForms {
    private final Jsonb jsonb;

    private JsonForms(Jsonb jsonb) {
        this.jsonb = jsonb;
    }

    /// The form of a type.
    public <T> Form<T> of(Class<T> type) {
        return new OfType<>(jsonb.type(type));
    }

    /// Forms of no type yet: add what the room has.
    public static Builder builder() {
        return new Builder();
    }

    /// Puts the forms of one room together.
    public static final class Builder {
        private final Jsonb.Builder builder =
                Jsonb.builder()
                        .serializeNulls(false)
                        .add(ExactAdapters::maps)
                        .add(Double.TYPE, new ExactAdapters.OfDouble())
                        .add(Double.class, new ExactAdapters.OfDouble());

        private Builder() {}

        /// A sealed type, as an object with one key.
        public <T> Builder sealed(Class<T> type, SealedNames<T> names) {
            builder.add(type, it -> new SealedAdapter<>(it, names));
            return this;
        }

        /// A type that is written as another, and made of what is read as that one. What it cannot
        /// be made of is malformed: `from` throws an `IllegalArgumentException`.
        public <T, F> Builder through(
                Class<T> type, Class<F> form, Function<T, F> to, Function<F, T> from) {
            builder.add(type, it -> new ThroughAdapter<>(it.adapter(form), to, from));
            return this;
        }

        /// All that was generated for a module, registered at once: for servers.
        public Builder all(JsonbComponent generated) {
            builder.add(generated);
            return this;
        }

        /// What was generated for types below a package, each loaded when it is met first: for
        /// nodes, whose memory is short.
        ///
        /// @param below with its last dot: `dev.skerry.cluster.`
        public Builder whenMet(String below) {
            builder.add(new NamedAdapters(below));
            return this;
        }

        public JsonForms build() {
            return new JsonForms(builder.build());
        }
    }

    private record OfType<T>(JsonType<T> type) implements Form<T> {
        @Override
        public byte[] encode(T value) {
            return type.toJsonBytes(value);
        }

        @Override
        public T decode(byte[] bytes) throws Malformed {
            try {
                return type.fromJson(bytes);
            } catch (JsonException
                    | NullPointerException
                    | IllegalArgumentException
                    | IndexOutOfBoundsException e) { // the last: it ends within an escape
                throw malformed(e);
            } catch (StackOverflowError e) { // what is not known is skipped by calls that nest
                throw malformed(new IllegalArgumentException("it nests too deep", e));
            }
        }
    }

    private static Malformed malformed(Exception cause) {
        return new Malformed("not what is expected here: " + cause.getMessage(), cause);
    }
}
