package dev.skerry.agent.image;

import java.util.HashSet;
import java.util.Set;

/// Lets one at a time do what has the same name.
final class OneByOne {
    private final Set<String> taken = new HashSet<>();

    /// Gives its turn back.
    interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    Hold of(String name) throws InterruptedException {
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
