package dev.skerry.servers.decide;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import dev.skerry.servers.ServersFact;
import dev.skerry.servers.ServersMessage;
import dev.skerry.servers.state.ServerToken;
import dev.skerry.servers.state.Servers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How tokens that servers join with come and go.
public final class ServerTokenDecisions {
    /// Those that can be used.
    public static final int OPEN_MAX = 20;

    public static final long LIFE_MIN_MS = 60_000;
    public static final long LIFE_MAX_MS = 24L * 3_600_000;

    /// Whoever comes with a token that has ended is told so, for as long ...
    static final long ENDED_REMEMBERED_MS = 24L * 3_600_000;

    /// ... and of as many.
    static final int ENDED_MAX = 20;

    private ServerTokenDecisions() {}

    public static Decision<ServersFact, NoEffect> issue(
            Servers servers, ServersMessage.IssueToken message, Now now) {
        var wrong = wrong(servers, message, now);
        if (wrong != null) return Decision.refuse(wrong);
        var facts = new ArrayList<ServersFact>();
        var over = over(servers, now);
        if (!over.isEmpty()) facts.add(new ServersFact.TokensForgotten(over));
        facts.add(
                new ServersFact.TokenIssued(
                        new ServerToken(
                                message.hash(), now.tickMs(), now.wallMs(), message.lifeMs(), "")));
        return Decision.of(facts);
    }

    private static @Nullable Refusal wrong(
            Servers servers, ServersMessage.IssueToken message, Now now) {
        if (!message.hash().matches("[0-9a-f]{64}"))
            return new Refusal.Invalid("hash", "…", "a SHA-256 in 64 hexadecimal digits");
        if (message.lifeMs() < LIFE_MIN_MS || message.lifeMs() > LIFE_MAX_MS)
            return new Refusal.Invalid("ttl", Text.duration(message.lifeMs()), "from 1m to 24h");
        if (servers.tokens().has(message.hash()))
            return new Refusal.Conflict("This token is already there.", "Make another secret.");
        long open = servers.tokens().values().stream().filter(it -> it.open(now)).count();
        return open < OPEN_MAX
                ? null
                : new Refusal.Full("join tokens for servers that are not used", OPEN_MAX, "tokens");
    }

    /// Tokens that ended long ago, or before many others did.
    private static List<String> over(Servers servers, Now now) {
        var ended =
                servers.tokens().values().stream()
                        .filter(it -> !it.used() && it.expired(now))
                        .sorted(
                                Comparator.comparingLong(ServerToken::expiresTickMs)
                                        .thenComparing(ServerToken::hash))
                        .toList();
        var over = new ArrayList<String>();
        for (int i = 0; i < ended.size(); i++) {
            var token = ended.get(i);
            boolean longAgo = token.expiresTickMs() + ENDED_REMEMBERED_MS < now.tickMs();
            if (longAgo || i < ended.size() - ENDED_MAX) over.add(token.hash());
        }
        return over;
    }
}
