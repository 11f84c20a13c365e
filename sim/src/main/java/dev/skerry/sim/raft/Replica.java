package dev.skerry.sim.raft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One server's part of the replicated log: Raft, as far as the product needs it of Apache Ratis.
/// It reads no clock and sends nothing itself: what time it is and what comes are arguments, what
/// is to be sent is put into a [Post].
///
/// | role      | what it does                                                                   |
/// |-----------|--------------------------------------------------------------------------------|
/// | FOLLOWER  | takes entries of whoever leads; when nothing is heard, becomes a CANDIDATE     |
/// | CANDIDATE | asks whether most have lost their leader too, then for their votes             |
/// | LEADER    | appends; an entry that most have in its term is committed. It leads no more    |
/// |           | once most were not heard for a while, or somebody is of a later term           |
///
/// Term, vote, log and the saved state outlive the process; see [#killed].
public final class Replica {
    /// As in the product.
    public static final long PATIENCE_MIN_MS = 1_000;

    public static final long PATIENCE_MAX_MS = 1_600;
    public static final long BEAT_EVERY_MS = PATIENCE_MIN_MS / 2;

    private static final int ENTRIES_MAX = 50;
    private static final int NOBODY = 0;

    private final int self;
    private final Set<Integer> others = new TreeSet<>();
    private final LongSupplier patience;
    private final Post post;

    // ---- on its disk
    private final KeptLog log = new KeptLog();
    private long term;
    private int votedFor = NOBODY;
    private SavedAt saved = SavedAt.NOTHING;

    /// What is behind that entry is not forced to the disk yet.
    private long synced;

    // ---- in its memory
    private Role role = Role.FOLLOWER;
    private int leader = NOBODY;
    private long committed;
    private long heardMs = Long.MIN_VALUE / 2;
    private long actAtMs;
    private boolean canvassing;
    private final Set<Integer> votes = new TreeSet<>();
    private final Map<Integer, Progress> followers = new TreeMap<>();

    private enum Role {
        FOLLOWER,
        CANDIDATE,
        LEADER
    }

    /// Takes what is to be sent to another server.
    public interface Post {
        void send(int to, RaftMessage message);
    }

    /// How far another server has come, as the one that leads knows.
    private static final class Progress {
        long next;
        long match;
        long heardMs;

        /// Its answer is awaited.
        boolean asked;

        Progress(long next, long nowMs) {
            this.next = next;
            heardMs = nowMs;
        }
    }

    /// @param self the id of this server, from 1 on
    /// @param servers all of them
    /// @param patience for how long nothing must be heard, drawn anew each time
    public Replica(int self, Set<Integer> servers, LongSupplier patience, Post post) {
        this.self = self;
        others.addAll(servers);
        others.remove(self);
        this.patience = patience;
        this.post = post;
    }

    // ---- what others may know
    public long term() {
        return term;
    }

    public boolean leads() {
        return role == Role.LEADER;
    }

    /// Who leads in this term; 0: it is not known.
    public int leader() {
        return leader;
    }

    /// The one that leads, if it was heard just now; 0: there is none.
    public int heard(long nowMs) {
        if (leads()) return self;
        return nowMs - heardMs < PATIENCE_MAX_MS ? leader : NOBODY;
    }

    public long committed() {
        return committed;
    }

    public long lastIndex() {
        return log.lastIndex();
    }

    public LoggedEntry at(long index) {
        return log.at(index);
    }

    /// Whether that entry is there as an entry, not only in the saved state.
    public boolean has(long index) {
        return log.has(index);
    }

    /// The entries after that one are there.
    public long begins() {
        return log.baseIndex();
    }

    public SavedAt saved() {
        return saved;
    }

    /// When [#tick] has something to do at the latest.
    public long actAtMs() {
        return actAtMs;
    }

    // ---- what its own server does

    /// Its process has started.
    public void start(long nowMs) {
        actAtMs = nowMs + (others.isEmpty() ? 10 + patience.getAsLong() % 20 : patience());
    }

    /// Its newest state cannot be read: it starts with an older one, and with the log since.
    ///
    /// @param older null: with nothing
    public void damaged(@Nullable SavedAt older) {
        saved = older == null ? SavedAt.NOTHING : older;
        committed = saved.index();
    }

    /// Its process was killed: what was not forced to the disk may be on it or not.
    ///
    /// @param kept how many of those entries are
    public void killed(long kept) {
        log.cutAfter(Math.min(log.lastIndex(), synced + kept));
        synced = log.lastIndex();
        role = Role.FOLLOWER;
        leader = NOBODY;
        committed = saved.index();
        heardMs = Long.MIN_VALUE / 2;
        votes.clear();
        followers.clear();
    }

