package dev.skerry.server.peers;

import dev.skerry.server.link.PeerName;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// What a connection between two servers is for: the first that is said on it. Two bytes of length,
/// a letter, then the fields.
sealed interface Errand {
    int BYTES_MAX = 2_048;

    /// Questions of one log to another, and their answers.
    ///
    /// @param to the id of the server that is asked
    /// @param instance of the server that asks, see [Instances]
    record Log(String to, String instance) implements Errand {}

    /// Which server it is that listens there, and which [Instances] instance of it.
    record Who() implements Errand {}

    /// A node that has come to the server which speaks; its frames follow.
    ///
    /// @param certified whose certificate it has shown
    record Node(InetSocketAddress from, @Nullable PeerName certified) implements Errand {}

    /// A client of the API that has come to the server which speaks; its requests follow.
    record Client(InetSocketAddress from) implements Errand {}

    /// A server that wants to be let in; one [Welcome] follows.
    ///
    /// @param addresses where it is reached
    record Join(String secret, Member.Addresses addresses, ServerBuild build) implements Errand {}

    /// A member says where it is by now; one [Welcome] follows.
    record Moved(Member.Addresses addresses, ServerBuild build) implements Errand {}

    private static byte[] bytes(Errand what) {
        var bytes = new ByteArrayOutputStream();
        try (var to = new DataOutputStream(bytes)) {
            switch (what) {
                case Log(var server, var instance) -> {
                    to.writeByte('L');
                    to.writeUTF(server);
                    to.writeUTF(instance);
                }
                case Who() -> to.writeByte('W');
                case Node(var from, var certified) -> {
                    to.writeByte('N');
                    address(from, to);
                    to.writeUTF(certified == null ? "" : certified.node());
                    to.writeUTF(certified == null ? "" : certified.joining());
                    to.writeLong(certified == null ? 0 : certified.endWallMs());
                }
                case Client(var from) -> {
                    to.writeByte('C');
                    address(from, to);
                }
                case Join(var secret, var addresses, var build) -> {
                    to.writeByte('J');
                    to.writeUTF(secret);
                    addresses(addresses, to);
                    build(build, to);
                }
                case Moved(var addresses, var build) -> {
                    to.writeByte('M');
                    addresses(addresses, to);
                    build(build, to);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void addresses(Member.Addresses of, DataOutputStream to) throws IOException {
        to.writeUTF(of.link());
        to.writeUTF(of.http());
    }

    private static void build(ServerBuild of, DataOutputStream to) throws IOException {
        to.writeUTF(of.version());
        to.writeInt(of.logFormat());
    }

    private static ServerBuild build(DataInputStream from) throws IOException {
        return new ServerBuild(from.readUTF(), from.readInt());
    }

    /// Without the interface that an address of a link is reached by: others have other ones.
    private static void address(InetSocketAddress at, DataOutputStream to) throws IOException {
        var host = at.getAddress().getHostAddress();
        int zone = host.indexOf('%');
        to.writeUTF(zone < 0 ? host : host.substring(0, zone));
        to.writeShort(at.getPort());
    }

    static void write(Errand what, DataOutputStream to) throws IOException {
        var bytes = bytes(what);
        to.writeShort(bytes.length);
        to.write(bytes);
        to.flush();
    }

    /// @throws IOException when nothing of the kind has come
    static Errand read(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort();
        if (length > BYTES_MAX) throw new IOException("an errand of " + length + " bytes");
        var bytes = in.readNBytes(length);
        if (bytes.length < length) throw new EOFException("it broke off");
        var from = new DataInputStream(new ByteArrayInputStream(bytes));
        return switch (from.readUnsignedByte()) {
            case 'L' -> new Log(from.readUTF(), from.readUTF());
            case 'W' -> new Who();
            case 'N' -> {
                var at = address(from);
                var name = new PeerName(from.readUTF(), from.readUTF(), from.readLong());
                yield new Node(at, name.node().isEmpty() ? null : name);
            }
            case 'C' -> new Client(address(from));
            case 'J' -> new Join(from.readUTF(), addresses(from), build(from));
            case 'M' -> new Moved(addresses(from), build(from));
            default -> throw new IOException("the other server is of another version");
        };
    }

    private static Member.Addresses addresses(DataInputStream in) throws IOException {
        return new Member.Addresses(in.readUTF(), in.readUTF());
    }

    private static InetSocketAddress address(DataInputStream in) throws IOException {
        try {
            var at = InetAddress.ofLiteral(in.readUTF());
            return new InetSocketAddress(at, in.readUnsignedShort());
        } catch (IllegalArgumentException e) {
            throw new IOException("an address is none", e);
        }
    }
}
