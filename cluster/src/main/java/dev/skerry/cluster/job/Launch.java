package dev.skerry.cluster.job;

import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.cron.Cron;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// How a job comes to run that does not just run once it is placed. A job that is periodic or
/// parameterized is a parent: nothing of it runs, and each launch makes a child, which is a job of
/// its own and says by whom it was launched. One that its node runs by a calendar is none.
public sealed interface Launch {
    /// Ended children of one parent that are kept unless it says otherwise, and at most.
    int KEEP_DEFAULT = 10;

    int KEEP_MAX = 1_000;

    /// The kind of job, as people call it.
    String word();

    /// How many ended children are kept; 0 of what has none.
    default int keep() {
        return 0;
    }

    /// A calendar says when.
    sealed interface Calendar extends Launch {
        int CRON_MAX = 16;
        String TIME_ZONE_DEFAULT = "UTC";

        /// One or several, as [Cron#parse] reads them.
        List<String> cron();

        /// In which they are meant, as `Europe/Berlin`.
        String timeZone();

        /// False: only by hand.
        boolean enabled();

        /// When it is next after that moment; [PersistentAgenda#NEVER]: never, or whoever decides
        /// knows no such time zone.
        default long nextWallMs(long afterWallMs) {
            if (!enabled()) return PersistentAgenda.NEVER;
            ZoneId zone;
            try {
                zone = ZoneId.of(timeZone());
            } catch (DateTimeException e) {
                return PersistentAgenda.NEVER;
            }
            long earliest = PersistentAgenda.NEVER;
            for (var text : cron()) {
                var read = Cron.parse(text);
                if (read != null) earliest = Math.min(earliest, read.nextWallMs(afterWallMs, zone));
            }
            return earliest;
        }
    }

    /// It is launched by a calendar.
    ///
    /// @param noOverlap nothing is launched while something of the last launch runs
    record Periodic(
            List<String> cron, String timeZone, boolean noOverlap, boolean enabled, int keep)
            implements Calendar {
        public Periodic {
            cron = List.copyOf(cron);
        }

        @Override
        public String word() {
            return "periodic";
        }
    }

    /// It is no parent: it is placed as soon as it is accepted and stays, and its node runs its
    /// tasks by a calendar, by its own clock.
    record OnNode(List<String> cron, String timeZone, boolean enabled) implements Calendar {
        public OnNode {
            cron = List.copyOf(cron);
        }

        @Override
        public String word() {
            return "periodic on its node";
        }
    }

    /// It is launched whenever somebody dispatches it.
    ///
    /// @param metaRequired keys that each dispatch has to give
    /// @param metaOptional keys that it may give
    record Parameterized(
            Payload payload, List<String> metaRequired, List<String> metaOptional, int keep)
            implements Launch {
        public Parameterized {
            metaRequired = List.copyOf(metaRequired);
            metaOptional = List.copyOf(metaOptional);
        }

        @Override
        public String word() {
            return "parameterized";
        }

        /// Whether a dispatch may give that.
        public boolean takes(String key) {
            return metaRequired.contains(key) || metaOptional.contains(key);
        }
    }

    /// Whether a dispatch brings bytes.
    enum Payload {
        OPTIONAL,
        REQUIRED,
        FORBIDDEN;

        /// As people write it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// It is a child.
    ///
    /// @param parent the name of the job that it was launched by, in the same namespace
    /// @param version of that
    /// @param cause why
    /// @param atWallMs of a periodic one the time for which it was launched, otherwise when it was
    /// @param payload in Base64; empty: none came
    record Launched(String parent, long version, Cause cause, long atWallMs, String payload)
            implements Launch {
        public static final int PAYLOAD_BYTES_MAX = 16 * 1024;

        /// Characters of the longest payload.
        public static final int PAYLOAD_CHARACTERS_MAX = (PAYLOAD_BYTES_MAX + 2) / 3 * 4;

        @Override
        public String word() {
            return cause == Cause.DISPATCHED ? "dispatched" : "launched";
        }

        /// How many bytes a payload has.
        public static long bytes(String payload) {
            int padding = 0;
            for (int i = payload.length(); i > 0 && payload.charAt(i - 1) == '='; i--) padding++;
            return payload.length() / 4 * 3L - padding;
        }

        public byte[] bytes() {
            return Base64.getDecoder().decode(payload.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /// What launched a child.
    enum Cause {
        /// Its time had come.
        BY_TIME,
        /// Somebody did not want to wait for it.
        FORCED,
        /// Somebody sent what it works on.
        DISPATCHED
    }
}
