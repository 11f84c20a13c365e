package dev.skerry.kernel.link;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Check;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What one room has on the servers, as the link sees it.
public interface ServerPart {
    /// The room's name, the same on both ends.
    String room();

    /// An entry of the log, in order; it must be quick.
    ///
    /// @param batch an empty one: it is the state from which to start, or to start anew
    void committed(long index, Batch batch, House after);

    /// A node's part says something.
    ///
    /// @throws Malformed when it means nothing here: a later build says it, or something is wrong
    Heard heard(String node, byte[] body) throws Malformed;

    /// A node's part has said something that means nothing here, and is passed over.
    ///
    /// @return what to send, so that the node does not wait for an answer for ever; null: nothing
    Frame.@Nullable To passedOver(byte[] body);

    /// Begins to tell a node that has just said hello what it has not seen yet.
    ///
    /// @param seen of the same epoch; otherwise [Frame.Seen#nothing]
    Feed feed(String node, Frame.Seen seen);

    /// What is to be done about something that a node said.
    ///
    /// @param ask for the log; null: nothing
    /// @param answer to be sent once the log has it, or never will; null: none
    /// @param gathered only the last of them counts: several that come in a while are one entry.
    ///   Nobody waits for an answer
    record Heard(@Nullable Ask<?> ask, Frame.@Nullable To answer, boolean gathered) {
        /// It needs no more than to have been heard.
        public static final Heard NOTHING = new Heard(null, null);

        public Heard {
            Check.check(!gathered || answer == null, "what is gathered has no answer");
        }

        public Heard(@Nullable Ask<?> ask, Frame.@Nullable To answer) {
            this(ask, answer, false);
        }

        /// Something of which only the last counts.
        public static Heard gathered(Ask<?> ask) {
            return new Heard(ask, null, true);
        }
    }

    /// What one node is told on one link. It remembers what it has told; its link asks it after
    /// each change that concerns the node. For one thread at a time.
    interface Feed {
        /// Tells what there is to say since the last time; the first time also when that is little.
        void next(Telling to) throws IOException;
    }

    /// Takes what is told, piece by piece: a slow line is not to fill the server's memory.
    interface Telling {
        void tell(Frame.To frame) throws IOException;
    }
}
