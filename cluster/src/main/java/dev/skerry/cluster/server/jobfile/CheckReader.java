package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.yaml.Choices;
import dev.skerry.yaml.Mapping;
import dev.skerry.yaml.NearWords;
import dev.skerry.yaml.Rule;
import dev.skerry.yaml.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One health check of a task whose group has these ports.
record CheckReader(Map<String, Integer> ports) {
    static final int FAILURES_MAX = 1_000;
    static final int INTERVAL_MIN_MS = 100;

    /// What is asked; each kind has keys of its own.
    enum CheckKind {
        HTTP,
        TCP,
        SCRIPT,
        /// The file names none, or one that there is not: nothing follows from it for the other
        /// keys.
        UNKNOWN;

        List<String> keys() {
            return switch (this) {
                case HTTP -> List.of("port", "path");
                case TCP -> List.of("port");
                case SCRIPT -> List.of("command", "args");
                case UNKNOWN -> List.of("port", "path", "command", "args");
            };
        }
    }

    static final Map<String, CheckKind> KINDS =
            Choices.of("http", CheckKind.HTTP, "tcp", CheckKind.TCP, "script", CheckKind.SCRIPT);

    CheckSpec check(Value value, int index) {
        var check = value.mapping(JobFileKeys.CHECK);
        var type = check.value("type");
        if (type.absent()) type.missing("it should be one of " + String.join(", ", KINDS.keySet()));
        var kind = type.choice(KINDS, CheckKind.UNKNOWN);
        foreignKeys(check, kind);
        var name = word(kind) + "-" + (index + 1);
        return new CheckSpec(
                check.value("name").text(name, Rule.NAME),
                target(check, kind),
                check.value("interval").duration(INTERVAL_MIN_MS, CheckSpec.INTERVAL_MS_DEFAULT),
                check.value("timeout").duration(INTERVAL_MIN_MS, CheckSpec.TIMEOUT_MS_DEFAULT),
                check.value("grace").duration(0, CheckSpec.GRACE_MS_DEFAULT),
                (int) check.value("failures").whole(0, FAILURES_MAX, 0));
    }

    private CheckSpec.Target target(Mapping check, CheckKind kind) {
        return switch (kind) {
            case HTTP ->
                    new CheckSpec.Target.Http(
                            port(check.value("port")),
                            check.value("path").text("/", JobRules.URL_PATH));
            case TCP -> new CheckSpec.Target.Tcp(port(check.value("port")));
            case SCRIPT ->
                    new CheckSpec.Target.Script(
                            ProgramTexts.program(check.value("command")),
                            ProgramTexts.arguments(check.value("args")));
            case UNKNOWN -> new CheckSpec.Target.Tcp("");
        };
    }

    String port(Value value) {
        var port = value.required(JobRules.LABEL);
        if (!port.isEmpty() && !ports.containsKey(port)) {
            value.wrong(
                    "should be a port of the group, which has "
                            + (ports.isEmpty() ? "none" : String.join(", ", ports.keySet()))
                            + ", not \""
                            + port
                            + "\""
                            + NearWords.hint(port, ports.keySet()));
        }
        return port;
    }

    private static void foreignKeys(Mapping check, CheckKind kind) {
        for (var other : CheckKind.values()) {
            for (var key : other.keys()) {
                if (!kind.keys().contains(key) && check.has(key) && first(other, key))
                    check.value(key)
                            .wrong(
                                    "should be left out: a check of type %s has no %s"
                                            .formatted(word(kind), key));
            }
        }
    }

    /// A key of several kinds is reported for the first of them only.
    private static boolean first(CheckKind kind, String key) {
        for (var each : CheckKind.values()) if (each.keys().contains(key)) return each == kind;
        return false;
    }

    private static String word(CheckKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
