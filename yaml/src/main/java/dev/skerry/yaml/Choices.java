package dev.skerry.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// The words of a closed set, in the order in which they are shown; see [Value#choice].
public final class Choices {
    private Choices() {}

    public static <T> Map<String, T> of(String a, T first, String b, T second) {
        var choices = new LinkedHashMap<String, T>();
        choices.put(a, first);
        choices.put(b, second);
        return Collections.unmodifiableMap(choices);
    }

    public static <T> Map<String, T> of(String a, T first, String b, T second, String c, T third) {
        var choices = new LinkedHashMap<>(of(a, first, b, second));
        choices.put(c, third);
        return Collections.unmodifiableMap(choices);
    }

    /// Those of an enumeration, in its order.
    public static <T> Map<String, T> of(T[] all, Function<T, String> word) {
        var choices = new LinkedHashMap<String, T>();
        for (var each : all) choices.put(word.apply(each), each);
        return Collections.unmodifiableMap(choices);
    }
}
