package dev.skerry.agent.driver;

import java.util.ArrayList;
import java.util.List;

/// What this node has of one driver.
///
/// @param words for the scheduler: the driver's name when it works here, and behind it and a dot
///   what it has or confines; none: it does not work here
/// @param shortcomings what it cannot do for its tasks, one sentence each, for people
public record DriverFacts(List<String> words, List<String> shortcomings) {
    public DriverFacts {
        words = List.copyOf(words);
        shortcomings = List.copyOf(shortcomings);
    }

    /// Of one that works here.
    ///
    /// @param has what it has or confines
    public static DriverFacts of(String driver, List<String> has, List<String> shortcomings) {
        var words = new ArrayList<String>();
        words.add(driver);
        for (var word : has) words.add(driver + "." + word);
        return new DriverFacts(words, shortcomings);
    }
}
