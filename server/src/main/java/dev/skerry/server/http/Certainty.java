package dev.skerry.server.http;

import dev.skerry.http.Declined;
import dev.skerry.kernel.Refusal;
import dev.skerry.server.Leader;
import java.time.Duration;
import java.util.Map;

/// `?consistent` of whoever reads: the answer is made once it is certain that it shows all that
/// anybody was told is so when it was asked.
final class Certainty {
    static final String NAME = "consistent";

    /// What is not certain after so long is refused.
    private static final Duration WITHIN = Duration.ofSeconds(3);

    private final Leader leader;

    Certainty(Leader leader) {
        this.leader = leader;
    }

    /// @param query of a request that reads; what is understood here is taken out of it
    void await(Map<String, String> query) throws InterruptedException, Declined {
        var wanted = query.remove(NAME);
        if (wanted == null || wanted.equals("false")) return;
        if (!wanted.isEmpty() && !wanted.equals("true"))
            throw Declined.field(NAME, wanted, "true or false");
        if (Connections.whileThere(() -> leader.confirm(WITHIN))) return;
        throw new Declined(
                new Refusal.Unavailable(
                        "It is not certain that this server knows the newest state: it hears no"
                                + " leader, or not most of the servers. Try again shortly, or read"
                                + " without \"consistent\"."));
    }
}
