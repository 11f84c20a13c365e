package dev.skerry.sim.rules;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// How long a comparison with something secret takes says nothing of how much of it was right:
/// `MessageDigest.isEqual` compares it. Who compares hashes or bytes in another way stands here,
/// with the reason; whatever is new, or is gone, makes a test red.
class SecretsTest {
    /// What is made of a secret, is kept of it, or is it.
    private static final Pattern SECRET =
            Pattern.compile(
                    ".*(hash|secret|password|passphrase|digest).*|hex|TokenText[.]text",
                    Pattern.CASE_INSENSITIVE);

    /// They end at the first difference.
    private static final Pattern QUICK =
            Pattern.compile("equals|.*Equals|equalsIgnoreCase|compare.*|.*[mM]atch.*|startsWith");

    /// Methods that have something of that name in their hands and compare something.
    private static final Map<String, String> COMPARED =
            Map.ofEntries(
                    entry("cli.api.ServerCheck.judge", "a certificate's, which all are shown"),
                    entry("cli.audit.HashChain.add", "of lines, for whoever reads them"),
                    entry("cli.audit.HashChain.anchor", "of lines, for whoever reads them"),
                    entry("cli.audit.HashChain.begin", "of lines, for whoever reads them"),
                    entry("cli.audit.HashChain.meet", "of lines, for whoever reads them"),
                    entry("cli.cell.BackUpCommand.copy", "the sum of what was sent"),
                    entry("cli.session.SignatureFiles.base64", "what it is made of is a file"),
                    entry(
                            "cluster.decide.NodeDecisions.join",
                            "what a token that was found is for"),
                    entry("cluster.decide.NodeDecisions.refusal", "whether it can be a hash"),
                    entry("cluster.server.StatusRoutes.token", "pools"),
                    entry("cluster.state.NodeApply.tokensOver", "ids of nodes"),
                    entry("example.badge.Variables.shown", "names of variables"),
                    entry("server.backup.CellFile$Checked.end", "the sum of a file"),
                    entry("server.trust.KeptHeads.differs", "of lines of the audit"),
                    entry("servers.decide.ServerTokenDecisions.wrong", "whether it can be a hash"),
                    entry("servers.state.Servers.without", "ids of servers"),
                    entry("agent.image.KnownImages.keep", "the digest of an image"),
                    entry("trust.decide.IssuerDecisions.wrong", "names of issuers"),
                    entry("trust.decide.TokenDecisions.wrong", "names of tokens"),
                    entry("trust.server.TokenText.parse", "how every token begins"));

    /// Methods that compare bytes, which are not secret.
    private static final Map<String, String> BYTES =
            Map.ofEntries(
                    entry("agent.jvm.ZipLook.same", "the name of a file in a jar"),
                    entry("agent.shim.Shim.same", "a program"),
                    entry("server.raft.RatisNotes.note", "which servers there are"),
                    entry("agent.journal.Journal.readAll", "how every journal begins"),
                    entry("cli.show.Table.beginning", "names that are shown"),
                    entry("cluster.state.Node$TakenPorts.equals", "ports"),
                    entry("kernel.Told.equals", "facts, by tests"),
                    entry("kernel.link.Frame$Data.equals", "frames, by tests"),
                    entry("kernel.link.Frame$Open.equals", "frames, by tests"),
                    entry("kernel.link.Frame$To.equals", "frames, by tests"),
                    entry("sim.trust.SimSigning.good", "of the simulator, which has no secrets"),
                    entry("sim.world.SimTruth.equal", "entries and states, of the simulator"),
                    entry("trust.server.signing.PublicKeyText.begins", "public keys"),
                    entry("trust.server.signing.SoundKey.check", "public keys"),
                    entry("trust.server.signing.SoundKey.rsa", "public keys"));

    private static boolean secret(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        var name = access.getTarget().getName();
        if (owner.isEquivalentTo(MessageDigest.class)) return name.equals("digest");
        if (!owner.getPackageName().startsWith("dev.skerry")) return false;
        if (name.equals("hashCode")) return false;
        var whole = owner.getSimpleName() + "." + name;
        return SECRET.matcher(name).matches() || SECRET.matcher(whole).matches();
    }

    private static boolean quick(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        boolean text =
                owner.isEquivalentTo(String.class)
                        || owner.isEquivalentTo(Object.class)
                        || owner.isEquivalentTo(CharSequence.class)
                        || owner.isEquivalentTo(Objects.class);
        return ofBytes(access) || (text && QUICK.matcher(access.getTarget().getName()).matches());
    }

    private static boolean ofBytes(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        var name = access.getTarget().getName();
        boolean arrays =
                owner.isEquivalentTo(Arrays.class)
                        || owner.getPackageName().equals("java.nio")
                        || owner.isEquivalentTo(java.lang.foreign.MemorySegment.class);
        return arrays && (QUICK.matcher(name).matches() || name.equals("mismatch"));
    }

    /// The methods that do it, as `room.Type.method`.
    private static Set<String> those(Predicate<JavaCodeUnit> does) {
        var found = new TreeSet<String>();
        for (var type : ArchTest.ALL) {
            var name = type.getName().replaceFirst("^dev\\.skerry\\.", "");
            for (var unit : type.getCodeUnits())
                if (does.test(unit)) found.add(name + "." + unit.getName());
        }
        return found;
    }

    private static boolean any(JavaCodeUnit unit, Predicate<JavaAccess<?>> what) {
        return unit.getAccessesFromSelf().stream().anyMatch(what);
    }

    @Test
    void nothingSecretIsComparedByItsBeginning() {
        var found = those(unit -> any(unit, SecretsTest::secret) && any(unit, SecretsTest::quick));
        same(COMPARED, found);
    }

    @Test
    void bytesThatAreComparedAreNotSecret() {
        var found = those(unit -> any(unit, SecretsTest::ofBytes));
        same(BYTES, found);
    }

    private static void same(Map<String, String> said, Set<String> found) {
        assertEquals(String.join("\n", new TreeSet<>(said.keySet())), String.join("\n", found));
    }

    /// Who lets somebody in for what he knows.
    @Test
    void whoLetsInTakesItsTime() {
        var found =
                those(unit ->
                        any(
                                unit,
                                it ->
                                        it.getTargetOwner().isEquivalentTo(MessageDigest.class)
                                                && it.getName().equals("isEqual")));
        for (var in : List.of("trust.server.TokenText.is", "agent.http.PagesToken.is"))
            assertTrue(found.contains(in), in + " does not; these do: " + found);
    }
}
