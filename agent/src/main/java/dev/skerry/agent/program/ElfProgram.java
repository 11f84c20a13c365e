package dev.skerry.agent.program;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/// What the head of an ELF file says: which machine it was built for, and which loader it wants.
///
/// @param interpreter path of the dynamic loader; empty for a static program
record ElfProgram(int bits, boolean littleEndian, int machine, String interpreter) {
    static final int X86 = 3;
    static final int ARM = 40;
    static final int X86_64 = 62;
    static final int AARCH64 = 183;
    static final int RISCV = 243;

    private static final int CLASS_AT = 4;
    private static final int ORDER_AT = 5;
    private static final int MACHINE_AT = 18;
    private static final int HEADER_BYTES_MAX = 64;
    private static final int SEGMENTS_MAX = 256;
    private static final int SEGMENT_IS_INTERPRETER = 3;
    private static final int PATH_BYTES_MAX = 4096;

    /// Whether a file that begins so is an ELF file.
    static boolean is(ByteBuffer head) {
        return head.limit() > MACHINE_AT + 1 && head.getInt(0) == 0x7F454C46;
    }

    static ElfProgram read(FileChannel file) throws IOException {
        var head = bytes(file, 0, HEADER_BYTES_MAX);
        boolean little = head.get(ORDER_AT) == 1;
        head.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int bits = head.get(CLASS_AT) == 2 ? 64 : 32;
        int machine = Short.toUnsignedInt(head.getShort(MACHINE_AT));
        return new ElfProgram(bits, little, machine, interpreter(file, head, bits));
    }

    /// `x86-64`, `arm64`, `arm`, `x86`, `riscv64`, or the number of another machine.
    String machineName() {
        return switch (machine) {
            case X86 -> "x86";
            case ARM -> littleEndian ? "arm" : "big-endian arm";
            case X86_64 -> "x86-64";
            case AARCH64 -> "arm64";
            case RISCV -> "riscv" + bits;
            default -> "machine " + machine;
        };
    }

    /// Whether a node of this kind, as `os.arch` names it, can load it.
    boolean runsOn(String arch) {
        if (!littleEndian) return false;
        return switch (arch) {
            case "amd64" -> machine == X86_64 || machine == X86;
            case "aarch64" -> machine == AARCH64 || machine == ARM;
            case "arm" -> machine == ARM;
            case "riscv64" -> machine == RISCV && bits == 64;
            default -> true;
        };
    }

    private static String interpreter(FileChannel file, ByteBuffer head, int bits)
            throws IOException {
        boolean wide = bits == 64;
        long table = wide ? head.getLong(32) : Integer.toUnsignedLong(head.getInt(28));
        int entryBytes = Short.toUnsignedInt(head.getShort(wide ? 54 : 42));
        int entries = Short.toUnsignedInt(head.getShort(wide ? 56 : 44));
        if (entryBytes < 32 || entries > SEGMENTS_MAX || table < 0) return "";
        for (int i = 0; i < entries; i++) {
            var entry = bytes(file, table + (long) i * entryBytes, Math.min(entryBytes, 56));
            entry.order(head.order());
            if (entry.getInt(0) != SEGMENT_IS_INTERPRETER) continue;
            long at = wide ? entry.getLong(8) : Integer.toUnsignedLong(entry.getInt(4));
            long size = wide ? entry.getLong(32) : Integer.toUnsignedLong(entry.getInt(16));
            if (at < 0 || size < 2 || size > PATH_BYTES_MAX) return "";
            var path = bytes(file, at, (int) size - 1); // without the zero byte
            return StandardCharsets.UTF_8.decode(path).toString();
        }
        return "";
    }

    private static ByteBuffer bytes(FileChannel file, long at, int size) throws IOException {
        var buffer = ByteBuffer.allocate(size);
        while (buffer.hasRemaining()) {
            int n = file.read(buffer, at + buffer.position());
            if (n < 0) throw new EOFException("it ends in the middle of its head");
        }
        return buffer.flip();
    }
}
