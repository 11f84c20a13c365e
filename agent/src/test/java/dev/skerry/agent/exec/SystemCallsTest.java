package dev.skerry.agent.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the filter says of a call, by reading it as the kernel does.
class SystemCallsTest {
    private static final int THREAD = 0x3d0f00;

    @ParameterizedTest
    @CsvSource({
        "read, 0, 63, 0, allowed",
        "execve, 59, 221, 0, allowed",
        "ptrace, 101, 117, 0, refused",
        "unshare, 272, 97, 0, refused",
        "mount, 165, 40, 0, refused",
        "acct (the first), 163, 89, 0, refused",
        "vhangup (the last), 153, 58, 0, refused",
        "a thread, 56, 220, " + THREAD + ", allowed",
        "a process, 56, 220, 17, allowed",
        "bpf, 321, 280, 0, refused",
        "keyctl, 250, 219, 0, refused",
        "userfaultfd, 323, 282, 0, refused",
        "process_vm_writev, 311, 271, 0, refused",
        "a cgroup namespace, 56, 220, 33554449, refused",
        "a uts namespace, 56, 220, 67108881, refused",
        "an ipc namespace, 56, 220, 134217745, refused",
        "a pid namespace, 56, 220, 536870929, refused",
        "a net namespace, 56, 220, 1073741841, refused",
        "a user namespace, 56, 220, 268435473, refused",
        "a mount namespace, 56, 220, 131089, refused",
        "clone3, 435, 435, 0, not known",
        "one of the far future, 9999, 9999, 0, allowed"
    })
    void whatIsRefused(String name, int amd64, int arm64, int argument, String said) {
        assertEquals(said, said("amd64", 0xC000003E, amd64, argument), name + " on amd64");
        assertEquals(said, said("aarch64", 0xC00000B7, arm64, argument), name + " on arm64");
    }

    /// Its calls have other numbers.
    @ParameterizedTest
    @ValueSource(ints = {0x40000003, 0x40000028})
    void aProgramOfAnotherWordSizeIsEnded(int machine) {
        assertEquals("ended", said("amd64", machine, 3, 0));
        assertEquals("ended", said("aarch64", machine, 3, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40000000, 0x40000000 | 521})
    void soIsNoneOfTheSecondTableOfAmd64(int number) {
        assertEquals("refused", said("amd64", 0xC000003E, number, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"arm", "riscv64", "x"})
    void thereIsNoneForOtherMachines(String arch) {
        assertNull(SystemCalls.filter(arch));
    }

    private static String said(String arch, int machine, int number, int argument) {
        var filter = SystemCalls.filter(arch);
        assertNotNull(filter);
        int end =
                ended(
                        ByteBuffer.wrap(filter).order(ByteOrder.nativeOrder()),
                        machine,
                        number,
                        argument);
        return switch (end) {
            case 0x7FFF0000 -> "allowed";
            case 0x80000000 -> "ended";
            case 0x00050001 -> "refused";
            case 0x00050026 -> "not known";
            default -> Integer.toHexString(end);
        };
    }

    private static int ended(ByteBuffer filter, int machine, int number, int argument) {
        int loaded = 0;
        for (int at = 0; ; at++) {
            int code = filter.getShort(8 * at);
            int value = filter.getInt(8 * at + 4);
            boolean so =
                    switch (code) {
                        case 0x15 -> loaded == value;
                        case 0x35 -> Integer.compareUnsigned(loaded, value) >= 0;
                        case 0x45 -> (loaded & value) != 0;
                        default -> false;
                    };
            if (code == 0x06) return value;
            if (code == 0x20) loaded = value == 0 ? number : value == 4 ? machine : argument;
            else at += Byte.toUnsignedInt(filter.get(8 * at + (so ? 2 : 3)));
        }
    }
}
