package dev.skerry.servers.state;

import dev.skerry.kernel.Refusal;
import org.jspecify.annotations.Nullable;

/// What the address of a server may be.
public final class AddressBounds {
    public static final int CHARACTERS_MAX = 255;
    private static final int PORT_MAX = 65_535;

    private static final String SHOULD =
            "host:port by which others reach this server, as 10.0.0.1:4647, [fd00::1]:4647 or"
                    + " s1.example.org:4647; at most "
                    + CHARACTERS_MAX
                    + " characters, the port from 1 to "
                    + PORT_MAX;

    private static final String HOST =
            "[A-Za-z0-9][A-Za-z0-9._-]*|\\[(?=[^:]*:[^:]*:)[0-9A-Fa-f:.]+(%[A-Za-z0-9]+)?]";

    /// Where a server can listen, and nobody can reach it.
    private static final String NOWHERE = "0\\.0\\.0\\.0|\\[[0:.]+(%.*)?]";

    private AddressBounds() {}

    /// What is wrong with them; null: nothing.
    public static @Nullable Refusal wrong(Member.Addresses addresses) {
        var wrong = wrong("link", addresses.link());
        return wrong == null ? wrong("http", addresses.http()) : wrong;
    }

    /// What is wrong with one of them; null: nothing.
    ///
    /// @param field where it stands
    public static @Nullable Refusal wrong(String field, String address) {
        return right(address) ? null : new Refusal.Invalid(field, address, SHOULD);
    }

    private static boolean right(String address) {
        if (address.length() > CHARACTERS_MAX) return false;
        int colon = address.lastIndexOf(':');
        if (colon < 0) return false;
        var host = address.substring(0, colon);
        return port(address.substring(colon + 1)) && host.matches(HOST) && !host.matches(NOWHERE);
    }

    private static boolean port(String text) {
        return text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= PORT_MAX;
    }
}
