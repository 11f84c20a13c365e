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
    ///
    /// @param found the namespace stands with the thing, which the request names by an id or brings
    ///   with it: the handler says it by [Request#within]. Otherwise it is the query's.
    record Right(Verb verb, Thing thing, boolean found) implements Need {
        public Right {
            Check.check(thing.namespaced() || !found, thing.text() + " are in no namespace");
        }

        /// The same, when the namespace stands with the thing.
        public Right wherever() {
            return new Right(verb, thing, true);
        }

        @Override
        public String text() {
            return verb.name().toLowerCase(Locale.ROOT) + " " + thing.text();
        }
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
        return new Right(Verb.READ, thing, false);
    }

    static Right write(Thing thing) {
        return new Right(Verb.WRITE, thing, false);
    }

    static Right administer(Thing thing) {
        return new Right(Verb.ADMINISTER, thing, false);
    }

    /// As the API's document has it: `read cluster/jobs`, `nothing`.
    String text();
}
