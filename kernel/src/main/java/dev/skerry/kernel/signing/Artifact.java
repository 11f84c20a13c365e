package dev.skerry.kernel.signing;

/// Something that comes from outside, says what shall run, and may have to be signed.
///
/// @param kind one of its room's [dev.skerry.kernel.Machine#kinds], in the singular: `job`
/// @param namespace in which it shall be
/// @param again it was taken in before, with these signatures, and comes back
public record Artifact(String kind, String namespace, Signatures signatures, boolean again) {
    /// One that comes from outside now.
    public Artifact(String kind, String namespace, Signatures signatures) {
        this(kind, namespace, signatures, false);
    }
}
