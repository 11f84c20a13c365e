package dev.skerry.cluster.link;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a node says of one of its allocations, for the allocation's tasks to show: the claims of a
/// JSON Web Token (RFC 7519), whose times are seconds since 1970.
///
/// @param iss the fleet
/// @param sub `NAMESPACE/JOB/GROUP/ALLOCATION`
/// @param aud for whom it is meant
/// @param iat when it was written
/// @param exp from when on it is worth nothing
public record IdentityClaims(String iss, String sub, List<String> aud, long iat, long exp) {
    /// The servers of the fleet.
    public static final String SERVERS = "skerry";

    /// So long it is worth something: whoever finds a copy has it no longer.
    public static final long LIFE_S = 3_600;

    private static final int WORDS = 4;
    private static final int WORD_CHARACTERS_MAX = 64;

    public IdentityClaims {
        Objects.requireNonNull(iss, "iss"); // it comes from outside
        Objects.requireNonNull(sub, "sub");
        aud = List.copyOf(aud);
    }

    /// What is meant by [#sub].
    public record Subject(String namespace, String job, String group, String allocation) {}

    /// The name of a fleet.
    ///
    /// @param authority SHA-256 of its authority's certificate, hexadecimal
    public static String fleet(String authority) {
        return "urn:skerry:" + authority;
    }

    /// For the servers of the fleet, from now on.
    public static IdentityClaims of(WorkOrder order, String fleet, long wallMs) {
        var slot = order.slot();
        var words =
                List.of(
                        slot.job().namespace(),
                        slot.job().name(),
                        slot.group(),
                        order.allocation());
        long at = Math.floorDiv(wallMs, 1_000);
        return new IdentityClaims(
                fleet, String.join("/", words), List.of(SERVERS), at, at + LIFE_S);
    }

    /// Null: it names no allocation.
    public @Nullable Subject subject() {
        var words = sub.split("/", WORDS + 1);
        if (words.length != WORDS) return null;
        for (var word : words)
            if (word.isEmpty() || word.length() > WORD_CHARACTERS_MAX) return null;
        return new Subject(words[0], words[1], words[2], words[3]);
    }
}
