package dev.skerry.cli.api;

import java.net.InetAddress;
import java.net.URI;

/// What keeps a token from others on its way to a server.
///
/// @param authorities who may vouch for a server
/// @param plain a token may be sent without TLS to other machines as well
public record Secrecy(Authorities authorities, boolean plain) {
    /// The variable of the environment that may say `yes` to [#plain].
    public static final String VARIABLE = "SKERRY_PLAIN";

    public static final Secrecy USUAL = new Secrecy(Authorities.USUAL, false);

    /// Whether TLS is spoken there.
    public static boolean secure(String address) {
        return address.startsWith("https://");
    }

    /// Asked before a token is typed, and before it is sent.
    ///
    /// @throws Failure when others could read it on its way
    public void check(String address) throws Failure {
        if (plain || secure(address) || here(address)) return;
        throw new Failure(
                ExitCode.USAGE,
                "No token is sent to %s: that is plain HTTP to another machine.".formatted(address),
                "Start the server with --http-tls and say https://. --plain, or"
                        + " SKERRY_PLAIN=yes, sends it for everybody on the way to read.");
    }

    private static boolean here(String address) {
        var host = String.valueOf(URI.create(address).getHost());
        if (host.equalsIgnoreCase("localhost")) return true;
        try {
            return InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false; // what a name leads to may change
        }
    }
}
