package dev.skerry.cli.session;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.show.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import picocli.CommandLine.Option;

/// Signatures of a file that is sent, each in a file of its own: as tools make them, or in base64.
public final class SignatureFiles {
    /// The longest, of RSA with 4,096 bits, in base64 with ends of lines.
    private static final int BYTES_MAX = 1_024;

    private static final String MAKE =
            "`openssl pkeyutl -sign -rawin -inkey KEY -in FILE -out FILE.sig` makes a signature.";

    @Option(
            names = "--signature",
            paramLabel = "FILE",
            description =
                    "A signature of the file, where a signing rule asks for one; may be repeated.")
    private List<String> files = new ArrayList<>();

    /// The same call with the signatures.
    public Call with(Call call) throws Failure {
        var texts = new ArrayList<String>();
        for (var file : files) texts.add(base64(file));
        return call.header("X-Skerry-Signature", String.join(",", texts));
    }

    private static String base64(String file) throws Failure {
        var bytes = read(file);
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (SentFile.secret(bytes)) throw wrong(file + " is a private key; it was not sent.", MAKE);
        if (bytes.length == 0) throw wrong(file + " is empty.", MAKE);
        var bare = text.replaceAll("[\\r\\n ]", "");
        if (bare.matches("[A-Za-z0-9+/]+={0,2}") && bare.length() % 4 == 0) return bare;
        if (bytes.length > BYTES_MAX / 2)
            throw wrong(file + " is no signature: it is larger than 512 bytes.", MAKE);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] read(String file) throws Failure {
        try (var in = Files.newInputStream(Path.of(file))) {
            var bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length <= BYTES_MAX) return bytes;
            if (SentFile.secret(bytes))
                throw wrong(file + " is a private key; it was not sent.", MAKE);
            throw wrong(file + " is no signature: it is larger than 1 KiB.", MAKE);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw wrong("There is no file " + file + ".", MAKE);
        } catch (IOException e) {
            throw wrong(file + " cannot be read: " + Words.trouble(e) + ".", "");
        }
    }

    private static Failure wrong(String sentence, String advice) {
        return new Failure(ExitCode.USAGE, sentence, advice);
    }
}
