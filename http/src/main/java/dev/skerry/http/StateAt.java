package dev.skerry.http;

/// What a room knew at one index of the log.
public record StateAt<S>(long index, S state) {}
