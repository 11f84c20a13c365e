package dev.skerry.agent;

import dev.skerry.agent.driver.Drivers;
import dev.skerry.agent.facts.FactsProbe;
import dev.skerry.agent.link.NodeSeal;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.node.Caused;

/// What the rooms of an agent stand on.
///
/// @param node its id
/// @param version of the agent
/// @param seal signs in the node's name
public record AgentParts(
        AgentConfig config,
        String node,
        String version,
        BootClock clock,
        FactsProbe probe,
        Drivers drivers,
        NodeSeal seal,
        Calls calls) {
    /// What a room may ask of the agent, from any thread.
    public interface Calls {
        /// A message for a room's machine: what the node itself has seen. A machine that fails on
        /// it ends the agent, since nobody would say it again.
        <M> void post(Room<?, M, ?, ?> room, M message);

        /// The same for what comes again anyway: it is let go while too much waits.
        <M> void postAgain(Room<?, M, ?, ?> room, M message);

        /// The same for what a server has caused, by the thread on which it was told: a machine
        /// that fails on it costs this message only.
        <M> void caused(Room<?, M, ?, ?> room, Caused<M> what);

        /// The states of all rooms, as the journal has them.
        House house();

        /// Says something to a server; false: there is no link, or nobody there listens.
        boolean send(Frame.FromNode frame);

        /// Whether a server is heard.
        boolean connected();

        /// The time of day as servers have told it since the agent began, or as this machine
        /// believes.
        long fleetWallMs();

        /// What keeps the journal from taking facts; empty: nothing.
        String journalTrouble();

        /// Says to people, here and at the servers, what keeps this node from its work.
        ///
        /// @param subject one at a time for each
        /// @param sentence empty: it is well again
        void trouble(String subject, String sentence);
    }
}
