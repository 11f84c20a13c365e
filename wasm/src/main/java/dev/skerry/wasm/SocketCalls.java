package dev.skerry.wasm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import run.endive.runtime.HostFunction;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.runtime.WasmInterruptedException;

/// The calls of WASI preview 1 with sockets among their descriptors. Sockets come before all
/// folders and files, whose numbers are shifted by as many: what is behind these calls counts from
/// 3 without them. A module without sockets has the calls as they are, but for those of sockets.
///
/// Sockets can be waited at, and not polled: of several subscriptions one that is of a socket is
/// answered as one of a closed file.
final class SocketCalls {
    private static final int NONBLOCKING = 1 << 2;
    private static final int SOCKET_STREAM = 6;

    /// Reading, writing, flags, polling, shutting down, accepting.
    private static final long RIGHTS = 1L << 1 | 1 << 3 | 1 << 6 | 1 << 27 | 1 << 28 | 1L << 29;

    private static final int SHUT_READING = 1;
    private static final int SHUT_WRITING = 2;

    /// Of one call, whatever a module asks for.
    private static final int BYTES_MAX = 1 << 16;

    private static final int SUBSCRIPTION_BYTES = 48;
    private static final int SUBSCRIPTIONS_MAX = 1 << 12;

    private final Sockets sockets;

    SocketCalls(Sockets sockets) {
        this.sockets = sockets;
    }

    HostFunction[] around(HostFunction[] calls) {
        return Arrays.stream(calls)
                .map(it -> sockets.count() > 0 || ofSocket(it.name()) ? around(it) : it)
                .toArray(HostFunction[]::new);
    }

    private HostFunction around(HostFunction call) {
        var files = call.handle();
        var shifted = shifted(call.name(), files);
        WasmFunctionHandle handle =
                (instance, args) -> {
                    boolean ours =
                            ofSocket(call.name())
                                    || (ofDescriptor(call.name()) && sockets.owns((int) args[0]));
                    if (!ours) return shifted.apply(instance, args);
                    return new long[] {answer(call.name(), instance.memory(), args).number()};
                };
        return new HostFunction(call.module(), call.name(), call.functionType(), handle);
    }

    private static boolean ofSocket(String name) {
        return name.startsWith("sock_");
    }

    private static boolean ofDescriptor(String name) {
        return name.startsWith("fd_") || (name.startsWith("path_") && !name.equals("path_symlink"));
    }

    // ---- files ----------------------------------------------------------------------------------

    private WasmFunctionHandle shifted(String name, WasmFunctionHandle files) {
        if (name.equals("poll_oneoff")) return polled(files);
        var places = descriptors(name);
        return (instance, args) -> {
            var behind = args.clone();
            for (int place : places) {
                if (sockets.owns((int) args[place])) return new long[] {Errno.NOTSUP.number()};
                behind[place] = behind((int) args[place]);
            }
            var answer = files.apply(instance, behind);
            if (name.equals("path_open") && answer[0] == Errno.SUCCESS.number()) {
                int to = (int) args[args.length - 1];
                instance.memory().writeI32(to, instance.memory().readInt(to) + sockets.count());
            }
            return answer;
        };
    }

    private int behind(int descriptor) {
        return descriptor < Sockets.FIRST ? descriptor : descriptor - sockets.count();
    }

    /// Which of its arguments are such.
    private static List<Integer> descriptors(String name) {
        return switch (name) {
            case "path_symlink" -> List.of(2);
            case "path_link" -> List.of(0, 4);
            case "path_rename" -> List.of(0, 3);
            case "fd_renumber" -> List.of(0, 1);
            default -> name.startsWith("fd_") || name.startsWith("path_") ? List.of(0) : List.of();
        };
    }

    /// They stand in its memory, and are put back as they were.
    private WasmFunctionHandle polled(WasmFunctionHandle files) {
        return (instance, args) -> {
            var memory = instance.memory();
            int from = (int) args[0];
            int count = (int) args[2];
            if (count > SUBSCRIPTIONS_MAX) return new long[] {Errno.INVAL.number()};
            var before = memory.readBytes(from, Math.max(count, 0) * SUBSCRIPTION_BYTES);
            for (int i = 0; i < count; i++) {
                int at = from + i * SUBSCRIPTION_BYTES;
                if (memory.read(at + 8) == 0) continue; // of a clock
                int descriptor = memory.readInt(at + 16);
                memory.writeI32(
                        at + 16, sockets.owns(descriptor) ? Integer.MAX_VALUE : behind(descriptor));
            }
            try {
                return files.apply(instance, args);
            } finally {
                memory.write(from, before);
            }
        };
    }

    // ---- sockets --------------------------------------------------------------------------------

