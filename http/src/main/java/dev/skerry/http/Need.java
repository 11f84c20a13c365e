package dev.skerry.http;

import dev.skerry.kernel.Check;
import java.util.Locale;

/// The right that a route asks of whoever calls it. Who has which one, and in which namespaces, is
/// not said here.
public sealed interface Need {
    /// Nobody is turned away: it is the same for everyone, and says nothing of a fleet.
    record Nothing() implements Need {
        @Override
        public String text() {
            return "nothing";
        }
    }

    /// To do something with things of one kind.
    record Right(Verb verb, Thing thing, Where where) implements Need {
        public Right {
            boolean fleet = where == Where.IN_THE_FLEET;
            Check.check(thing.namespaced() != fleet, thing.text() + " are elsewhere");
        }

        /// The same for a list, which shows of all namespaces what the caller may see.
        public Right inLists() {
            return new Right(verb, thing, Where.IN_LISTS);
        }

        /// The same when the namespace stands with the thing.
        public Right wherever() {
            return new Right(verb, thing, Where.WITH_THE_THING);
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
        /// The same; of all namespaces (`*`) the handler shows those of [Request#inNamespace].
        IN_LISTS,
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
        var where = thing.namespaced() ? Where.IN_THE_QUERY : Where.IN_THE_FLEET;
        return new Right(verb, thing, where);
    }

    /// As the API's document has it: `read cluster/jobs`, `nothing`.
    String text();
}
