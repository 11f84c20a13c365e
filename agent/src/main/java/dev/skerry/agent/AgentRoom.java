package dev.skerry.agent;

import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.http.LocalPage;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Told;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.kernel.node.NodeRoom;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one room brings to one agent. Whatever a room does not have it leaves as it is here.
public interface AgentRoom {
    /// The room itself: the journal is read with it before anything else is opened.
    Room<?, ?, ?, ?> room();

    /// What its state is to know when something is missing in the journal; null: nothing.
    default @Nullable Told memoryLost() {
        return null;
    }

    /// Makes what it has on this node. Nothing of it runs before [AtWork#start].
    AtWork open(AgentParts agent) throws IOException, AgentConfig.WrongSetting;

    /// A room of an agent that is up.
    interface AtWork extends AutoCloseable {
        NodeRoom<?, ?, ?, ?> onNode();

        /// What runs is taken over; before anything else is decided, and before any server is
        /// looked for.
        ///
        /// @param boot differs after each reboot
        /// @param heardTickMs when a server was heard last, since the boot; -1: none was
        default void start(String boot, long heardTickMs) throws IOException {}

        /// A process of a driver has ended.
        ///
        /// @return false: it was not of this room
        default boolean ended(ExitEvent event) {
            return false;
        }

        /// How a process of a driver is asked to end when its agent takes it along.
        ///
        /// @return null: it is not of this room, or nothing is said of it
        default TaskSpec.@Nullable StopSpec stop(TaskHandle handle) {
            return null;
        }

        /// Whether processes of its tasks run as that user of the machine, and people do not.
        default boolean runsAs(long user) {
            return false;
        }

        /// The machine was looked at, as it is every few seconds.
        default void looked(NodeFacts now) {}

        /// Its figures, for `/metrics`.
        default void figures(PrometheusText to) {}

        /// Its pages, for those who stand beside the machine.
        default List<LocalPage> pages() {
            return List.of();
        }

        /// The same in a few lines, for the first of the pages.
        default void front(PlainText to) {}

        @Override
        void close();
    }
}
