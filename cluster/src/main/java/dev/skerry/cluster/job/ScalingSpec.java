package dev.skerry.cluster.job;

/// Between which counts a group may be scaled, by whoever may scale it and by its own job file.
///
/// @param min the smallest count
/// @param max the largest count
public record ScalingSpec(int min, int max) {
    public static final String NOT_SCALED = "left out: only the groups of a service are scaled";

    /// Whether it may be so many.
    public boolean has(long count) {
        return count >= min && count <= max;
    }

    /// What a count would have to be, for people.
    public String should(String group) {
        return "from %d to %d, the scaling bounds of group %s".formatted(min, max, group);
    }
}