    private Errno answer(String name, Memory memory, long[] args) {
        int descriptor = (int) args[0];
        var channel = sockets.channel(descriptor);
        if (channel == null) return Errno.BADF;
        try {
            return switch (name) {
                case "sock_accept" -> accept(memory, args);
                case "sock_recv" -> args[3] == 0 ? receive(memory, args, 4) : Errno.NOTSUP;
                case "sock_send" -> send(memory, args, 4);
                case "sock_shutdown" -> shutdown(descriptor, (int) args[1]);
                case "fd_read" -> receive(memory, args, 3);
                case "fd_write" -> send(memory, args, 3);
                case "fd_fdstat_get" -> status(memory, channel.isBlocking(), (int) args[1]);
                case "fd_prestat_get" -> {
                    memory.writeI32((int) args[1], 1); // it is no folder: the next may be one
                    yield descriptor < Sockets.FIRST_ACCEPTED ? Errno.SUCCESS : Errno.BADF;
                }
                case "fd_fdstat_set_flags" -> {
                    channel.configureBlocking((args[1] & NONBLOCKING) == 0);
                    yield Errno.SUCCESS;
                }
                case "fd_close" -> {
                    sockets.close(descriptor);
                    yield Errno.SUCCESS;
                }
                default -> name.startsWith("path_") ? Errno.NOTDIR : Errno.NOTSUP;
            };
        } catch (ClosedByInterruptException e) {
            throw new WasmInterruptedException("interrupted");
        } catch (ClosedChannelException e) {
            return Errno.PIPE; // of a side that it has shut itself
        } catch (IOException e) {
            return error(e);
        }
    }

    /// Java has no class for each of them.
    private static Errno error(IOException e) {
        var said = String.valueOf(e.getMessage());
        if (said.contains("Connection reset")) return Errno.CONNRESET;
        return said.contains("Broken pipe") ? Errno.PIPE : Errno.IO;
    }

    private Errno accept(Memory memory, long[] args) throws IOException {
        int came = sockets.accept((int) args[0], (args[1] & NONBLOCKING) == 0);
        if (came < 0) return error(-came);
        memory.writeI32((int) args[2], came);
        return Errno.SUCCESS;
    }

    private static Errno error(int number) {
        for (var each : Errno.values()) if (each.number() == number) return each;
        return Errno.IO;
    }

    /// Into the first of the places that has room: who wants more asks again.
    private Errno receive(Memory memory, long[] args, int countAt) throws IOException {
        if (!(sockets.channel((int) args[0]) instanceof SocketChannel channel)) return Errno.INVAL;
        int places = (int) args[2];
        for (int i = 0; i < places; i++) {
            int place = (int) args[1] + i * 8;
            int length = memory.readInt(place + 4);
            if (length == 0) continue;
            var bytes = ByteBuffer.allocate(Math.clamp(length & 0xffff_ffffL, 0, BYTES_MAX));
            int count = channel.read(bytes);
            if (count == 0) return Errno.AGAIN;
            memory.write(memory.readInt(place), bytes.array(), 0, Math.max(count, 0));
            memory.writeI32((int) args[countAt], Math.max(count, 0));
            if (countAt == 4) memory.writeShort((int) args[5], (short) 0);
            return Errno.SUCCESS;
        }
        memory.writeI32((int) args[countAt], 0);
        return Errno.SUCCESS;
    }

    private Errno send(Memory memory, long[] args, int countAt) throws IOException {
        if (!(sockets.channel((int) args[0]) instanceof SocketChannel channel)) return Errno.INVAL;
        int places = (int) args[2];
        int sent = 0;
        for (int i = 0; i < places && sent < BYTES_MAX; i++) {
            int place = (int) args[1] + i * 8;
            int length = Math.clamp(memory.readInt(place + 4) & 0xffff_ffffL, 0, BYTES_MAX);
            int count =
                    channel.write(ByteBuffer.wrap(memory.readBytes(memory.readInt(place), length)));
            sent += count;
            if (count == length) continue;
            if (sent == 0) return Errno.AGAIN;
            break;
        }
        memory.writeI32((int) args[countAt], sent);
        return Errno.SUCCESS;
    }

    private Errno shutdown(int descriptor, int how) throws IOException {
        if (!(sockets.channel(descriptor) instanceof SocketChannel channel)) return Errno.INVAL;
        if ((how & SHUT_READING) != 0) channel.shutdownInput();
        if ((how & SHUT_WRITING) != 0) channel.shutdownOutput();
        return Errno.SUCCESS;
    }

    private static Errno status(Memory memory, boolean blocking, int to) {
        memory.write(to, new byte[24]);
        memory.writeByte(to, (byte) SOCKET_STREAM);
        memory.writeShort(to + 2, (short) (blocking ? 0 : NONBLOCKING));
        memory.writeLong(to + 8, RIGHTS);
        memory.writeLong(to + 16, RIGHTS);
        return Errno.SUCCESS;
    }
}
