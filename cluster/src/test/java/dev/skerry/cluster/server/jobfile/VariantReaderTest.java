package dev.skerry.cluster.server.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Variant;
import dev.skerry.yaml.FileReading;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In which ways a task may be run, as people write it.
class VariantReaderTest {
    private static String said(String task) {
        return switch (RunReaderTest.read(task)) {
            case FileReading.Parsed<JobSpec>(var spec) ->
                    spec.groups().getFirst().tasks().getFirst().variants().stream()
                            .map(VariantReaderTest::words)
                            .collect(Collectors.joining("; "));
            case FileReading.Wrong<JobSpec>(var problems) ->
                    problems.stream().map(it -> it.message()).collect(Collectors.joining("; "));
        };
    }

    private static String words(Variant it) {
        var fit = it.fit();
        var on = (fit.arch() + " " + fit.cpu() + " " + fit.libc()).strip().replace("  ", " ");
        return "%s: %s on %s".formatted(it.name(), it.run().driver(), on.isEmpty() ? "any" : on);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "command: x|': exec on any'",
                "'variants: [{command: x}]'|exec: exec on any",
                "'variants: [{name: native, arch: arm64, cpu: armv8, libc: musl, command: x},"
                        + " {driver: rawExec, command: x}, {driver: wasm, module: y}]'|native:"
                        + " exec on arm64 armv8 musl; raw-exec: rawExec on any; wasm: wasm on any",
                "'variants: []'|groups.g.tasks.t.variants should have at least one variant",
                "'variants: {a: b}'|groups.g.tasks.t.variants should be a list, not a mapping",
                "'variants: [{arch: arm64, libc: musl, command: x}, {libc: glibc, command: x},"
                        + " {cpu: x86-64-v3, arch: amd64, command: x}, {driver: java, arch: arm64,"
                        + " jar: y}]'|arm64-musl: exec on arm64 musl; glibc: exec on glibc;"
                        + " x86-64-v3: exec on amd64 x86-64-v3; java-arm64: java on arm64",
                "'variants: [{name: a, arch: arm64, command: x}, {name: a, command: x}]'|"
                        + "groups.g.tasks.t.variants[1] is named \"a\", as another variant; names"
                        + " differ",
                "'variants: [{arch: arm64, command: x}, {name: b, arch: arm64, command: x}]'|"
                        + "groups.g.tasks.t.variants[1] is the same as \"arm64\"; one of them will"
                        + " do",
                "'variants: [{command: x}, {arch: arm64, command: y}]'|groups.g.tasks.t"
                        + ".variants[1] is never run: wherever it could be, \"exec\" is, which"
                        + " stands before it; what fits fewer nodes comes first",
                "'variants: [{arch: aarch64, command: x}, {name: y, command: y}]'|"
                        + "groups.g.tasks.t.variants[0].arch should be one of amd64, arm64, arm,"
                        + " riscv64, not \"aarch64\"",
                "'variants: [{driver: podman}, {driver: exec, command: x}, {driver: podman}]'|"
                        + "groups.g.tasks.t.variants[0].driver should be one of exec, rawExec,"
                        + " java, wasm, container, not \"podman\"; groups.g.tasks.t.variants[2]"
                        + ".driver should be one of exec, rawExec, java, wasm, container, not"
                        + " \"podman\"",
                "'variants: [{libc: gnu, command: x}]'|groups.g.tasks.t.variants[0].libc"
                        + " should be one of glibc, musl, not \"gnu\"",
                "'variants: [{cpu: ARMv7, command: x}]'|groups.g.tasks.t.variants[0].cpu"
                        + " should be what nodes call a processor, as x86-64-v3 or armv7l-hf, not"
                        + " \"ARMv7\"",
                "'command: x, variants: [{command: y}]'|groups.g.tasks.t.command should stand in"
                        + " the variants, since there are some",
                "'variants: [{driver: java, jar: x, command: y}]'|groups.g.tasks.t.variants[0]"
                        + ".command should be left out: it belongs to drivers exec and rawExec,"
                        + " and this variant has driver java",
                "'variants: [{name: a, command: x}, {name: b, command: y, jar: z}]'|"
                        + "groups.g.tasks.t.variants[1].jar should be left out: it belongs to"
                        + " driver java, and this variant says none, so it has exec",
                "'variants: [{command: x}, {driver: wasm, module: y}], checks: [{type: script,"
                        + " command: z}]'|groups.g.tasks.t.checks[0] is a script, and nothing can"
                        + " run beside a module; ask it by http",
            })
    void eachIsNamedAndSaysWhereItRuns(String task, String means) {
        assertEquals(means, said(task));
    }

    @Test
    void whatIsWrongIsShownByItsLine() {
        var text =
                """
                job: a
                groups:
                  g:
                    tasks:
                      t:
                        variants:
                          - {driver: wasm, module: x}
                          - {driver: wasm, module: y, arch: arm64}
                """;
        var read = JobFile.parse(text.getBytes(UTF_8), "job.yaml", ExpressionCheck.NONE);
        if (!(read instanceof FileReading.Wrong<JobSpec>(var problems)))
            throw new AssertionError(read);
        assertEquals(
                "8:13 groups.g.tasks.t.variants[1]",
                problems.stream()
                        .map(it -> "%d:%d %s".formatted(it.line(), it.column(), it.key()))
                        .collect(Collectors.joining("\n")));
    }
}
