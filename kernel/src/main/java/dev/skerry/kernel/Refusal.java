package dev.skerry.kernel;

/// A request that was understood and declined. The set is closed: callers see all of it.
public sealed interface Refusal {
    /// Of what somebody wrote, as much is shown.
    int SHOWN_CHARACTERS_MAX = 200;

    /// What it means, in one sentence that says what to do next.
    String sentence();

    /// Nothing has this name here.
    ///
    /// @param kind what was looked for: `job`, `node`, `allocation`
    /// @param instead what else to do, as a sentence; empty: nothing
    record NotFound(String kind, String id, String instead) implements Refusal {
        public NotFound {
            id = Text.fit(id, SHOWN_CHARACTERS_MAX);
        }

        public NotFound(String kind, String id) {
            this(kind, id, "");
        }

        @Override
        public String sentence() {
            return "There is no %s \"%s\"%s; `skerry %s list` shows what there is."
                            .formatted(
                                    kind,
                                    id,
                                    id.contains("*") ? ", and * stands for none" : "",
                                    noun())
                    + (instead.isEmpty() ? "" : " " + instead);
        }

        /// The command's.
        private String noun() {
            return switch (kind) {
                case "allocation" -> "alloc";
                case "signing rule" -> "signing";
                default -> kind;
            };
        }
    }

    /// A value that cannot be right.
    ///
    /// @param field where it stands, as the user wrote it: `groups.badge.count`
    /// @param value what stands there
    /// @param should what would be right, continuing "it should be "
    record Invalid(String field, String value, String should) implements Refusal {
        public Invalid {
            field = Text.fit(field, SHOWN_CHARACTERS_MAX);
            value = Text.fit(value, SHOWN_CHARACTERS_MAX);
        }

        @Override
        public String sentence() {
            return "%s is \"%s\"; it should be %s.".formatted(field, value, should);
        }
    }

    /// The request was made against something that has changed since.
    record Stale(String what, long expected, long actual) implements Refusal {
        @Override
        public String sentence() {
            return "%s is at %d by now, not at %d; read it again and repeat the change."
                    .formatted(what, actual, expected);
        }
    }

    /// It does not go together with what is there.
    ///
    /// @param instead what to do, as a sentence
    record Conflict(String what, String instead) implements Refusal {
        @Override
        public String sentence() {
            return what + " " + instead;
        }
    }

    /// A limit is reached.
    record Full(String what, long limit, String unit) implements Refusal {
        @Override
        public String sentence() {
            return "%s: the limit of %d %s is reached.".formatted(what, limit, unit);
        }
    }

    /// Not for this caller.
    record Forbidden(String why) implements Refusal {
        @Override
        public String sentence() {
            return why;
        }
    }

    /// It is not signed as it has to be.
    record Unsigned(String why) implements Refusal {
        @Override
        public String sentence() {
            return why;
        }
    }

    /// Not now: no leader, no link, no space. Trying again later can help.
    record Unavailable(String why) implements Refusal {
        @Override
        public String sentence() {
            return why;
        }
    }
}
