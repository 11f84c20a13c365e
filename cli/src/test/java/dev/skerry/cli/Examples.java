package dev.skerry.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Each command in a form that a [FakeServer] answers, with `%s` for the file of a job.
final class Examples {
    /// The last ones end what the others look at.
    static final List<String> SHOWING =
            List.of(
                    "status",
                    "node list",
                    "node status badge-1",
                    "node status badge-9",
                    "node meta badge-1",
                    "node meta badge-1 a=b",
                    "node drain badge-1",
                    "node eligibility badge-1 --off",
                    "node revoke badge-1",
                    "node remove badge-1",
                    "events",
                    "job validate %s",
                    "job list",
                    "job status hello",
                    "job plan %s",
                    "job history shop",
                    "job history -p shop",
                    "job diff shop",
                    "job revert --detach shop 2",
                    "job scale --detach shop web 7",
                    "job recall shop",
                    "recall list",
                    "recall lift r7k2m9x4qtb",
                    "job dispatch --detach report %s --meta who=me",
                    "job periodic force --detach backup",
                    "job periodic list --namespace calendars",
                    "alloc list",
                    "alloc status a1",
                    "alloc logs a1",
                    "alloc restart a",
                    "alloc stop a",
                    "node join-token",
                    "token create ada --role developer",
                    "token list",
                    "token revoke ada",
                    "role list",
                    "role show team",
                    "role apply %s.role",
                    "role test --role team write cluster/jobs",
                    "role delete team",
                    "issuer list",
                    "issuer show ci",
                    "issuer apply %s.issuer",
                    "issuer delete ci",
                    "signing list",
                    "signing show till",
                    "signing apply %s.signing",
                    "signing delete till",
                    "namespace list",
                    "namespace status shop",
                    "namespace apply %s.namespace",
                    "namespace delete shop",
                    "server list",
                    "server join-token",
                    "server remove s2",
                    "deployment list",
                    "deployment status shop",
                    "deployment pause shop",
                    "deployment resume shop",
                    "deployment promote shop",
                    "deployment fail shop",
                    "audit list",
                    "audit verify",
                    "version",
                    "whoami",
                    "logout",
                    "job stop hello");

    private Examples() {}

    /// The files that they read.
    static void files(Path file) throws IOException {
        Files.writeString(file, "job: hello\n");
        Files.writeString(Path.of(file + ".role"), "role: team\n");
        Files.writeString(Path.of(file + ".issuer"), "issuer: ci\n");
        Files.writeString(Path.of(file + ".signing"), "signing: till\n");
        Files.writeString(Path.of(file + ".namespace"), "namespace: shop\n");
    }
}
