package dev.skerry.agent.image;

import java.util.HashSet;
import java.util.Set;

/// Lets one at a time do what has the same name.
final class Turn {
    private final Set<String> taken = new HashSet<>();

    /// Gives its turn back.
    interface Taken extends AutoCloseable {
        @Override
        void close();
    }

    Taken of(String name) throws InterruptedException {
        synchronized (this) {
            while (!taken.add(name)) wait();
        }
        return () -> {
            synchronized (this) {
                taken.remove(name);
                notifyAll();
            }
        };
    }
}
