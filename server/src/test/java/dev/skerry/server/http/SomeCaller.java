package dev.skerry.server.http;

import dev.skerry.http.Admitted;
import dev.skerry.http.Callers;
import dev.skerry.http.Need;
import dev.skerry.http.Stranger;
import dev.skerry.kernel.Caller;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Whoever calls is one and the same. What he may can be changed, at any moment; what he was asked
/// for is remembered.
final class SomeCaller implements Callers, Admitted {
    private static final Caller CALLER = new Caller(Caller.Kind.PERSON, "somebody");

    /// Each right that was looked for, with the place: `read cluster/jobs in namespace default`.
    final List<String> asked = new CopyOnWriteArrayList<>();

    /// Where he may do something: `namespace default`, `pool edge`, `fleet`.
    volatile List<String> places = List.of();

    /// What he may there, at most.
    volatile Need.Verb most = Need.Verb.ADMINISTER;

    /// Things to which he has no right anywhere, as `cluster/jobs`.
    volatile String denied = "";

    /// So often he is found to have a right that he has.
    final AtomicInteger times = new AtomicInteger(Integer.MAX_VALUE);

    /// One for each right that was looked for.
    final Semaphore looked = new Semaphore(0);

    /// So often he is found to be let in still, by who answers him.
    final AtomicInteger stands = new AtomicInteger(Integer.MAX_VALUE);

    /// What he is told as long as he is a stranger; empty: he is known.
    volatile String sentence = "";

    @Override
    public Admitted admit(InetAddress from, Map<String, String> said) {
        return sentence.isEmpty() ? this : new Stranger(CALLER, sentence);
    }

    @Override
    public Caller caller() {
        return CALLER;
    }

    @Override
    public boolean allows(Need.Right right, String place) {
        var scope = right.thing().scope().name().toLowerCase(Locale.ROOT);
        var where = place.equals("*") ? "fleet" : scope + " " + place;
        asked.add(right.text() + " in " + where);
        boolean meant = right.verb().compareTo(most) <= 0 && !right.thing().text().equals(denied);
        boolean has = meant && places.contains(where) && once(times);
        looked.release();
        return has;
    }

    @Override
    public boolean stands() {
        return Thread.currentThread().isVirtual() ? once(stands) : stands.get() > 0;
    }

    private static boolean once(AtomicInteger left) {
        return left.getAndUpdate(it -> Math.max(0, it - 1)) > 0;
    }

    @Override
    public String lack() {
        return "";
    }
}
