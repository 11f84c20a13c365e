package dev.skerry.cli.session;

import dev.skerry.cli.api.Authorities;
import dev.skerry.cli.api.Bearer;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.show.Words;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Which token goes to which server, and who vouches for that: lines `ADDRESS TOKEN` or `ADDRESS
/// TOKEN AUTHORITY` of a file that nobody else can read ([Authorities#kept]). Before the tokens
/// goes what stands in `SKERRY_TOKEN`, for all servers alike.
public final class Credentials {
    /// Names another file.
    public static final String FILE_VARIABLE = "SKERRY_CREDENTIALS";

    private static final int LINES_MAX = 100;

    private final Path file;
    private final String given;

    /// Of one server.
    ///
    /// @param authorities those that were said when its token was kept
    private record Kept(Bearer bearer, Authorities authorities) {}

    private Credentials(Path file, String given) {
        this.file = file;
        this.given = given;
    }

    public static Credentials of(Map<String, String> environment) throws Failure {
        var named = environment.getOrDefault(FILE_VARIABLE, "");
        var given = environment.getOrDefault(Bearer.VARIABLE, "");
        try {
            var usual = Path.of(System.getProperty("user.home"), ".skerry", "credentials");
            var file = named.isEmpty() ? usual : Path.of(named);
            return new Credentials(file.toAbsolutePath().normalize(), given);
        } catch (InvalidPathException e) {
            throw Failure.usage(FILE_VARIABLE, named, "the path of a file");
        }
    }

    public Path file() {
        return file;
    }

    /// Whether the environment has a token, which goes before what is kept.
    public boolean overruled() {
        return !given.isEmpty();
    }

    /// Who calls there; [Bearer#NOBODY] when nobody has logged in.
    ///
    /// @param address as [dev.skerry.cli.api.Api#address] has it
    public Bearer at(String address) throws Failure {
        if (overruled()) return Bearer.of(given, Bearer.VARIABLE);
        var kept = read().get(address);
        return kept == null ? Bearer.NOBODY : kept.bearer;
    }

    /// Who vouches for that server, as it was said at the last login there.
    public Authorities authorities(String address) throws Failure {
        var kept = read().get(address);
        return kept == null ? Authorities.USUAL : kept.authorities;
    }

    /// Without anybody who vouches for the server.
    public void keep(String address, Bearer bearer) throws Failure {
        keep(address, bearer, Authorities.USUAL);
    }

    public void keep(String address, Bearer bearer, Authorities authorities) throws Failure {
        var all = read();
        all.put(address, new Kept(bearer, authorities));
        if (all.size() > LINES_MAX)
            throw new Failure(
                    ExitCode.FAILED,
                    "%s has tokens for %d servers already, and keeps no more."
                            .formatted(file, LINES_MAX),
                    "`skerry logout --address …` makes room.");
        write(all);
    }

    /// @return whether there was one
    public boolean forget(String address) throws Failure {
        var all = read();
        if (all.remove(address) == null) return false;
        write(all);
        return true;
    }

    private SequencedMap<String, Kept> read() throws Failure {
        try {
            if (OwnFile.open(file))
                throw new Failure(
                        ExitCode.FAILED,
                        file + " can be read or changed by others, so it is not used.",
                        "`chmod 600 %s`; a token that others have seen is ended by".formatted(file)
                                + " `skerry token revoke`.");
            var all = new LinkedHashMap<String, Kept>();
            int number = 0;
            for (var line : OwnFile.text(file).lines().toList()) {
                number++;
                if (line.isBlank()) continue;
                var words = line.strip().split("\\s+", -1);
                if (words.length != 2 && words.length != 3) throw wrong(number);
                var place = file + ":" + number;
                var authority = words.length == 3 ? words[2] : "";
                all.put(
                        words[0],
                        new Kept(Bearer.of(words[1], place), authority(authority, number)));
            }
            return all;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Authorities authority(String word, int line) throws Failure {
        try {
            return Authorities.kept(word, file + ":" + line);
        } catch (IllegalArgumentException e) {
            throw wrong(line);
        }
    }

    private Failure wrong(int line) {
        return new Failure(
                ExitCode.FAILED,
                "%s:%d is no line of an address, a token and perhaps an authority."
                        .formatted(file, line),
                "`skerry login` writes that file; what is wrong in it can be deleted.");
    }

    private void write(Map<String, Kept> all) throws Failure {
        var lines = new StringBuilder();
        for (var one : all.entrySet()) {
            var kept = one.getValue();
            lines.append(one.getKey()).append(' ').append(kept.bearer.token());
            var authority = kept.authorities.kept();
            lines.append(authority.isEmpty() ? "" : " " + authority).append('\n');
        }
        if (lines.length() > OwnFile.BYTES_MAX)
            throw new Failure(
                    ExitCode.FAILED,
                    "%s would have more than 1 MiB.".formatted(file),
                    "--ca sha256:… is shorter than a file.");
        try {
            OwnFile.write(file, lines.toString());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Failure unusable(IOException e) {
        return new Failure(
                ExitCode.FAILED,
                "%s cannot be used: %s.".formatted(file, Words.trouble(e)),
                FILE_VARIABLE + " names another file for what `skerry login` keeps.");
    }
}
