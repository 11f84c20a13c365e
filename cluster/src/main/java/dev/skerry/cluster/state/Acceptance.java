package dev.skerry.cluster.state;

import java.util.List;

/// How a version of a job came to be.
///
/// @param wallMs when it was accepted, for people; 0: nobody knows
/// @param by who asked for it, as [dev.skerry.kernel.Caller#text] has it; empty: nobody knows, as
///   it is from a time when that was not noted
/// @param from of what came back, the version whose spec it has; of what was scaled, the version
///   that it was before; of a child, that of its parent; otherwise 0
/// @param signers the keys by which its file was signed, by their fingerprints. What has come back
///   has those of the version that it is, what was scaled those of the one before, and a child
///   those of its parent
public record Acceptance(long wallMs, String by, How how, long from, List<String> signers) {
    /// Of a version of which only the spec is known.
    public static final Acceptance UNKNOWN = new Acceptance(0, "", How.SUBMITTED, 0, List.of());

    /// What somebody did to have it.
    public enum How {
        /// A file was sent.
        SUBMITTED,
        /// An earlier version was brought back.
        REVERTED,
        /// The count of a group was changed.
        SCALED,
        /// Its parent was launched, by a calendar or by hand.
        LAUNCHED,
        /// Its parent was dispatched.
        DISPATCHED
    }

    public Acceptance {
        signers = List.copyOf(signers);
    }
}
