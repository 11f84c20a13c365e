package dev.skerry.kernel.link;

import dev.skerry.kernel.Malformed;

/// What one room has on a node, as the link sees it.
public interface NodePart {
    /// The room's name, the same on both ends.
    String room();

    /// How far this node has come with what the servers' part tells it.
    Frame.Seen seen();

    /// A link is up.
    ///
    /// @param askedTickMs when the hello was sent that the server has answered
    void up(long askedTickMs);

    /// The link is down.
    ///
    /// @param silentSinceTickMs when that was said which the server has answered last
    void down(long silentSinceTickMs);

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
