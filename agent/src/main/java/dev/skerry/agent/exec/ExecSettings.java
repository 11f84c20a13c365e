package dev.skerry.agent.exec;

import java.nio.file.Path;

/// What the driver `exec` has to know of its node.
///
/// @param confine whether tasks are kept from what is not theirs, if their job says so
/// @param path where programs of the node are looked for
/// @param data the agent's folder, of which tasks see their own part only; absolute
/// @param folder where processes have what they are started with; absolute
/// @param user starts what is tried out; empty: nobody's choice
/// @param apart whether each allocation has a user of its own
public record ExecSettings(
        boolean confine, String path, Path data, Path folder, String user, boolean apart) {}
