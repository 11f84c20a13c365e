package dev.skerry.cli.dev;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Screen;
import dev.skerry.cli.trust.Login;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a new user reads when the fleet is up: where its page is, and five commands worth trying.
///
/// @param badge whether the example runs
record Invitation(Screen out, Api api, boolean badge) {
    private static final int COMMAND_COLUMNS = 45;

    void print() throws Failure {
        out.line("");
        out.line("Page      " + out.paint(Paint.STRONG, page()));
        var allocation = badge ? badges() : "";
        var word = Files.isExecutable(Path.of("skerry")) ? "./skerry " : "skerry ";
        var address = address();
        out.line("");
        out.line("Worth trying, in another terminal:");
        line(word + "node list" + address, "who is there, and what is left");
        line(word + "node status badge-1" + address, "all facts; which are given");
        if (badge) {
            var file = "examples/badge/badge.yaml";
            line(word + "job plan " + file + address, "who refuses the badge, and why");
            line(word + "job status badge" + address, "how it is");
            var id = allocation.isEmpty() ? "ALLOCATION" : allocation;
            line(word + "alloc logs -f " + id + address, "what it says");
        } else {
            line(word + "job list" + address, "what runs");
            line(word + "status" + address, "all in four lines");
            line(word + "node join-token" + address, "lets another node in");
        }
        out.line("");
        out.line(out.paint(Paint.FAINT, "Ctrl-C ends all of it. What happens:"));
        out.flush();
    }

    /// The link logs a browser in, once, within as long as one may take to read this far.
    private String page() throws Failure {
        var code = api.send(Call.post("session", "codes").json("{\"ttl\":\"10m\"}").twice());
        return Login.link(api.address(), code);
    }

    /// As commands need it.
    private String address() {
        boolean usual = api.address().equals(Session.ADDRESS_DEFAULT);
        return usual ? "" : " --address " + api.address();
    }

    private void line(String command, String meaning) {
        int gap = Math.max(1, COMMAND_COLUMNS + address().length() - command.length());
        out.line("  " + command + " ".repeat(gap) + out.paint(Paint.FAINT, meaning));
    }

    /// Shows where the badges answer.
    ///
    /// @return the id of one of their allocations; empty: there is none
    private String badges() throws Failure {
        var id = "";
        for (var one : api.send(Call.get("allocations").with("job", "badge")).json().list()) {
            long port = one.at("ports", "main").whole();
            if (!one.at("status").is("running") || port == 0) continue;
            id = one.at("id").text();
            out.line("Badge     http://127.0.0.1:" + port + "/ on " + one.at("nodeName").text());
        }
        return id;
    }
}
