package dev.skerry.wasm;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import run.endive.runtime.HostFunction;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmFunctionHandle;

/// Renames files in the folders of a module. The library looks at all that has to be looked at, and
/// asks Java then for a renaming that also copies attributes, which no file system of a machine
/// has: each ends as one that is not supported, and is done here.
///
/// @param folders in the order of their descriptors, from 3 on
record Renaming(List<Path> folders) {
    private static final String CALL = "path_rename";
    private static final int FIRST = 3;

    HostFunction[] around(HostFunction[] calls) {
        return Arrays.stream(calls)
                .map(it -> it.name().equals(CALL) ? around(it) : it)
                .toArray(HostFunction[]::new);
    }

    private HostFunction around(HostFunction call) {
        WasmFunctionHandle handle =
                (instance, args) -> {
                    var answer = call.handle().apply(instance, args);
                    boolean ours = folder(args[0]) && folder(args[3]);
                    if (answer[0] != Errno.NOTSUP.number() || !ours) return answer;
                    var memory = instance.memory();
                    return new long[] {
                        rename(file(memory, args, 0), file(memory, args, 3)).number()
                    };
                };
        return new HostFunction(call.module(), call.name(), call.functionType(), handle);
    }

    private boolean folder(long descriptor) {
        return descriptor >= FIRST && descriptor - FIRST < folders.size();
    }

    /// It is within its folder, or the library had said so.
    private Path file(Memory memory, long[] args, int at) {
        var name = memory.readString((int) args[at + 1], (int) args[at + 2]);
        return folders.get((int) args[at] - FIRST).resolve(name).normalize();
    }

    private static Errno rename(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            return Errno.SUCCESS;
        } catch (NoSuchFileException e) {
            return Errno.NOENT;
        } catch (AtomicMoveNotSupportedException e) {
            return Errno.XDEV;
        } catch (IOException e) {
            return Files.isDirectory(to) ? Errno.NOTEMPTY : Errno.IO; // an empty one is replaced
        }
    }
}
