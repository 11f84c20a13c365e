package dev.skerry.kernel.signing;

/// Something that comes from outside, says what shall run, and may have to be signed.
///
/// @param kind one of its room's [dev.skerry.kernel.Machine#kinds], in the singular: `job`
/// @param namespace in which it shall be
public record Artifact(String kind, String namespace, Signatures signatures) {}
