package dev.skerry.kernel.events;

import dev.skerry.kernel.Check;
import dev.skerry.kernel.Text;

/// What an event is about, as rights name it: things of one kind, and where they are. It is told to
/// those who may read such things there.
///
/// @param thing `cluster/jobs`
/// @param namespace in which they are; empty: in none; [#ALL]: in any of them
/// @param pool of nodes in which they are; empty: in none; [#ALL]: in any of them
public record Matter(String thing, String namespace, String pool) {
    /// In place of a namespace or a pool that nobody knows, or of many: it is told to those who may
    /// read in each.
    public static final String ALL = "*";

    public Matter {
        int slash = thing.indexOf('/');
        boolean named =
                slash > 0
                        && Text.word(thing.substring(0, slash))
                        && Text.word(thing.substring(slash + 1));
        Check.check(named, "an event is about things that rights can name");
        Check.check(namespace.isEmpty() || pool.isEmpty(), "an event is in one place");
    }

    public static Matter inNamespace(String thing, String namespace) {
        return new Matter(thing, namespace, "");
    }

    public static Matter inPool(String thing, String pool) {
        return new Matter(thing, "", pool);
    }

    public static Matter ofTheFleet(String thing) {
        return new Matter(thing, "", "");
    }

    public String room() {
        return thing.substring(0, thing.indexOf('/'));
    }

    /// Of the things, within the room.
    public String kind() {
        return thing.substring(thing.indexOf('/') + 1);
    }
}
