package dev.skerry.agent.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The drivers of this node by name, and what keeps that which any of them has started.
public final class Drivers {
    private final Keeper keeper;
    private final SequencedMap<String, Driver> byName = new LinkedHashMap<>();

    public Drivers(Keeper keeper, List<Driver> all) {
        this.keeper = keeper;
        for (var driver : all) byName.put(driver.name(), driver);
    }

    public Keeper keeper() {
        return keeper;
    }

    /// The driver that a job asks for.
    public Driver named(String name) throws TaskRefused {
        var driver = byName.get(name);
        if (driver != null) return driver;
        throw TaskRefused.forGood("this node has no driver \"" + name + "\"");
    }

    /// How a task has ended, in one sentence for people. The agent's configuration may have its
    /// driver no more.
    ///
    /// @param logs the folder with what it has written
    public String inWords(TaskHandle handle, Exit exit, Path logs) {
        var driver = byName.get(handle.driver());
        return driver == null ? exit.inWords() : driver.inWords(exit, logs);
    }

    /// What the drivers of this node are and have, as words for the scheduler.
    public List<String> words() {
        var all = new ArrayList<String>();
        for (var driver : byName.values()) all.addAll(driver.facts().words());
        return all;
    }

    /// What this node can't do for its tasks: one sentence each, for people.
    public List<String> shortcomings() {
        var all = new ArrayList<>(keeper.shortcomings());
        for (var driver : byName.values()) all.addAll(driver.facts().shortcomings());
        return all;
    }
}
