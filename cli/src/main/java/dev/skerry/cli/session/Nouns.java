package dev.skerry.cli.session;

import java.util.List;

/// What rooms have on the command line.
public interface Nouns {
    List<Noun> of(Session session);
}
