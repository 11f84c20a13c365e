package dev.skerry.sim.world;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.node.NodeRoom;

/// What one room has on one simulated node: its part as the product has it, and what it does on
/// that machine.
public interface SimNodeRoom {
    NodeRoom<?, ?, ?, ?> room();

    /// An agent starts. What it is told first, before anything else is decided.
    ///
    /// @param boot differs after each reboot
    /// @param heardTickMs when a server was heard last, since the boot; -1: none was
    Ask<?> starts(String boot, long heardTickMs);

    /// The agent is gone. What runs beside it goes on.
    default void gone() {}

    /// The machine is off, and whatever ran on it is gone.
    default void powerOff() {}

    /// The disk is replaced by an empty one.
    default void diskLost() {}

    /// From now on nothing goes wrong by itself.
    default void peace() {}
}
