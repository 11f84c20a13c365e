package dev.skerry.cli.session;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Authorities;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Secrecy;
import dev.skerry.cli.show.Screen;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The word `skerry` itself, with the options that all commands share.
@Command(
        name = "skerry",
        version = "skerry " + Session.VERSION,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Runs software on machines that are small, scattered and often cut off.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  skerry dev                    a server and four nodes on this machine",
            "  skerry job run badge.yaml     runs what the file says, and shows it coming up",
            "  skerry node list              who is there",
            "  skerry job plan badge.yaml    what would change, and why not elsewhere",
            "",
            "Ends with 0 done, 1 refused, 2 wrong words or file, 3 not found, 4 no server,",
            "5 waited in vain, 6 not logged in or not allowed, 130 interrupted.",
            "`skerry server` and `skerry agent` run the daemons."
        })
public final class Session implements Runnable {
    public static final String VERSION = "0.1.0";
    public static final String ADDRESS_DEFAULT = "http://127.0.0.1:4646";

    private final Shell shell;

    @Option(
            names = "--address",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:SKERRY_ADDR:-" + ADDRESS_DEFAULT + "}",
            description = "The server; SKERRY_ADDR sets it too. Default: " + ADDRESS_DEFAULT)
    private String address = ADDRESS_DEFAULT;

    @Option(
            names = "--ca",
            paramLabel = "CA",
            scope = ScopeType.INHERIT,
            description = {
                "Who vouches for an https:// server: a file with a certificate, or sha256:HASH.",
                "`skerry login` keeps it. SKERRY_CA sets it too."
            })
    private String ca = "";

    @Option(
            names = "--plain",
            scope = ScopeType.INHERIT,
            description = {
                "Sends a token over plain HTTP to another machine; SKERRY_PLAIN=yes too."
            })
    private boolean plain;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:SKERRY_NAMESPACE:-default}",
            description = "Whose jobs; * for all; SKERRY_NAMESPACE sets it too. Default: default")
    private String namespace = "default";

    @Option(
            names = "--consistent",
            scope = ScopeType.INHERIT,
            description = "Reads only what is certain, also where a server is cut off.")
    private boolean consistent;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Prints the answer of the API as it came.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Explains a command.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "The version of this command.")
    private boolean version;

    public Session(Shell shell) {
        this.shell = shell;
    }

    /// The bare word: shows what there is.
    @Override
    public void run() {
        throw new IllegalStateException("the caller prints the help");
    }

    /// Where data goes.
    public Screen out() {
        return shell.out();
    }

    /// Where talk goes.
    public Screen err() {
        return shell.err();
    }

    /// The namespace that a file is for; empty: that is for the file to say.
    public String ofFile() throws Failure {
        if (namespace.equals("*"))
            throw Failure.usage("--namespace", namespace, "the one that the job is for");
        return namespace.equals("default") ? "" : namespace;
    }

    public String namespace() {
        return namespace;
    }

    public boolean json() {
        return json;
    }

    /// Whether help was asked for; picocli has shown it then.
    public boolean help() {
        return help;
    }

    /// Whether the version was asked for; picocli has shown it then.
    public boolean version() {
        return version;
    }

    public Shell shell() {
        return shell;
    }

    /// Of the server, as credentials have it.
    public String address() throws Failure {
        return stranger().address();
    }

    /// Which token goes where.
    public Credentials credentials() throws Failure {
        return Credentials.of(shell.environment());
    }

    /// The server, for whoever has logged in there.
    public Api api() throws Failure {
        var stranger = stranger();
        return stranger.as(credentials().at(stranger.address()));
    }

    /// The server, for nobody yet.
    public Api stranger() throws Failure {
        var api = Api.at(address, new Secrecy(authorities(), plain()));
        return consistent ? api.consistent() : api;
    }

    private Authorities authorities() throws Failure {
        var given = shell.environment().getOrDefault(Authorities.VARIABLE, "");
        boolean secure = Secrecy.secure(address);
        if (!ca.isEmpty() && !secure) throw Failure.usage("--ca", ca, "with an https:// address");
        if (!secure) return Authorities.USUAL;
        if (!ca.isEmpty()) return Authorities.said(ca, "--ca");
        if (!given.isEmpty()) return Authorities.said(given, Authorities.VARIABLE);
        return credentials().authorities(Api.bare(address));
    }

    private boolean plain() throws Failure {
        var given = shell.environment().getOrDefault(Secrecy.VARIABLE, "no");
        if (!given.equals("yes") && !given.equals("no"))
            throw Failure.usage(Secrecy.VARIABLE, given, "yes or no");
        return plain || given.equals("yes");
    }

    /// Sends, with the namespace, and prints the answer as it came when `--json` says so.
    ///
    /// @param shown prints it for people otherwise
    public void show(Call call, Shown shown) throws Failure {
        var answer = api().send(call);
        if (json) raw(answer);
        else shown.print(answer, Instant.now());
    }

    public void raw(ApiAnswer answer) {
        out().raw(answer.text().strip());
    }

    /// How an answer is shown to people.
    @FunctionalInterface
    public interface Shown {
        void print(ApiAnswer answer, Instant now) throws Failure;
    }

    /// Says that a list is empty, and of which namespace, unless that is the usual one: a name that
    /// was mistyped has nothing in it either.
    ///
    /// @param none without a full stop
    /// @param advice in the usual one
    public void empty(String none, String advice) {
        boolean usual = namespace.equals("default") || namespace.equals("*");
        var others = ". `skerry namespace list` shows which there are.";
        var more = usual ? ". " + advice : " in namespace " + namespace + others;
        err().line((none + more).strip());
    }

    /// `--address …` when it is not the default: for commands that are quoted in advice.
    public String addressWords() {
        return address.equals(ADDRESS_DEFAULT) ? "" : " --address " + address;
    }
}
