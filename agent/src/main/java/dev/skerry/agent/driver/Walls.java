package dev.skerry.agent.driver;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a process is kept from what is not its task's.
///
/// @param wrapper a program that builds walls and executes behind them what follows its words, with
///   what to call itself as the first: no signal reaches it, and it has nothing of the task's
///   environment; empty: there is none
/// @param filter the file with the system calls that are refused; null: none is
/// @param beside the task behind whose walls it runs, if there are any; null: it has its own
/// @param handover how it is handed over by what is started, which builds walls of its own as root;
///   null: what is started is the task
public record Walls(
        List<String> wrapper,
        @Nullable Path filter,
        @Nullable TaskHandle beside,
        @Nullable Handover handover) {
    public static final Walls NONE = new Walls(List.of(), null, null);

    public Walls {
        wrapper = List.copyOf(wrapper);
    }

    public Walls(List<String> wrapper, @Nullable Path filter, @Nullable TaskHandle beside) {
        this(wrapper, filter, beside, null);
    }

    /// Those that it brings along.
    public static Walls of(Handover handover) {
        return new Walls(List.of(), null, null, handover);
    }
}
