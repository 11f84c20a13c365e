package dev.skerry.cluster.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A thing that somebody names, looked for among those that he sees. What is not there and what he
/// does not see take one way: a look-up by the id, a judgement, and then each thing that there is,
/// judged before it is compared. So neither the answer nor its time tells one from the other.
///
/// @param byId null: nothing has that id
/// @param all that there are
/// @param place in which a thing is: a namespace or a pool
/// @param seen whether he sees what is there
record Sought<T>(
        Function<String, @Nullable T> byId,
        Iterable<T> all,
        Function<T, String> place,
        Predicate<String> seen) {
    /// Where nothing is.
    private static final String NOWHERE = "";

    /// Those that are meant: the one with that id; else those with that name; else those that begin
    /// so.
    List<T> meant(String said, BiPredicate<T, String> named, BiPredicate<T, String> begins) {
        var found = byId.apply(said);
        boolean sees = seen.test(found == null ? NOWHERE : place.apply(found));
        if (found != null && sees) return List.of(found);
        var same = new ArrayList<T>();
        var begin = new ArrayList<T>();
        for (var each : all) {
            if (!seen.test(place.apply(each))) continue;
            if (named.test(each, said)) same.add(each);
            if (begins.test(each, said)) begin.add(each);
        }
        return same.isEmpty() ? begin : same;
    }
}
