package dev.skerry.agent;

import java.security.Security;
import java.util.Set;

/// Which of Java's providers of cryptography an agent has. Whoever looks for what the first of them
/// do not know makes Java begin all others too, each with the table of what it knows.
final class SecurityProviders {
    private static final String LISTED = "security.provider.";

    /// Of Kerberos, XML, smart cards and directories. One that somebody has configured is listed
    /// with its configuration, and stays.
    private static final Set<String> UNUSED =
            Set.of("JdkLDAP", "JdkSASL", "SunJGSS", "SunPCSC", "SunPKCS11", "SunSASL", "XMLDSig");

    private SecurityProviders() {}

    /// Before anybody looks for one: Java reads its list once. A place of the list cannot be empty,
    /// and a provider that stands there again is passed over.
    static void withoutUnused() {
        var first = Security.getProperty(LISTED + 1);
        if (first == null) return;
        for (int place = 2; ; place++) {
            var name = Security.getProperty(LISTED + place);
            if (name == null) return;
            if (UNUSED.contains(name)) Security.setProperty(LISTED + place, first);
        }
    }
}
