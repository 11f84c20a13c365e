package dev.skerry.bench.history;

/// What one key holds.
///
/// @param version how often it was written; 0: never
/// @param value what was written last
public record Register(long version, long value) {
    public static final Register NEW = new Register(0, 0);

    Register written(long next) {
        return new Register(version + 1, next);
    }

    @Override
    public String toString() {
        return version == 0 ? "nothing" : "value %d, version %d".formatted(value, version);
    }
}
