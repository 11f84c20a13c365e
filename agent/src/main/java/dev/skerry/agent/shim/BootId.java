package dev.skerry.agent.shim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which boot of the machine this is, as its kernel says.
///
/// For tests the property `skerry.boot-id-file` names a file that is read instead, so that another
/// boot can be played without one.
public final class BootId {
    private static final String KERNEL = "/proc/sys/kernel/random/boot_id";

    private BootId() {}

    public static String read() throws IOException {
        return Files.readString(Path.of(System.getProperty("skerry.boot-id-file", KERNEL))).strip();
    }
}
