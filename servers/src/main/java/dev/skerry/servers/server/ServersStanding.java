package dev.skerry.servers.server;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the servers stand at this moment, as this one sees it. None of it is in the log.
@FunctionalInterface
public interface ServersStanding {
    View look();

    /// What one server sees.
    ///
    /// @param self its own id
    /// @param leader the id of who leads; empty: it knows of nobody
    /// @param term in which that one leads; 0: it is not known
    /// @param voters the ids of those whose votes count; none: it is not known
    /// @param all those of whom it knows anything, itself too; a follower knows less than a leader
    record View(
            String self, String leader, long term, Set<String> voters, List<MemberProgress> all) {
        public View {
            voters = Set.copyOf(voters);
            all = List.copyOf(all);
        }

        /// One that does not know whose votes count.
        public View(String self, String leader, long term, List<MemberProgress> all) {
            this(self, leader, term, Set.of(), all);
        }

        /// How far that server is; null: nothing is known of it.
        public @Nullable MemberProgress of(String id) {
            for (var each : all) if (each.id().equals(id)) return each;
            return null;
        }
    }

    /// How far one server is.
    ///
    /// @param index of the last entry of the log that it has; -1: it is not known
    /// @param silentMs since it was heard; -1: it is not known
    record MemberProgress(String id, long index, long silentMs) {}
}
