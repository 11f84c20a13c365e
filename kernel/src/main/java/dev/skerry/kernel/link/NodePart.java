package dev.skerry.kernel.link;

import dev.skerry.kernel.Malformed;

/// What one room has on a node, as the link sees it.
public interface NodePart {
    /// The room's name, the same on both ends.
    String room();

    /// How far this node has come with what the servers' part tells it.
    Frame.Seen seen();

    /// The servers' part says something.
    ///
    /// @param epoch of the servers' state that it belongs to
    /// @throws Malformed when it means nothing here: a later build says it, or something is wrong
    void told(byte[] body, String epoch) throws Malformed;

    /// Somebody at a server wants to read something.
    ///
    /// @throws Malformed when the request means nothing here
    StreamSource open(byte[] request) throws Malformed;
}
