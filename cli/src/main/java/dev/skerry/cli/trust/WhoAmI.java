package dev.skerry.cli.trust;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Words;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "whoami",
        description = "As whom one is logged in, and what that one may do.",
        footer = {"", "Example:", "  skerry whoami"})
public final class WhoAmI implements Callable<Integer> {
    private final Session session;

    public WhoAmI(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(Call.get("self"), this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var self = new SelfText(answer.json());
        var token = self.answer().at("token");
        var out = session.out();
        out.line(
                "caller  %s at %s".formatted(self.answer().at("caller").text(), session.address()));
        if (!token.none())
            out.line(
                    "token   %s, id %s, ends %s"
                            .formatted(
                                    token.at("name").text(),
                                    token.at("id").text(),
                                    Words.until(token.at("expires").text(), now)));
        out.line("roles   " + String.join(", ", self.texts("roles")));
        var may = self.texts("may");
        for (int i = 0; i < may.size(); i++)
            out.line((i == 0 ? "may     " : "        ") + may.get(i));
        if (may.isEmpty()) out.line("may     nothing");
    }
}
