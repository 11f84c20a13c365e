package dev.skerry.agent.image;

import java.util.List;

/// What an image says of itself.
///
/// @param architecture as the OCI has it: `amd64`, `arm64`, `arm`
/// @param env `NAME=VALUE`
/// @param user empty: root
/// @param workDir empty: the root folder
/// @param diffIds the digests of its layers as they are unpacked, lowest first
public record ImageConfig(
        String architecture,
        String os,
        List<String> env,
        List<String> entrypoint,
        List<String> cmd,
        String user,
        String workDir,
        List<String> diffIds) {
    public ImageConfig {
        env = List.copyOf(env);
        entrypoint = List.copyOf(entrypoint);
        cmd = List.copyOf(cmd);
        diffIds = List.copyOf(diffIds);
    }
}
