package dev.skerry.agent.jvm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What jars and classes say of themselves.
final class ClassLook {
    private static final int MANIFEST_BYTES_MAX = 64 * 1024;
    private static final int CLASS_BYTES = 8;
    private static final int CLASS_SIGN = 0xCAFEBABE;

    /// The version of classes that Java 1 would have had.
    static final int BEFORE_JAVA = 44;

    private ClassLook() {}

    /// What a jar says.
    ///
    /// @param main its class that is run; empty: it names none
    /// @param more whether it names other jars, which are needed beside it
    /// @param feature the Java that the class asked for needs; 0: the class is not in there
    record Jar(String main, boolean more, int feature) {}

    /// @param main the class that is looked for; empty: the one that the jar names
    /// @throws ZipLook.NoZip when it is no jar
    static Jar jar(Path file, String main) throws IOException {
        try (var zip = ZipLook.open(file)) {
            var manifest = zip.read("META-INF/MANIFEST.MF", true, MANIFEST_BYTES_MAX);
            var text = manifest == null ? "" : new String(manifest, StandardCharsets.UTF_8);
            var named = attribute(text, "Main-Class");
            var wanted = main.isEmpty() ? named : main;
            var bytes = wanted.isEmpty() ? null : zip.read(file(wanted), false, CLASS_BYTES);
            boolean more = !attribute(text, "Class-Path").isEmpty();
            return new Jar(named, more, feature(bytes));
        }
    }

    /// The same of a class in a folder: the Java that it needs; 0: it is not there.
    static int folder(Path folder, String main) throws IOException {
        var at = folder.resolve(file(main));
        if (!Files.isRegularFile(at)) return 0;
        try (var in = Files.newInputStream(at)) {
            return feature(in.readNBytes(CLASS_BYTES));
        }
    }

    /// Where a class is, in a jar and in a folder.
    private static String file(String name) {
        return name.replace('.', '/') + ".class";
    }

    /// The Java that a class needs, by its first bytes; 1: that cannot be told.
    private static int feature(byte @Nullable [] bytes) {
        if (bytes == null) return 0;
        var head = ByteBuffer.wrap(bytes);
        if (head.limit() < CLASS_BYTES || head.getInt(0) != CLASS_SIGN) return 1;
        return Math.max(1, head.getShort(6) - BEFORE_JAVA);
    }

    /// Of the first section of a manifest; a line that begins with a space goes on with the one
    /// before.
    static String attribute(String manifest, String name) {
        var value = new StringBuilder();
        boolean found = false;
        for (var line : manifest.split("\r\n|\n|\r", -1)) {
            if (line.isEmpty()) break;
            if (found && !line.startsWith(" ")) break;
            if (found) value.append(line, 1, line.length());
            int colon = line.indexOf(':');
            if (found || colon < 0 || !line.substring(0, colon).equalsIgnoreCase(name)) continue;
            found = true;
            value.append(line, colon + 1, line.length());
        }
        return value.toString().strip();
    }
}
