package dev.skerry.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

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
}
