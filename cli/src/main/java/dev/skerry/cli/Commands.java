package dev.skerry.cli;

import dev.skerry.cli.alloc.AllocNoun;
import dev.skerry.cli.audit.AuditNoun;
import dev.skerry.cli.cell.CellNoun;
import dev.skerry.cli.deployment.DeploymentNoun;
import dev.skerry.cli.dev.Dev;
import dev.skerry.cli.issuer.IssuerNoun;
import dev.skerry.cli.job.JobNoun;
import dev.skerry.cli.namespace.NamespaceNoun;
import dev.skerry.cli.node.NodeNoun;
import dev.skerry.cli.recall.RecallNoun;
import dev.skerry.cli.server.ServerNoun;
import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.signing.SigningNoun;
import dev.skerry.cli.trust.Login;
import dev.skerry.cli.trust.Logout;
import dev.skerry.cli.trust.RoleNoun;
import dev.skerry.cli.trust.TokenNoun;
import dev.skerry.cli.trust.WhoAmI;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// All words of the command line, in the order that help lists them.
final class Commands {
    private Commands() {}

    /// What rooms have on the command line: the one list to add a noun to.
    static List<Noun> nouns(Session session) {
        return List.of(
                JobNoun.of(session),
                DeploymentNoun.of(session),
                RecallNoun.of(session),
                NodeNoun.of(session),
                AllocNoun.of(session),
                NamespaceNoun.of(session),
                TokenNoun.of(session),
                RoleNoun.of(session),
                IssuerNoun.of(session),
                SigningNoun.of(session),
                AuditNoun.of(session),
                ServerNoun.of(session),
                CellNoun.of(session));
    }

    static CommandLine line(Session session) {
        return line(session, nouns(session));
    }

    /// Whoever types a noun waits for the words of that one only: the parser takes longer to learn
    /// all of them than most commands take to do their work.
    ///
    /// @param words what was typed; without any, or with another than a noun in front, it knows all
    static CommandLine line(Session session, List<Noun> nouns, String... words) {
        var line = new CommandLine(session);
        var first = words.length == 0 ? "" : words[0];
        boolean all = nouns.stream().noneMatch(it -> it.name().equals(first));
        for (var noun : nouns) add(line, noun, all || noun.name().equals(first));
        line.addSubcommand(new Login(session));
        line.addSubcommand(new Logout(session));
        line.addSubcommand(new WhoAmI(session));
        line.addSubcommand(new EventsCommand(session));
        line.addSubcommand(new StatusCommand(session));
        line.addSubcommand(new Dev(session));
        line.addSubcommand(new Completion(session));
        line.addSubcommand(new Version(session));
        line.addSubcommand(new Help(line));
        return line;
    }

    private static void add(CommandLine line, Noun noun, boolean whole) {
        var spec = CommandSpec.create().name(noun.name());
        spec.usageMessage().description(noun.description()).synopsisSubcommandLabel("COMMAND");
        line.addSubcommand(noun.name(), spec);
        var added = line.getSubcommands().get(noun.name());
        if (added == null) throw new IllegalStateException(noun.name());
        if (!whole) return;
        for (var command : noun.commands()) {
            if (command instanceof Noun inner) add(added, inner, true);
            else added.addSubcommand(command);
        }
    }
}
