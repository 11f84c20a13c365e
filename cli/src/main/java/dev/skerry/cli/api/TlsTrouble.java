package dev.skerry.cli.api;

import java.util.Locale;
import javax.net.ssl.SSLException;

/// Why there is no TLS with a server, for people.
final class TlsTrouble {
    private static final int CAUSES_MAX = 50;

    private TlsTrouble() {}

    static Failure failure(String address, Authorities authorities, SSLException why) {
        Throwable at = why;
        for (int i = 0; at != null && i < CAUSES_MAX; i++, at = at.getCause())
            if (at instanceof ServerCheck.Doubt doubt) return doubted(address, authorities, doubt);
        var words = String.valueOf(why.getMessage());
        if (words.toLowerCase(Locale.ROOT).contains("unrecognized ssl message"))
            return unreachable(
                    "What answers at " + address + " does not speak TLS.",
                    "A server speaks plain HTTP unless it was started with --http-tls: try"
                            + " --address http://…");
        return unreachable(
                "No TLS with " + address + ": " + words + ".", "Servers speak TLS 1.3 and 1.2.");
    }

    private static Failure doubted(
            String address, Authorities authorities, ServerCheck.Doubt doubt) {
        var certificate = "The certificate of " + address;
        var words = String.valueOf(doubt.getMessage());
        return switch (doubt.about) {
            case AUTHORITY ->
                    authorities.usual()
                            ? unreachable(
                                    certificate + " is of an authority that is not known here.",
                                    "`skerry server ca` prints it where the server runs. `skerry"
                                            + " login --ca FILE` takes it and keeps it, or --ca"
                                            + " sha256:… as the server says at its start.")
                            : unreachable(
                                    "%s is not of the authority in %s."
                                            .formatted(certificate, authorities.origin()),
                                    "Somebody may be in between. Or the server has another"
                                            + " authority by now: `skerry server ca` prints it"
                                            + " where it runs, and --ca takes it.");
            case NAME ->
                    unreachable(
                            words.isEmpty()
                                    ? certificate + " is for no name at all."
                                    : certificate + " is for other names: " + words + ".",
                            "Call it by one of them, or start the server with --names.");
            case TIME ->
                    unreachable(
                            certificate + " " + words + ".",
                            "A server renews its own: look at the clocks of both machines. One of"
                                    + " --http-tls FOLDER is renewed by whoever gave it.");
            case OTHER -> unreachable(certificate + " is not believed: " + words + ".", "");
        };
    }

    private static Failure unreachable(String sentence, String advice) {
        return new Failure(ExitCode.UNREACHABLE, sentence, advice);
    }
}
