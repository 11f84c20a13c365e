package dev.skerry.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In a Java of its own each time, since it reads its list once.
class SecurityProvidersTest {
    @TempDir private Path directory;

    static final class Listing {
        private Listing() {}

        public static void main(String[] arguments) {
            SecurityProviders.withoutUnused();
            System.out.println(
                    Arrays.stream(Security.getProviders())
                            .map(Provider::getName)
                            .collect(Collectors.joining(" ")));
        }
    }

    private String providers(List<String> properties) throws Exception {
        var overrides = Files.write(directory.resolve("java.security"), properties);
        var listing =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Djava.security.properties=" + overrides,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Listing.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var said = new String(listing.getInputStream().readAllBytes(), UTF_8).strip();
        assertEquals(0, listing.waitFor());
        return said;
    }

    @Test
    void thoseOfTlsAreLeft() throws Exception {
        assertEquals("SUN SunRsaSign SunEC SunJSSE SunJCE", providers(List.of()));
    }

    @Test
    void theOrderIsTheOneOfTheMachine() throws Exception {
        assertEquals(
                "SUN SunJCE SunJSSE",
                providers(List.of("security.provider.2=XMLDSig", "security.provider.3=SunJCE")));
    }
}
