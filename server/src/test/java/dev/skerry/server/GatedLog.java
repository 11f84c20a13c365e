package dev.skerry.server;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.FactLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A log that holds back what is appended while its gate is shut.
public final class GatedLog implements FactLog {
    private final MemoryLog log;
    private final List<Runnable> held = new ArrayList<>();
    private boolean shut;

    public GatedLog(MemoryLog log) {
        this.log = log;
    }

    @Override
    public synchronized CompletableFuture<Long> append(Batch batch) {
        if (!shut) return log.append(batch);
        var done = new CompletableFuture<Long>();
        held.add(() -> {
            var _ =
                    log.append(batch)
                            .whenComplete((index, lost) -> {
                                if (lost == null) done.complete(index);
                                else done.completeExceptionally(lost);
                            });
        });
        return done;
    }

    public synchronized void shut() {
        shut = true;
    }

    public synchronized void open() {
        shut = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    @Override
    public void close() {
        log.close();
    }
}
