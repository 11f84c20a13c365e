package dev.skerry.agent.driver;

/// Hears how a preparation goes on.
public interface Steps {
    /// What comes now may take its time. Who says nothing keeps others waiting that are to start.
    ///
    /// @param words for people, in the present: `fetches image web:3 from registry.lan`
    void at(String words);
}
