package dev.skerry.wasm;

/// How a module has ended.
///
/// @param code what its host ends with
/// @param why for people, when that is not the module's own code; empty: it is
record ModuleEnd(int code, String why) {
    /// As `timeout` has it.
    private static final int LATE = 124;

    /// As shells have it for what cannot be executed.
    private static final int NO_MODULE = 126;

    /// As of what runs another program and fails itself; more than 128 would be a signal.
    private static final int TRAPPED = 125;

    static ModuleEnd own(int code) {
        return new ModuleEnd(code, "");
    }

    static ModuleEnd late(long deadlineMs) {
        return new ModuleEnd(LATE, "its deadline of %d ms has passed".formatted(deadlineMs));
    }

    static ModuleEnd noModule(String why) {
        return new ModuleEnd(NO_MODULE, why);
    }

    static ModuleEnd trapped(String why) {
        return new ModuleEnd(TRAPPED, "it trapped: " + why);
    }
}
