package dev.skerry.agent.exec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The system calls that no task needs and by which kernels are broken: new namespaces and mounts,
/// modules, keys, bpf, perf, kexec, the memory of other processes. They are refused as if the right
/// to them was missing. Programs of another word size than the machine's, whose calls have other
/// numbers, are ended.
///
/// The filter is a program for the kernel (classic BPF, `seccomp(2)`), in the form in which the
/// shim hands it over.
public final class SystemCalls {
    /// Name, number on amd64, number on arm64; 0: there is none.
    private static final String REFUSED =
            """
            acct 163 89
            add_key 248 217
            bpf 321 280
            chroot 161 51
            clock_settime 227 112
            delete_module 176 106
            finit_module 313 273
            fsconfig 431 431
            fsmount 432 432
            fsopen 430 430
            fspick 433 433
            init_module 175 105
            ioperm 173 0
            iopl 172 0
            kcmp 312 272
            kexec_file_load 320 294
            kexec_load 246 104
            keyctl 250 219
            mount 165 40
            mount_setattr 442 442
            move_mount 429 429
            open_by_handle_at 304 265
            open_tree 428 428
            perf_event_open 298 241
            pidfd_getfd 438 438
            pivot_root 155 41
            process_vm_readv 310 270
            process_vm_writev 311 271
            ptrace 101 117
            quotactl 179 60
            quotactl_fd 443 443
            reboot 169 142
            request_key 249 218
            setns 308 268
            settimeofday 164 170
            swapoff 168 225
            swapon 167 224
            syslog 103 116
            umount2 166 39
            unshare 272 97
            userfaultfd 323 282
            vhangup 153 58
            """;

    private static final int AMD64 = 0xC000003E;
    private static final int ARM64 = 0xC00000B7;

    /// From here on a number is of a second table of amd64, for addresses of 32 bits.
    private static final int X32 = 0x40000000;

    private static final int CLONE3 = 435;

    /// The flags of clone by which a namespace is made.
    private static final int NEW_NAMESPACES = 0x7E020000;

    private static final int NOT_PERMITTED = 0x00050000 | 1;

    /// Its flags are in memory, where no filter looks: C libraries go on with clone then.
    private static final int NOT_KNOWN = 0x00050000 | 38;

    private static final int ALLOWED = 0x7FFF0000;
    private static final int ENDED = 0x80000000;

    // what the kernel shows of a call, by offset
    private static final int NUMBER = 0;
    private static final int MACHINE = 4;
    private static final int FIRST_ARGUMENT = 16;

    private static final short LOAD = 0x20;
    private static final short EQUAL = 0x15;
    private static final short AT_LEAST = 0x35;
    private static final short ANY_BIT = 0x45;
    private static final short RETURN = 0x06;

    /// @param yes how many instructions are passed over when it is so
    private record Instruction(short code, int yes, int no, int value) {
        static final int BYTES = 8;

        void write(ByteBuffer to) {
            to.putShort(code).put((byte) yes).put((byte) no).putInt(value);
        }
    }

    private SystemCalls() {}

    /// The filter for a machine, as `os.arch` names it; null: there is none for such.
    static byte @Nullable [] filter(String arch) {
        return switch (arch) {
            case "amd64" -> filter(AMD64, 56, numbers(1));
            case "aarch64" -> filter(ARM64, 220, numbers(2));
            default -> null;
        };
    }

    /// Those of [#REFUSED], for who makes a filter by names.
    public static List<String> names() {
        return REFUSED.lines().map(it -> it.split(" ", -1)[0]).toList();
    }

    /// The flags of clone by which a namespace is made, each a bit.
    public static List<Long> newNamespaces() {
        var all = new ArrayList<Long>();
        for (long bit = 1; bit <= NEW_NAMESPACES; bit <<= 1)
            if ((NEW_NAMESPACES & bit) != 0) all.add(bit);
        return all;
    }

    private static List<Integer> numbers(int column) {
        return REFUSED.lines()
                .map(it -> Integer.valueOf(it.split(" ", -1)[column]))
                .filter(it -> it > 0)
                .toList();
    }

    private static byte[] filter(int machine, int clone, List<Integer> refused) {
        var all = new ArrayList<Instruction>();
        all.add(new Instruction(LOAD, 0, 0, MACHINE));
        all.add(new Instruction(EQUAL, 1, 0, machine));
        all.add(new Instruction(RETURN, 0, 0, ENDED));
        all.add(new Instruction(LOAD, 0, 0, NUMBER));
        all.add(new Instruction(AT_LEAST, 0, 1, X32));
        all.add(new Instruction(RETURN, 0, 0, NOT_PERMITTED));
        all.add(new Instruction(EQUAL, 0, 1, CLONE3));
        all.add(new Instruction(RETURN, 0, 0, NOT_KNOWN));
        all.add(new Instruction(EQUAL, 0, 4, clone));
        all.add(new Instruction(LOAD, 0, 0, FIRST_ARGUMENT));
        all.add(new Instruction(ANY_BIT, 0, 1, NEW_NAMESPACES));
        all.add(new Instruction(RETURN, 0, 0, NOT_PERMITTED));
        all.add(new Instruction(RETURN, 0, 0, ALLOWED));
        for (int i = 0; i < refused.size(); i++)
            all.add(new Instruction(EQUAL, refused.size() - i, 0, refused.get(i)));
        all.add(new Instruction(RETURN, 0, 0, ALLOWED));
        all.add(new Instruction(RETURN, 0, 0, NOT_PERMITTED));
        var bytes = ByteBuffer.allocate(all.size() * Instruction.BYTES);
        bytes.order(ByteOrder.nativeOrder());
        for (var instruction : all) instruction.write(bytes);
        return bytes.array();
    }
}