    /// How many entries are not forced to its disk yet.
    public long unsynced() {
        return log.lastIndex() - synced;
    }

    /// Appends an entry, if it leads.
    ///
    /// @return its index; -1: it does not lead
    public long append(byte[] bytes) {
        if (!leads()) return -1;
        log.add(new LoggedEntry(term, bytes));
        for (int to : others) feed(to, false);
        return log.lastIndex();
    }

    /// Its disk has that entry of that term, and all before it.
    public void synced(long index, long inTerm) {
        if (log.termAt(index) != inTerm) return;
        synced = Math.max(synced, index);
        if (leads()) commit();
    }

    /// Its state is saved as it is true at a committed entry; what is before an older one is let
    /// go.
    public void save(SavedAt state, long letGo) {
        saved = state;
        log.letGo(Math.min(letGo, state.index()));
    }

    /// It leads no more, and is no candidate before the usual time.
    public void renounce(long nowMs) {
        if (!leads()) return;
        follow(term, NOBODY, nowMs);
        start(nowMs);
    }

    /// It asks for votes now: whoever leads hands leadership on.
    public void campaign(long nowMs) {
        if (leads()) return;
        elect(nowMs);
    }

    /// Time has passed.
    public void tick(long nowMs) {
        if (nowMs < actAtMs) return;
        if (leads()) beat(nowMs);
        else canvass(nowMs);
    }

    private long patience() {
        return PATIENCE_MIN_MS + patience.getAsLong() % (PATIENCE_MAX_MS - PATIENCE_MIN_MS);
    }

    // ---- who leads

    private void beat(long nowMs) {
        actAtMs = nowMs + BEAT_EVERY_MS;
        long there =
                followers.values().stream()
                        .filter(it -> nowMs - it.heardMs < PATIENCE_MAX_MS)
                        .count();
        if (!most(there + 1)) {
            follow(term, NOBODY, nowMs);
            return;
        }
        for (int to : others) feed(to, true);
    }

    /// One message is on its way to a server at a time, but for signs of life.
    private void feed(int to, boolean sign) {
        var it = followers.get(to);
        if (it == null || (it.asked && !sign)) return;
        it.asked = true;
        long before = it.next - 1;
        long beforeTerm = log.termAt(before);
        if (before < log.baseIndex() || beforeTerm < 0) {
            post.send(to, new RaftMessage.Install(term, self, saved));
            return;
        }
        var entries = log.after(before, ENTRIES_MAX);
        post.send(to, new RaftMessage.Append(term, self, before, beforeTerm, entries, committed));
    }

    private boolean most(long count) {
        return 2 * count > others.size() + 1;
    }

    private void commit() {
        var matches = new ArrayList<Long>(List.of(synced));
        for (int to : others) {
            var it = followers.get(to);
            matches.add(it == null ? 0 : it.match);
        }
        matches.sort(null);
        long upTo = matches.get(others.size() / 2);
        if (upTo > committed && log.termAt(upTo) == term) committed = upTo;
    }

    private void canvass(long nowMs) {
        role = Role.CANDIDATE;
        leader = NOBODY;
        canvassing = true;
        votes.clear();
        votes.add(self);
        actAtMs = nowMs + patience();
        if (won(nowMs)) return;
        askAll(term + 1, true);
    }

    private void elect(long nowMs) {
        role = Role.CANDIDATE;
        leader = NOBODY;
        canvassing = false;
        term++;
        votedFor = self;
        votes.clear();
        votes.add(self);
        actAtMs = nowMs + patience();
        if (won(nowMs)) return;
        askAll(term, false);
    }

    private void askAll(long inTerm, boolean first) {
        var ask = new RaftMessage.Vote(inTerm, self, log.lastIndex(), log.lastTerm(), first);
        for (int to : others) post.send(to, ask);
    }

    private boolean won(long nowMs) {
        if (!most(votes.size())) return false;
        if (canvassing) elect(nowMs);
        else lead(nowMs);
        return true;
    }

    private void lead(long nowMs) {
        role = Role.LEADER;
        leader = self;
        followers.clear();
        for (int to : others) followers.put(to, new Progress(log.lastIndex() + 1, nowMs));
        actAtMs = nowMs + BEAT_EVERY_MS;
        append(LoggedEntry.beginning(term).bytes());
    }

