package dev.skerry.servers.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What can be reached, and what is a slip of somebody's pen.
class AddressBoundsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1:4647",
                "localhost:1",
                "s1.example.org:65535",
                "S_1:4647",
                "[fd00::1]:4647",
                "[fe80::1%eth0]:4647",
                "[::ffff:10.0.0.1]:80"
            })
    void theseAreRight(String address) {
        assertNull(AddressBounds.wrong("link", address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "host",
                "host:",
                ":4647",
                "host:0",
                "host:007",
                "host:65536",
                "host:99999999999",
                "host:+1",
                "host:4647 ",
                "ho st:4647",
                "host\n:4647",
                "fd00::1:4647",
                "[]:4647",
                "[host]:4647",
                "http://host:4647",
                "user@host:4647",
                "-host:4647",
                "höst:4647",
                "0.0.0.0:4647",
                "[::]:4647",
                "[0:0:0:0:0:0:0:0]:4647",
                "[0::]:4647",
                "[::0.0.0.0]:4647",
                "[::%eth0]:4647"
            })
    void theseAreWrong(String address) {
        assertNotNull(AddressBounds.wrong("link", address));
    }

    @Test
    void oneThatIsTooLongIsWrong() {
        assertNull(AddressBounds.wrong("link", "a".repeat(250) + ":4647"));
        assertNotNull(AddressBounds.wrong("link", "a".repeat(251) + ":4647"));
    }

    @Test
    void theFieldIsNamedAndWhatWouldBeRight() {
        var wrong = AddressBounds.wrong(new Member.Addresses("10.0.0.1:4647", "10.0.0.1"));
        assertNotNull(wrong);
        assertEquals(
                "http is \"10.0.0.1\"; it should be host:port by which others reach this server,"
                        + " as 10.0.0.1:4647, [fd00::1]:4647 or s1.example.org:4647; at most 255"
                        + " characters, the port from 1 to 65535.",
                wrong.sentence());
    }
}
