package dev.skerry.server.http.load;

import dev.skerry.http.Declined;

/// Something that a request waits for.
public interface Awaited<T> {
    T come() throws InterruptedException, Declined;
}