    private void follow(long inTerm, int of, long nowMs) {
        if (inTerm > term) {
            term = inTerm;
            votedFor = NOBODY;
        }
        role = Role.FOLLOWER;
        leader = of;
        actAtMs = nowMs + patience();
    }

    // ---- what comes

    public void came(RaftMessage message, long nowMs) {
        boolean canvass =
                (message instanceof RaftMessage.Vote(_, _, _, _, boolean first) && first)
                        || (message instanceof RaftMessage.Voted(_, _, _, boolean asked) && asked);
        if (!canvass && message.term() > term) follow(message.term(), NOBODY, nowMs);
        switch (message) {
            case RaftMessage.Vote it -> asked(it, nowMs);
            case RaftMessage.Voted it -> voted(it, nowMs);
            case RaftMessage.Append it -> append(it, nowMs);
            case RaftMessage.Appended it -> appended(it, nowMs);
            case RaftMessage.Install it -> install(it, nowMs);
        }
    }

    private void asked(RaftMessage.Vote it, long nowMs) {
        boolean whole =
                it.lastTerm() > log.lastTerm()
                        || (it.lastTerm() == log.lastTerm() && it.lastIndex() >= log.lastIndex());
        boolean granted;
        if (it.canvass()) {
            boolean lost = !leads() && nowMs - heardMs >= PATIENCE_MIN_MS;
            granted = whole && lost && it.term() > term;
        } else {
            granted =
                    whole
                            && it.term() == term
                            && (votedFor == NOBODY || votedFor == it.by())
                            && !leads();
            if (granted) {
                votedFor = it.by();
                actAtMs = nowMs + patience();
            }
        }
        long says = it.canvass() && granted ? it.term() : term;
        post.send(it.by(), new RaftMessage.Voted(says, self, granted, it.canvass()));
    }

    private void voted(RaftMessage.Voted it, long nowMs) {
        if (role != Role.CANDIDATE || it.canvass() != canvassing) return;
        if (it.canvass() && !it.granted() && it.term() > term) {
            follow(it.term(), NOBODY, nowMs);
            return;
        }
        if (!it.granted() || it.term() != (canvassing ? term + 1 : term)) return;
        votes.add(it.by());
        won(nowMs);
    }

    /// False: whoever says so leads no more.
    private boolean follows(RaftMessage it, long nowMs) {
        if (it.term() < term) {
            answer(it.by(), false, log.lastIndex());
            return false;
        }
        follow(it.term(), it.by(), nowMs);
        heardMs = nowMs;
        return true;
    }

    private void answer(int to, boolean matches, long index) {
        post.send(to, new RaftMessage.Appended(term, self, matches, index));
    }

    private void append(RaftMessage.Append it, long nowMs) {
        if (!follows(it, nowMs)) return;
        long known = log.termAt(it.beforeIndex());
        boolean before = it.beforeIndex() < log.baseIndex();
        if (!before && known != it.beforeTerm()) {
            answer(it.by(), false, Math.min(log.lastIndex(), it.beforeIndex() - 1));
            return;
        }
        long at = it.beforeIndex();
        for (var entry : it.entries()) {
            at++;
            if (at <= log.baseIndex() || log.termAt(at) == entry.term()) continue;
            log.cutAfter(at - 1);
            log.add(entry);
        }
        synced = Math.max(Math.min(synced, log.lastIndex()), at);
        committed = Math.max(committed, Math.min(it.committed(), at));
        answer(it.by(), true, at);
    }

    private void appended(RaftMessage.Appended it, long nowMs) {
        if (!leads() || it.term() != term) return;
        var to = followers.get(it.by());
        if (to == null) return;
        to.asked = false;
        to.heardMs = nowMs;
        if (it.matches()) {
            to.match = Math.max(to.match, it.index());
            to.next = Math.max(to.next, to.match + 1);
            commit();
        } else {
            to.next = Math.max(to.match, Math.min(it.index(), to.next - 2)) + 1;
        }
        if (to.next <= log.lastIndex() || !it.matches()) feed(it.by(), false);
    }

    private void install(RaftMessage.Install it, long nowMs) {
        if (!follows(it, nowMs)) return;
        var state = it.state();
        if (state.index() > committed) {
            if (log.termAt(state.index()) == state.term()) log.letGo(state.index());
            else log.begin(state);
            saved = state;
            committed = state.index();
            synced = Math.max(Math.min(synced, log.lastIndex()), state.index());
        }
        answer(it.by(), true, state.index());
    }
}
