package dev.skerry.server.raft;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether a server leads still, as far as others have answered: most of them say that they have
/// heard of no later term. Whoever leads in one was voted for by most, and one of those would have
/// said so. For one round of questions, and one thread at a time.
public final class Agreement {
    private final long term;
    private final List<Set<String>> voters;
    private final Set<String> agree = new HashSet<>();
    private final Set<String> silent = new HashSet<>();
    private boolean later;

    /// What the answers come to.
    public enum Quorum {
        /// Too few have answered.
        OPEN,

        /// It led when the questions were asked.
        SURE,

        /// Somebody has heard of a later term.
        LATER,

        /// Too many do not answer.
        UNHEARD
    }

    /// @param self the server that leads
    /// @param term in which it does
    /// @param voters groups of servers: most of each have to agree
    public Agreement(String self, long term, List<Set<String>> voters) {
        this.term = term;
        this.voters = List.copyOf(voters);
        agree.add(self);
    }

    /// Whether that server has not answered yet, and may.
    boolean asks(String server) {
        return !agree.contains(server) && !silent.contains(server);
    }

    /// A server says of which term it has heard.
    public Quorum heard(String server, long itsTerm) {
        if (itsTerm > term) later = true;
        agree.add(server);
        return found();
    }

    /// A server does not answer.
    public Quorum silent(String server) {
        silent.add(server);
        return found();
    }

    public Quorum found() {
        if (later) return Quorum.LATER;
        if (most(agree)) return Quorum.SURE;
        var left = new HashSet<String>();
        for (var group : voters) left.addAll(group);
        left.removeAll(silent);
        left.addAll(agree);
        return most(left) ? Quorum.OPEN : Quorum.UNHEARD;
    }

    private boolean most(Set<String> servers) {
        for (var group : voters) {
            long count = group.stream().filter(servers::contains).count();
            if (!group.isEmpty() && 2 * count <= group.size()) return false;
        }
        return true;
    }
}
