package dev.skerry.server.trust.jwt;

import com.nimbusds.jose.jwk.JWK;
import dev.skerry.http.Declined;
import dev.skerry.server.Events;
import dev.skerry.trust.issuer.Issuer;
import dev.skerry.trust.server.issuers.KeysState;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The keys of one issuer that are read from an address, kept and read again.
///
/// | what is known             | when it is read (again)                                    |
/// |---------------------------|------------------------------------------------------------|
/// | nothing                   | at once; 10 s after a try that failed                      |
/// | keys, 10 minutes old      | at once; a minute after a try that failed                  |
/// | keys, and not that one    | at once, if the last try is a minute ago                   |
/// | keys, a day old           | as those of 10 minutes; until it succeeds they are no good |
///
/// One reads, and who has a key that fits does not wait for it. What is read, and when, depends on
/// the clock that it is given. That goes back once, when a server takes over the time of the log:
/// what is that far ahead of it is old.
final class KeyRing {
    static final long FRESH_MS = 10 * 60_000;
    static final long GOOD_MS = 24 * 3_600_000;
    static final long AGAIN_MS = 60_000;
    static final long FIRST_AGAIN_MS = 10_000;

    /// Each holds a request meanwhile; who comes then makes do with the keys there are.
    private static final int WAITING_MAX = 64;

    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final long WAIT_MAX_S = 2 * KeyFetch.WITHIN.toSeconds();

    /// Reads them.
    interface KeyReading {
        String jwks(Issuer issuer) throws IOException, InterruptedException;
    }

    private final Issuer issuer;
    private final KeyReading reading;
    private final Semaphore waiting = new Semaphore(WAITING_MAX);
    private @Nullable PublicKeys keys;
    private long readTickMs = NEVER;
    private long triedTickMs = NEVER;
    private long failed;
    private String wrong = "";
    private @Nullable CompletableFuture<Void> busy;

    KeyRing(Issuer issuer, KeyReading reading) {
        this.issuer = issuer;
        this.reading = reading;
    }

    /// Whether it is for that issuer, as it is said to be now. Whoever changes anything of it ends
    /// what was given on its word, and means its keys as they are from then on: those that were
    /// read before could be what is to be ended.
    boolean of(Issuer other) {
        return issuer.equals(other);
    }

    /// The keys that a JWT may be signed with, read before if need be.
    ///
    /// @param id that the JWT names; null: it names none
    /// @throws Declined when there are none
    List<JWK> named(@Nullable String id, long tickMs) throws Declined, InterruptedException {
        look(due(id, tickMs), id, tickMs);
        return known(id, tickMs);
    }

    /// None of those keys has signed it: the issuer may have others by now.
    ///
    /// @return whether they were read again
    boolean again(long tickMs) throws InterruptedException {
        long before = readAt();
        look(triedLongAgo(AGAIN_MS, tickMs), null, tickMs);
        return readAt() != before;
    }

    private synchronized long readAt() {
        return readTickMs;
    }

    private synchronized boolean triedLongAgo(long ms, long tickMs) {
        return apart(tickMs, triedTickMs) >= ms;
    }

    private static long apart(long tickMs, long otherTickMs) {
        return Math.abs(tickMs - otherTickMs);
    }

    private synchronized boolean due(@Nullable String id, long tickMs) {
        if (keys == null) return triedLongAgo(FIRST_AGAIN_MS, tickMs);
        boolean old = apart(tickMs, readTickMs) >= FRESH_MS;
        boolean unknown = keys.named(id).isEmpty();
        return (old || unknown) && triedLongAgo(AGAIN_MS, tickMs);
    }

    private synchronized List<JWK> known(@Nullable String id, long tickMs) throws Declined {
        if (keys != null && apart(tickMs, readTickMs) < GOOD_MS) return keys.named(id);
        throw new Declined(
                503,
                "The keys of issuer %s cannot be read now; log in later.".formatted(issuer.name()));
    }

    private void look(boolean due, @Nullable String id, long tickMs) throws InterruptedException {
        CompletableFuture<Void> others;
        CompletableFuture<Void> own = null;
        synchronized (this) {
            others = busy;
            boolean served = keys != null && id != null && !keys.named(id).isEmpty();
            if (others != null && served) return;
            if (others == null && !due) return;
            if (others == null) {
                own = new CompletableFuture<>();
                busy = own;
                triedTickMs = tickMs;
            }
        }
        if (own != null) read(own, tickMs);
        else if (others != null) await(others);
    }

    private void await(CompletableFuture<Void> others) throws InterruptedException {
        if (!waiting.tryAcquire()) return;
        try {
            others.get(WAIT_MAX_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // what is known by now is looked at
        } finally {
            waiting.release();
        }
    }

    private void read(CompletableFuture<Void> own, long tickMs) throws InterruptedException {
        try {
            var read = PublicKeys.parse(reading.jwks(issuer));
            succeeded(read, tickMs);
        } catch (IOException | ParseException e) {
            failed(String.valueOf(e.getMessage()));
        } finally {
            synchronized (this) {
                busy = null;
            }
            own.complete(null);
        }
    }

    private synchronized void succeeded(PublicKeys read, long tickMs) {
        if (!wrong.isEmpty()) Events.say("the keys of issuer " + issuer.name() + " are read again");
        keys = read;
        readTickMs = tickMs;
        wrong = "";
    }

    private synchronized void failed(String why) {
        failed++;
        if (!why.equals(wrong))
            Events.say(
                    "the keys of issuer %s cannot be read%s: %s"
                            .formatted(
                                    issuer.name(), keys == null ? "" : ", the last are kept", why));
        wrong = why;
    }

    synchronized KeysState state() {
        return new KeysState(
                issuer.name(), keys == null ? 0 : keys.all().size(), readTickMs, failed, wrong);
    }
}
