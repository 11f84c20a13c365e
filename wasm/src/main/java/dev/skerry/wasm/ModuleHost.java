package dev.skerry.wasm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasi.WasiExitException;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.Parser;
import run.endive.wasm.UnlinkableException;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.Import;
import run.endive.wasm.types.MemoryLimits;

/// A module and all that it has of the machine.
///
/// @param variables its environment
record ModuleHost(
        HostOrders orders,
        Map<String, String> variables,
        InputStream in,
        OutputStream out,
        OutputStream err) {
    /// What a program begins with; a library has none.
    private static final String START = Instance.START_FUNCTION_NAME;

    private static final int PAGES_IN_MIB = 16;

    /// Runs it until it ends.
    ModuleEnd run() {
        WasmModule module;
        try {
            module = Parser.parse(orders.module());
        } catch (WasmEngineException | IllegalArgumentException e) {
            return ModuleEnd.noModule("%s is no module: %s".formatted(orders.module(), said(e)));
        }
        if (!exports(module, START))
            return ModuleEnd.noModule(
                    "%s exports no %s: it is a library, and no program"
                            .formatted(orders.module(), START));
        try (var sockets = Sockets.open(orders.listen());
                var wasi = wasi()) {
            var files = new Renaming(List.copyOf(orders.folders().values()));
            var calls = files.around(wasi.toHostFunctions());
            return run(module, new SocketCalls(sockets).around(calls));
        } catch (IOException e) {
            return ModuleEnd.noModule("it cannot listen: " + said(e));
        }
    }

    private ModuleEnd run(WasmModule module, HostFunction[] calls) {
        var unknown = unknown(module, calls);
        if (!unknown.isEmpty())
            return ModuleEnd.noModule(
                    "it asks for %s, which is nothing of WASI preview 1".formatted(unknown));
        try {
            var instance = instance(module, calls);
            if (!instance.exportType(START).params().isEmpty())
                return ModuleEnd.noModule("its %s wants arguments".formatted(START));
            instance.export(START).apply();
            return ModuleEnd.own(0);
        } catch (WasiExitException e) {
            return ModuleEnd.own(e.exitCode());
        } catch (TooMuchMemory | UnlinkableException e) {
            return ModuleEnd.noModule(said(e));
        } catch (WasmEngineException e) {
            return ModuleEnd.trapped(said(e));
        } catch (StackOverflowError e) {
            return ModuleEnd.trapped("its calls are too deep");
        }
    }

    private Instance instance(WasmModule module, HostFunction[] calls) {
        return Instance.builder(module)
                .withImportValues(ImportValues.builder().addFunction(calls).build())
                .withMemoryFactory(this::memory)
                .withMachineFactory(
                        MachineFactoryCompiler.builder(module)
                                .withInterpreterFallback(InterpreterFallback.SILENT)
                                .compile())
                .withStart(false)
                .build();
    }

    /// What it asks for, as far as it may.
    private Memory memory(MemoryLimits asked) {
        int pages = orders.pages();
        if (asked.initialPages() > HostOrders.PAGES_MAX)
            throw new TooMuchMemory(
                    "it takes %d MiB at its start, and no module has more than %d here"
                            .formatted(
                                    asked.initialPages() / PAGES_IN_MIB,
                                    HostOrders.PAGES_MAX / PAGES_IN_MIB));
        if (asked.initialPages() > pages)
            throw new TooMuchMemory(
                    "it takes %d MiB at its start, and may have %d; raise resources.memory"
                            .formatted(asked.initialPages() / PAGES_IN_MIB, pages / PAGES_IN_MIB));
        return new ByteArrayMemory(
                new MemoryLimits(
                        asked.initialPages(),
                        Math.min(asked.maximumPages(), pages),
                        asked.shared()));
    }

    private WasiPreview1 wasi() {
        var args = new ArrayList<String>();
        args.add(String.valueOf(orders.module().getFileName()));
        args.addAll(orders.args());
        var options =
                WasiOptions.builder()
                        .withRandom(new SecureRandom())
                        .withStdin(in, false)
                        .withStdout(out, false)
                        .withStderr(err, false)
                        .withArguments(args);
        variables.forEach(options::withEnvironment);
        orders.folders().forEach(options::withDirectory);
        return WasiPreview1.builder().withLogger(new NoLog()).withOptions(options.build()).build();
    }

    private static boolean exports(WasmModule module, String name) {
        var exports = module.exportSection();
        for (int i = 0; i < exports.exportCount(); i++) {
            var export = exports.getExport(i);
            if (export.name().equals(name) && export.exportType() == ExternalType.FUNCTION)
                return true;
        }
        return false;
    }

    /// What it imports and nobody gives, the first few of it.
    private static String unknown(WasmModule module, HostFunction[] calls) {
        var known = new ArrayList<String>();
        for (var call : calls) known.add(call.module() + "." + call.name());
        return module.importSection().stream()
                .map(ModuleHost::name)
                .filter(it -> !known.contains(it))
                .distinct()
                .limit(3)
                .collect(Collectors.joining(", "));
    }

    private static String name(Import wanted) {
        return wanted.module() + "." + wanted.name();
    }

    private static String said(Exception e) {
        return String.valueOf(e.getMessage());
    }

    /// More than it may have, before it has begun.
    private static final class TooMuchMemory extends WasmEngineException {
        private static final long serialVersionUID = 1;

        TooMuchMemory(String why) {
            super(why);
        }
    }
}
