package dev.skerry.trust.issuer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a JWT says, as JSON.
///
/// @param values maps, lists, texts, numbers, booleans
public record Claims(Map<String, ?> values) {
    /// Into which a name can lead.
    static final int DOTS_MAX = 16;

    /// The value of that name; null: there is none. A name that stands there whole, as
    /// `https://example.org/groups`, goes before one that its dots lead to.
    @Nullable Object find(String name) {
        return find(values, name);
    }

    private static @Nullable Object find(Map<?, ?> in, String name) {
        var whole = in.get(name);
        if (whole != null) return whole;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (!(in.get(name.substring(0, dot)) instanceof Map<?, ?> inner)) continue;
            var found = find(inner, name.substring(dot + 1));
            if (found != null) return found;
        }
        return null;
    }

    /// The value of that name, or all elements if it is a list, as texts; none: it is something
    /// else, or is not there.
    List<String> texts(String name) {
        var found = find(name);
        if (!(found instanceof List<?> list)) return texts(found);
        return list.stream().flatMap(it -> texts(it).stream()).toList();
    }

    private static List<String> texts(@Nullable Object value) {
        return switch (value) {
            case String text -> List.of(text);
            case Boolean flag -> List.of(flag.toString());
            case Number number -> List.of(text(number));
            case null, default -> List.of();
        };
    }

    /// Whole numbers as they are written: 42.
    private static String text(Number number) {
        double value = number.doubleValue();
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
        return whole ? Long.toString(number.longValue()) : number.toString();
    }

    /// A time in seconds since 1970, in milliseconds; null: there is none of that name.
    ///
    /// @throws Unlike when it is something else
    @Nullable Long timeMs(String name) throws Unlike {
        var found = values.get(name);
        if (found == null) return null;
        if (found instanceof Number number) {
            double seconds = number.doubleValue();
            if (seconds >= 0 && seconds < SECONDS_MAX) return (long) (seconds * 1_000);
        }
        throw new Unlike(name);
    }

    private static final double SECONDS_MAX = 1e11;

    /// A claim is there and is not what it should be.
    static final class Unlike extends Exception {
        private static final long serialVersionUID = 1;

        Unlike(String name) {
            super(name);
        }
    }
}
