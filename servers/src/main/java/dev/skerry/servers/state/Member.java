package dev.skerry.servers.state;

/// One server of the control plane.
///
/// @param id `s1`, `s2`, …, in the order in which they came; none is ever used twice
/// @param joinedWallMs when it became one, for people
public record Member(String id, Addresses addresses, ServerBuild build, long joinedWallMs) {
    private static final int DIGITS_MAX = 9;

    /// Where others reach it, as `host:port`; [AddressBounds] says what such a text may be.
    ///
    /// @param link where nodes and other servers connect
    /// @param http where the API and the pages are
    public record Addresses(String link, String http) {}

    /// The id of the server that comes at that place in the order, from 1 on.
    public static String id(long number) {
        return "s" + number;
    }

    /// Its place in the order.
    public long number() {
        return number(id);
    }

    /// The place of the id; 0: the text is no id.
    public static long number(String id) {
        boolean right = id.length() <= 1 + DIGITS_MAX && id.matches("s[1-9][0-9]*");
        return right ? Long.parseLong(id.substring(1)) : 0;
    }
}
