package dev.skerry.trust.server;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/// The lines of the audit, as one server keeps them.
public interface AuditBook {
    /// A server that keeps none.
    AuditBook EMPTY = List::of;

    /// All of them, the oldest first, with all that has become certain until now.
    List<Volume> volumes() throws IOException;

    /// Those from the one on in which the number is, or should be.
    ///
    /// @param all the oldest first
    static <V extends Volume> List<V> from(long number, List<V> all) {
        int first = all.size() - 1;
        while (first > 0 && all.get(first).after() >= number) first--;
        return all.subList(Math.max(first, 0), all.size());
    }

    /// Some of the lines, in their order.
    interface Volume {
        /// No line in it is of a later day.
        LocalDate day();

        /// Its first line is the one after that number.
        long after();

        /// From its first line on. One that was let go meanwhile has none.
        void read(Sink to) throws IOException;
    }

    /// Takes lines, and anchors, as they stand there.
    @FunctionalInterface
    interface Sink {
        /// @return false: that is enough
        boolean take(String text);
    }
}
