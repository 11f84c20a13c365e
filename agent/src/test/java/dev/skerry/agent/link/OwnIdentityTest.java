package dev.skerry.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnIdentityTest {
    @TempDir Path directory;

    /// The answer to a join can be lost, and the agent restarted: a used token is good for one key.
    @Test
    void theKeyToJoinWithOutlastsARestart() throws Exception {
        var first = OwnIdentity.open(directory).joinKey();
        var second = OwnIdentity.open(directory).joinKey();
        assertEquals(first.getPublic(), second.getPublic());
        assertEquals(first.getPrivate(), second.getPrivate());
    }

    @Test
    void aDamagedKeyToJoinWithIsMadeAnew() throws Exception {
        var first = OwnIdentity.open(directory).joinKey();
        var file = directory.resolve("joining.pem");
        var text = Files.readString(file);
        for (var damaged : new String[] {"", "\n", text.substring(0, text.length() - 9), "x\n"}) {
            Files.writeString(file, damaged);
            var next = OwnIdentity.open(directory).joinKey();
            assertNotEquals(first.getPublic(), next.getPublic());
            assertEquals(next.getPublic(), OwnIdentity.open(directory).joinKey().getPublic());
        }
    }
}
