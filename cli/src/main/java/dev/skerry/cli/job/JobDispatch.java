package dev.skerry.cli.job;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.SentFile;
import dev.skerry.cli.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dispatch",
        description = {
            "Launches a parameterized job as a job of its own, and shows it coming up.",
            "Its tasks find the payload in the file that SKERRY_PAYLOAD_FILE names, and each key",
            "of meta as SKERRY_META_KEY."
        },
        footer = {
            "",
            "Examples:",
            "  skerry job dispatch report --meta customer=7",
            "  skerry job dispatch --detach resize picture.json",
            "  echo '{\"from\": 1}' | skerry job dispatch report - --meta customer=7"
        })
final class JobDispatch implements Callable<Integer> {
    private final Session session;

    @Mixin private final ChildOptions child = new ChildOptions();

    @Parameters(index = "0", paramLabel = "JOB", description = "Its name.")
    private String job = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "What it works on, at most 16 KiB; - is standard input.")
    private String file = "";

    @Option(
            names = "--meta",
            paramLabel = "KEY=VALUE",
            description = "A word for its tasks; can be said several times.")
    private List<String> meta = List.of();

    public JobDispatch(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var fields = new ArrayList<String>();
        if (!file.isEmpty())
            fields.add("\"payload\":" + Json.quoted(SentFile.ofPayload(file).base64()));
        if (!meta.isEmpty()) fields.add("\"meta\":" + object(entries()));
        var call = Call.post("jobs", job, "dispatch").json("{" + String.join(",", fields) + "}");
        return child.send(session, call);
    }

    private Map<String, String> entries() throws Failure {
        var entries = new LinkedHashMap<String, String>();
        for (var word : meta) {
            int at = word.indexOf('=');
            if (at < 1) throw Failure.usage("--meta", word, "KEY=VALUE");
            if (entries.put(word.substring(0, at), word.substring(at + 1)) != null)
                throw Failure.usage("--meta", word, "a key that is there once");
        }
        return entries;
    }

    private static String object(Map<String, String> entries) {
        var fields = new ArrayList<String>();
        entries.forEach((key, value) -> fields.add(Json.quoted(key) + ":" + Json.quoted(value)));
        return "{" + String.join(",", fields) + "}";
    }
}
