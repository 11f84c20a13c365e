package dev.skerry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cli.show.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Output whose connection ends somewhere, as behind a bad link: it is gone on with.
class TornOutputTest {
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nX-Skerry-Offset: 0\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String FIXED =
            "HTTP/1.1 200 OK\r\nX-Skerry-Offset: 0\r\nContent-Length: 6\r\n\r\n";

    private final ServerSocket listening = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());

    TornOutputTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        listening.close();
    }

    /// Each connection gets the next answer, and is closed behind it.
    private String logs(List<String> answers) {
        Thread.ofVirtual()
                .start(() -> {
                    for (var answer : answers) one(answer);
                });
        var said = new ByteArrayOutputStream();
        var address = "http://127.0.0.1:" + listening.getLocalPort();
        var words = new String[] {"alloc", "logs", "a1", "--address", address};
        int code = Main.run(Typed.shell(Screen.plain(said), Screen.plain(said)), words);
        return code + " " + said.toString(StandardCharsets.UTF_8);
    }

    private void one(String answer) {
        try (var socket = listening.accept()) {
            head(socket);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void head(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) head.append((char) socket.getInputStream().read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "6", "6\r\n", "6\r\nhel"})
    void aChunkedAnswerThatIsTornAnywhere(String begun) {
        var rest = begun.endsWith("hel") ? "3\r\nlo\n\r\n" : "6\r\nhello\n\r\n";
        var offset = begun.endsWith("hel") ? "3" : "0";
        var whole = CHUNKED.replace("Offset: 0", "Offset: " + offset) + rest + "0\r\n\r\n";
        assertEquals("0 hello\n", logs(List.of(CHUNKED + begun, whole)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hel"})
    void anAnswerOfKnownLengthThatIsTornAnywhere(String begun) {
        var rest = "hello\n".substring(begun.length());
        var whole =
                FIXED.replace("Offset: 0", "Offset: " + begun.length())
                                .replace("Length: 6", "Length: " + rest.length())
                        + rest;
        assertEquals("0 hello\n", logs(List.of(FIXED + begun, whole)));
    }

    @Test
    void whatIsTornOverAndOverEndsWithAWord() {
        var said = logs(List.of(CHUNKED, CHUNKED, CHUNKED, CHUNKED));
        assertEquals(
                "4 skerry: The output broke off before its end.",
                said.lines().findFirst().orElse(""));
    }
}
