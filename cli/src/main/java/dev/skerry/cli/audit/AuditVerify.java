package dev.skerry.cli.audit;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = {
            "Whether the audit is as it was written: no line changed, none missing.",
            "The hash of each line is computed again here; the last one, and the first that is",
            "kept, are compared with what the servers know. Ends with 1 when something is wrong,",
            "and says what is wrong first."
        },
        footer = {
            "",
            "Examples:",
            "  skerry audit verify",
            "  skerry audit verify --file /var/lib/skerry/server/audit/*.jsonl"
        })
final class AuditVerify implements Callable<Integer> {
    private static final Pattern AFTER = Pattern.compile("\\{\"after\":([0-9]{1,18}),.*");

    private final Session session;

    @Option(
            names = "--file",
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Copied files; no server is asked, so the last hash is shown, and whether older"
                            + " lines were let go is not known.")
    private List<Path> files = new ArrayList<>();

    AuditVerify(Session session) {
        this.session = session;
    }

    /// A file and the number after which it begins.
    private record Begun(Path path, long after) {}

    @Override
    public Integer call() throws Failure {
        return files.isEmpty() ? ofTheServer() : ofFiles();
    }

    private int ofTheServer() throws Failure {
        var api = session.api();
        var head = api.send(Call.get("audit", "head")).json();
        var chain = new HashChain(head.at("number").whole(), head.at("hash").text());
        try (var lines = new TextLines(api.stream(Call.get("audit").with("from", "0")))) {
            if (all(lines, chain)) chain.end();
        } catch (IOException e) {
            throw AuditList.broken(e);
        }
        // asked again: some may have been let go meanwhile
        var letGo = api.send(Call.get("audit", "head")).json().at("letGo");
        chain.begin(letGo.at("number").whole(), letGo.at("hash").text());
        return said(chain, "The last one is what the servers know.");
    }

    private static boolean all(TextLines lines, HashChain chain) throws IOException {
        for (var line = lines.next(); line != null; line = lines.next())
            if (!chain.add(line)) return false;
        return true;
    }

    /// One after the other, whatever their names are.
    private int ofFiles() throws Failure {
        var begun = new ArrayList<Begun>();
        for (var file : files) begun.add(begun(file));
        begun.sort(Comparator.comparingLong(Begun::after));
        var chain = new HashChain(0, "");
        for (var file : begun) if (!all(file.path, chain)) break;
        return said(chain, "The last one has the hash " + chain.hash() + ".");
    }

    private static boolean all(Path file, HashChain chain) throws Failure {
        try (var lines = new TextLines(Files.newInputStream(file))) {
            return all(lines, chain);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Begun begun(Path file) throws Failure {
        try (var lines = new TextLines(Files.newInputStream(file))) {
            var first = AFTER.matcher(lines.next() + "");
            if (first.matches()) return new Begun(file, Long.parseLong(first.group(1)));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        throw new Failure(
                ExitCode.USAGE,
                "%s begins with no anchor: it is no file of an audit.".formatted(file),
                "They are in the folder audit of a server's --data.");
    }

    private static Failure unreadable(Path file, IOException e) {
        return new Failure(
                ExitCode.USAGE, "%s cannot be read: %s.".formatted(file, Words.trouble(e)), "");
    }

    private int said(HashChain chain, String end) {
        var wrong = chain.wrong();
        if (session.json()) session.out().raw(json(chain, wrong));
        else if (wrong.isEmpty()) session.out().line(chain.seen(end));
        else for (var each : wrong) session.err().line(each);
        return wrong.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String json(HashChain chain, List<String> wrong) {
        return "{\"whole\":%s,\"hash\":%s,\"wrong\":%s}"
                .formatted(wrong.isEmpty(), Json.quoted(chain.hash()), Json.quoted(wrong));
    }
}
