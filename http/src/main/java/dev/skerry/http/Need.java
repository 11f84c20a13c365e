package dev.skerry.http;

import dev.skerry.kernel.Check;
import java.util.Locale;

/// The right that a route asks of whoever calls it. Who has which one, and in which namespaces and
/// pools, is not said here.
public sealed interface Need {
    /// Nobody is turned away: it is the same for everyone, and says nothing of a fleet.
    record Nothing() implements Need {
        @Override
        public String text() {
            return "nothing";
        }
    }

    /// Whoever is known may, whatever else he may.
    record Known() implements Need {
        @Override
        public String text() {
            return "a caller";
        }
    }

    /// To do something with things of one kind.
    record Right(Verb verb, Thing thing, Where where) implements Need {
        public Right {
            boolean there =
                    switch (thing.scope()) {
                        case NAMESPACE -> where != Where.IN_THE_FLEET;
                        case POOL -> where == Where.IN_LISTS || where == Where.WITH_THE_THING;
                        case FLEET -> where == Where.IN_THE_FLEET;
                    };
            Check.check(there, thing.text() + " are elsewhere");
        }

        /// The same for a list, which shows of all namespaces, or pools, what the caller may see.
        public Right inLists() {
            return new Right(verb, thing, Where.IN_LISTS);
        }

        /// The same when the namespace, or the pool, stands with the thing.
        public Right wherever() {
            return new Right(verb, thing, Where.WITH_THE_THING);
        }

        /// The same for a list of the namespaces themselves: it shows those that the caller may
        /// see, and nobody asks for one.
        public Right inEach() {
            return new Right(verb, thing, Where.IN_EACH);
        }

        /// Only to see such things.
        Right toRead() {
            return new Right(Verb.READ, thing, where);
        }

        @Override
        public String text() {
            return verb.name().toLowerCase(Locale.ROOT) + " " + thing.text();
        }
    }

    /// Where the right is needed, and who judges it.
    enum Where {
        /// In all of the fleet; judged before the handler is called.
        IN_THE_FLEET,
        /// In the namespace of the query; judged before the handler is called.
        IN_THE_QUERY,
        /// The same; of all namespaces (`*`) the handler shows those of [Request#inNamespace]. Of
        /// things in pools nothing is judged before: the handler shows those of [Request#inPool].
        IN_LISTS,
        /// In each namespace by itself, whatever the query says: nothing is judged before, and the
        /// handler shows what [Request#covers].
        IN_EACH,
        /// In that of the thing, which the request names by an id or brings with it: the handler
        /// says it by [Request#within] before it shows or does anything.
        WITH_THE_THING
    }

    /// Each of them includes those before it.
    enum Verb {
        /// To see it.
        READ,
        /// To change what it shall be.
        WRITE,
        /// To say what belongs to the fleet, and what does not.
        ADMINISTER
    }

    static Need nothing() {
        return new Nothing();
    }

    static Need known() {
        return new Known();
    }

    static Right read(Thing thing) {
        return right(Verb.READ, thing);
    }

    static Right write(Thing thing) {
        return right(Verb.WRITE, thing);
    }

    static Right administer(Thing thing) {
        return right(Verb.ADMINISTER, thing);
    }

    private static Right right(Verb verb, Thing thing) {
        var where =
                switch (thing.scope()) {
                    case NAMESPACE -> Where.IN_THE_QUERY;
                    case POOL -> Where.WITH_THE_THING;
                    case FLEET -> Where.IN_THE_FLEET;
                };
        return new Right(verb, thing, where);
    }

    /// As the API's document has it: `read cluster/jobs`, `nothing`.
    String text();
}
