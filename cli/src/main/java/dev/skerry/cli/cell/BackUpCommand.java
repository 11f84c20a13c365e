package dev.skerry.cli.cell;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description = {
            "Writes all that the servers know into one file, while they run.",
            "That is the state, and the key of the authority. Whoever has it has the fleet; only",
            "its owner can read it."
        },
        footer = {
            "",
            "`skerry cell verify FILE` reads it whole and says what it holds; `skerry cell restore",
            "FILE --data FOLDER` makes it the data folder of one server.",
            "",
            "Example:",
            "  skerry cell backup fleet.cell"
        })
final class BackUpCommand implements Callable<Integer> {
    private static final long BYTES_MAX = 8L * 1024 * 1024 * 1024;
    private static final int PIECE_BYTES = 64 * 1024;

    /// `sha256`, a space, 64 digits and a line feed.
    private static final int LAST_LINE_BYTES = 72;

    private final Session session;

    @Parameters(paramLabel = "FILE", description = "Where it is written. It must not be there yet.")
    private Path file = Path.of("");

    BackUpCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (file.toString().isBlank())
            throw Failure.usage("FILE", file.toString(), "the name of a file that is not there");
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS))
            throw new Failure(
                    ExitCode.USAGE,
                    file + " is there already, and stays as it is.",
                    "Name another file.");
        var whole = file.toAbsolutePath();
        var fresh = whole.resolveSibling(whole.getFileName() + ".new");
        if (Files.exists(fresh, LinkOption.NOFOLLOW_LINKS))
            throw new Failure(
                    ExitCode.USAGE,
                    fresh + " is there already: a backup that was not finished, or is under way.",
                    "Remove that file, or name another.");
        try {
            long bytes = write(fresh);
            Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE);
            session.out().line("%s has %s.".formatted(file, Words.size(bytes)));
            session.err()
                    .line("It holds the key of the fleet's authority: keep it as you do that.");
            return ExitCode.OK;
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED, file + " was not written: " + Words.trouble(e) + ".", "");
        } finally {
            forget(fresh);
        }
    }

    private static void forget(Path fresh) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException _) {
            // its folder cannot be written: it was said
        }
    }

    private long write(Path fresh) throws Failure, IOException {
        var own =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(fresh, options, own);
                var in = session.api().stream(Call.post("servers", "backups"))) {
            long bytes = copy(in, Channels.newOutputStream(channel));
            channel.force(true);
            return bytes;
        }
    }

    /// The last line is what the servers say that all before it is.
    private static long copy(InputStream in, OutputStream to) throws IOException {
        var sum = sha256();
        var held = new ByteArrayOutputStream();
        var piece = new byte[PIECE_BYTES];
        long bytes = 0;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            bytes += read;
            if (bytes > BYTES_MAX) throw new IOException("it has more than 8 GiB");
            to.write(piece, 0, read);
            held.write(piece, 0, read);
            int over = held.size() - LAST_LINE_BYTES;
            if (over <= 0) continue;
            var all = held.toByteArray();
            sum.update(all, 0, over);
            held.reset();
            held.write(all, over, LAST_LINE_BYTES);
        }
        var line = "sha256 " + HexFormat.of().formatHex(sum.digest()) + "\n";
        if (!held.toString(StandardCharsets.US_ASCII).equals(line))
            throw new IOException("the answer broke off, or is damaged; try again");
        return bytes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
