package dev.skerry.server.peers;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.authority.EpochFile;
import dev.skerry.server.authority.PinnedAuthority;
import dev.skerry.server.authority.PrivateFile;
import dev.skerry.server.raft.RatisLog;
import dev.skerry.servers.state.Member;
import dev.skerry.servers.state.ServerBuild;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// How a server comes to a cell that is there already: by a token, over the link of any of its
/// servers. What it is given is what a server has on its disk besides the log.
public final class Joining {
    /// In the data folder: the id of this server.
    public static final String ID_FILE = "server-id";

    private static final int ANSWER_MS = 30_000;
    private static final int PIN_DIGITS = 64;

    private static final String LINKS = "`skerry server list` has it under LINK";

    private Joining() {}

    /// Joins, and leaves a data folder with which the server starts.
    ///
    /// @param address of any server's link
    /// @param token the secret, a dot, and the hash of the authority
    /// @throws IOException when it is not let in; the message says why
    public static void join(
            Path data, String address, String token, Member.Addresses own, ServerBuild build)
            throws IOException {
        if (EpochFile.isIn(data))
            throw new IOException(
                    ("%s is the data folder of server %s of a cell already; start it without"
                                    + " \"join\", or choose another --data; one that was removed"
                                    + " joins with an empty one")
                            .formatted(data, id(data)));
        if (Files.exists(data.resolve("raft")))
            throw new IOException(
                    data
                            + " has the log of another server in it; a server joins with an empty"
                            + " --data");
        int dot = token.indexOf('.');
        if (!token.matches("[0-9a-f]+\\.[0-9a-f]{%d}".formatted(PIN_DIGITS)))
            throw new IOException(
                    "the token is none of `skerry server join-token`: that is two words of"
                            + " hexadecimal digits with a dot between");
        var context = PinnedAuthority.context(token.substring(dot + 1));
        var opening = new Errand.Join(token.substring(0, dot), own, build);
        try (var there = open(context, address, opening)) {
            there.setSoTimeout(ANSWER_MS);
            switch (Welcome.read(new DataInputStream(there.getInputStream()))) {
                case Welcome.Refused(var why) -> throw new IOException("not let in: " + why);
                case Welcome.In in -> keep(data, in);
            }
        }
    }

    private static SSLSocket open(SSLContext context, String address, Errand opening)
            throws IOException {
        try {
            return Peers.open(context, address, opening);
        } catch (IOException e) {
            throw new IOException(address + " " + why(e), e);
        }
    }

    /// Why one has not come through to where a server is asked to be let in.
    private static String why(IOException e) {
        return switch (e) {
            case SSLException _ when FileTrouble.first(e) instanceof CertificateException no ->
                    "is not whom the token is of: " + no.getMessage();
            case SSLException _ ->
                    "is not where a server listens for nodes and servers (%s); "
                                    .formatted(e.getMessage())
                            + LINKS;
            case UnknownHostException _ -> "is a name that is not known here; " + LINKS;
            default -> "cannot be reached (%s); ".formatted(e.getMessage()) + LINKS;
        };
    }

    private static void keep(Path data, Welcome.In in) throws IOException {
        var authority = data.resolve(Authority.FOLDER);
        PrivateFile.folder(authority);
        PrivateFile.write(Authority.file(authority), in.authority());
        PrivateFile.folder(data.resolve("raft"));
        PrivateFile.write(data.resolve(ID_FILE), in.id() + "\n");
        EpochFile.write(data, in.epoch());
    }

    /// The id of the server whose folder that is. Where there is nothing yet it founds a cell, and
    /// that is noted.
    ///
    /// @throws IOException when the folder does not say which of several servers it is of
    public static String own(Path data) throws IOException {
        var file = data.resolve(ID_FILE);
        if (Files.exists(file)) return id(data);
        var first = Member.id(1);
        var members = RatisLog.membersIn(data.resolve("raft"));
        if (!members.isEmpty() && !members.equals(Set.of(first)))
            throw new IOException(
                    ("%s is missing, and the log beside it is of %s: write into that file which of"
                                    + " them this one is, as %s; `skerry server list` at another"
                                    + " one shows where each is")
                            .formatted(
                                    file,
                                    members.size() == 1
                                            ? "a cell of several servers"
                                            : "the servers " + String.join(", ", members),
                                    members.iterator().next()));
        PrivateFile.write(file, first + "\n");
        return first;
    }

    /// The id that a data folder says.
    public static String id(Path data) throws IOException {
        var file = data.resolve(ID_FILE);
        if (!Files.exists(file)) return Member.id(1);
        var text = FileTrouble.text(file).strip();
        if (Member.number(text) == 0)
            throw new IOException(
                    "%s is damaged: it should be s1, s2 or the like".formatted(file)
                            + "; `skerry server list` shows which one is missing");
        return text;
    }
}
