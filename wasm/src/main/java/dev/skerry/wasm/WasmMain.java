package dev.skerry.wasm;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs one module, and ends as it does.
public final class WasmMain {
    /// What the agent finds in the last line that is said of an end.
    private static final String SAID = "skerry-wasm: ";

    /// Of the thread that runs the module: its own stack is in its memory, its calls are here.
    private static final long STACK_BYTES = 16 << 20;

    /// So long an interrupted module has to come to a loop or a call.
    private static final long GRACE_MS = 1_000;

    private WasmMain() {}

    public static void main(String[] words) throws InterruptedException {
        var orders = HostOrders.parse(List.of(words));
        var end = run(orders);
        if (!end.why().isEmpty()) System.err.println(SAID + end.why());
        Runtime.getRuntime().halt(end.code()); // whatever of it goes on
    }

    private static ModuleEnd run(HostOrders orders) throws InterruptedException {
        var running = new CompletableFuture<ModuleEnd>();
        var host =
                new ModuleHost(
                        orders,
                        HostOrders.variables(System.getenv()),
                        System.in,
                        new FileOutputStream(FileDescriptor.out),
                        new FileOutputStream(FileDescriptor.err));
        var module = new Thread(null, () -> complete(running, host), "module", STACK_BYTES);
        module.start();
        try {
            if (orders.deadlineMs() == 0) return running.get();
            return running.get(orders.deadlineMs(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            module.interrupt();
            module.join(GRACE_MS);
            return ModuleEnd.late(orders.deadlineMs());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void complete(CompletableFuture<ModuleEnd> running, ModuleHost host) {
        try {
            running.complete(host.run());
        } catch (RuntimeException | StackOverflowError e) {
            running.completeExceptionally(e);
        }
    }
}
