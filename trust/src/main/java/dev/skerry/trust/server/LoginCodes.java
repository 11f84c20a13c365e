package dev.skerry.trust.server;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Codes by which somebody who is logged in logs a browser in, each once. They are in memory, of
/// this server, and stand in addresses of pages, where a token must not: so they are soon worth
/// nothing.
public final class LoginCodes {
    static final long LIFE_MS = 60_000;
    static final long LIFE_MAX_MS = 600_000;

    /// Of all tokens together.
    static final int CODES_MAX = 1_000;

    /// Of one token; the oldest makes room for the next.
    static final int CODES_OF_TOKEN_MAX = 10;

    private final SecureRandom random;

    /// By their hashes: how long it takes to find one says nothing about another.
    private final Map<String, Login> byHash = new HashMap<>();

    private final Map<String, Deque<String>> ofToken = new HashMap<>();

    /// The servers' clock goes back once, when a server takes over the time of the log. A code of
    /// before would work for as long again: it is none.
    private record Login(TokenText token, long madeTickMs, long lifeMs) {
        boolean over(long tickMs) {
            return tickMs < madeTickMs || tickMs - madeTickMs >= lifeMs;
        }
    }

    public LoginCodes(SecureRandom random) {
        this.random = random;
    }

    /// A code for a token; null: too many wait to be used.
    public synchronized @Nullable String make(TokenText token, long tickMs, long lifeMs) {
        var own = ofToken.getOrDefault(token.id(), new ArrayDeque<>());
        if (own.size() >= CODES_OF_TOKEN_MAX) take(own.getFirst());
        if (byHash.size() >= CODES_MAX) forget(tickMs);
        if (byHash.size() >= CODES_MAX) return null;
        var code = TokenText.secret(random);
        var hash = TokenText.hash(code);
        byHash.put(hash, new Login(token, tickMs, lifeMs));
        ofToken.computeIfAbsent(token.id(), _ -> new ArrayDeque<>()).add(hash);
        return code;
    }

    /// The token that the code is for, and no other time; null: it is none, or was used, or is too
    /// old.
    public synchronized @Nullable TokenText use(String code, long tickMs) {
        var login = take(TokenText.hash(code));
        return login == null || login.over(tickMs) ? null : login.token;
    }

    private @Nullable Login take(String hash) {
        var login = byHash.remove(hash);
        if (login == null) return null;
        ofToken.computeIfPresent(
                login.token.id(),
                (_, own) -> {
                    own.remove(hash);
                    return own.isEmpty() ? null : own;
                });
        return login;
    }

    private void forget(long tickMs) {
        var old =
                byHash.entrySet().stream()
                        .filter(it -> it.getValue().over(tickMs))
                        .map(Map.Entry::getKey)
                        .toList();
        old.forEach(this::take);
    }
}
