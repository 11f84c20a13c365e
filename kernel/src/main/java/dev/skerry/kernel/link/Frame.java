package dev.skerry.kernel.link;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What server and node say to each other on the link.
///
/// What must not be lost is numbered by the room that says it, and repeated until it is
/// acknowledged; receiving twice is harmless.
public sealed interface Frame {
    /// Bytes of one frame, kind included.
    int BYTES_MAX = 4 * 1024 * 1024;

    /// The version of this protocol. A later one only adds: frames, rooms, and fields at the ends
    /// of frames. What an end does not know it passes over.
    int PROTOCOL = 2;

    /// The oldest version that this build understands.
    int PROTOCOL_OLDEST = 2;

    /// Bytes of a room's name on a wire; more is no frame.
    int ROOM_BYTES_MAX = 64;

    /// Rooms in one greeting; more is no frame.
    int ROOMS_MAX = 1_000;

    /// What a frame takes beside its body, at most, when there is room to be counted.
    int OVERHEAD_BYTES = 64;

    /// What a node says.
    sealed interface FromNode extends Frame {}

    /// What a server says.
    sealed interface FromServer extends Frame {}

    /// What either of them says.
    sealed interface FromBoth extends FromNode, FromServer {}

    /// Which queue it waits in.
    default Lane lane() {
        return Lane.STEER;
    }

    /// Bytes that it takes while it waits, roughly.
    default int bytes() {
        return OVERHEAD_BYTES;
    }

    // ---- greetings ---------------------------------------------------------------------------

    /// The first frame of a node without a certificate; the link carries nothing else then.
    ///
    /// @param publicKey X.509 SubjectPublicKeyInfo, base64
    record Join(
            int protocol,
            String secret,
            String node,
            String name,
            String datacenter,
            String publicKey)
            implements FromNode {}

    /// The certificate of a node that may join, or a renewed one.
    ///
    /// @param certificates PEM, the node's own first
    /// @param authority PEM of what the node trusts from now on
    /// @param renewAtWallMs when to ask for the next
    record Certified(String certificates, String authority, String pool, long renewAtWallMs)
            implements FromServer {
        @Override
        public int bytes() {
            return OVERHEAD_BYTES + certificates.length() + authority.length();
        }
    }

    /// The first frame of a node with a certificate.
    ///
    /// @param instance drawn at each start of the agent: two of them at once are a node and a copy
    ///   of its data folder
    /// @param rooms that the node has
    record Hello(
            int protocol,
            String node,
            String agentVersion,
            String bootId,
            String instance,
            List<Seen> rooms)
            implements FromNode {
        /// Characters of an instance.
        public static final int INSTANCE_MAX = 64;

        public Hello {
            rooms = List.copyOf(rooms);
        }

        /// What the node has seen of a room; null: it does not have that room.
        public @Nullable Seen seen(String room) {
            for (var seen : rooms) if (seen.room().equals(room)) return seen;
            return null;
        }
    }

    /// How far a node has come with what a room tells it.
    ///
    /// @param epoch of the servers' state that the version belongs to; empty: none yet
    /// @param version that the node's journal holds; 0: nothing
    record Seen(String room, String epoch, long version) {
        /// A room that the node knows nothing of yet.
        public static Seen nothing(String room) {
            return new Seen(room, "", 0);
        }
    }

    /// The server accepts the node's link.
    ///
    /// @param epoch names this history of versions; another one means that what was seen says
    ///   nothing
    /// @param pingEveryMs how often the node shall be heard
    /// @param missedAfterMs not heard for so long, the node counts as missed
    /// @param wallMs what the server's clock says
    /// @param rooms that the server has
    record Welcome(
            int protocol,
            String epoch,
            long pingEveryMs,
            long missedAfterMs,
            long wallMs,
            List<String> rooms)
            implements FromServer {
        public Welcome {
            rooms = List.copyOf(rooms);
        }

        /// Without an answer for so long, the node gives the link up; it looks with every ping.
        public long silenceMs() {
            return 2 * missedAfterMs;
        }
    }

    /// The server does not talk to this node; the connection ends.
    ///
    /// @param retry false: trying again without a change is of no use
    record Refused(String reason, boolean retry) implements FromServer {}

    /// A new key to be certified.
    record Renew(String publicKey) implements FromNode {}

    // ---- signs of life -----------------------------------------------------------------------

    /// The node lives.
    record Ping() implements FromNode {}

    /// The server lives and has heard the node: the answer to the third ping of a link, the sixth,
    /// and so on.
    record Pong() implements FromServer {
        /// One answer to so many pings.
        public static final int PINGS = 3;
    }

    // ---- rooms -------------------------------------------------------------------------------

    /// What the room's part on one end says to its part on the other.
    ///
    /// @param body of a form that only the room knows
    @SuppressWarnings("ArrayRecordComponent") // nobody changes the bytes of a frame
    record To(String room, Lane lane, byte[] body) implements FromBoth {
        @Override
        public int bytes() {
            return OVERHEAD_BYTES + body.length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof To that
                    && room.equals(that.room)
                    && lane == that.lane
                    && Arrays.equals(body, that.body);
        }

        @Override
        public int hashCode() {
            return 31 * room.hashCode() + Arrays.hashCode(body);
        }

        @Override
        public String toString() {
            return "To[" + room + ", " + lane + ", " + body.length + " bytes]";
        }
    }

    // ---- streams: one mechanism for all bytes that are many ----------------------------------

    /// A server wants bytes of a room's part on the node: a log, a file. It chooses the number.
    ///
    /// @param credit bytes that may come before more are asked for
    /// @param request of a form that only the room knows
    @SuppressWarnings("ArrayRecordComponent") // nobody changes the bytes of a frame
    record Open(long stream, String room, long credit, byte[] request) implements FromServer {
        @Override
        public int bytes() {
            return OVERHEAD_BYTES + request.length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Open that
                    && stream == that.stream
                    && room.equals(that.room)
                    && credit == that.credit
                    && Arrays.equals(request, that.request);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(stream) + Arrays.hashCode(request);
        }

        @Override
        public String toString() {
            return "Open[" + stream + ", " + room + ", " + credit + " bytes]";
        }
    }

    /// So many bytes more may come on the stream.
    record Credit(long stream, long bytesMore) implements FromServer {}

    /// A piece of a stream, never more than there is credit for.
    ///
    /// @param at where its first byte stands in the whole; a leap says that what is between is gone
    @SuppressWarnings("ArrayRecordComponent") // nobody changes the bytes of a frame
    record Data(long stream, long at, byte[] piece) implements FromNode {
        @Override
        public Lane lane() {
            return Lane.BULK;
        }

        @Override
        public int bytes() {
            return OVERHEAD_BYTES + piece.length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Data that
                    && stream == that.stream
                    && at == that.at
                    && Arrays.equals(piece, that.piece);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(stream) + Arrays.hashCode(piece);
        }

        @Override
        public String toString() {
            return "Data[" + stream + ", at " + at + ", " + piece.length + " bytes]";
        }
    }

    /// The stream is over. From a node it comes after all of its pieces; from a server it says that
    /// nobody reads any more.
    ///
    /// @param error for people; empty: the end was reached, or is not waited for
    record Close(long stream, String error) implements FromBoth {
        @Override
        public Lane lane() {
            return Lane.BULK;
        }
    }

    // ---- what a later build says -------------------------------------------------------------

    /// A frame of a kind that this build does not know. It is passed over, and never sent.
    record Unknown(int kind) implements FromBoth {}
}
