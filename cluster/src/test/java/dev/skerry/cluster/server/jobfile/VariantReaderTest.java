package dev.skerry.cluster.server.jobfile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Variant;
import dev.skerry.yaml.FileReading;
import java.util.stream.Collectors;
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
        var on = (fit.arch() + " " + fit.cpu() + " " + fit.libc()).strip();
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
                "'variants: [{command: x}, {command: y}]'|groups.g.tasks.t.variants[1] is named"
                        + " \"exec\", as another variant; names differ",
                "'command: x, variants: [{command: y}]'|groups.g.tasks.t.command should stand in"
                        + " the variants, since there are some",
                "'variants: [{driver: java, jar: x, command: y}]'|groups.g.tasks.t.variants[0]"
                        + ".command should be left out: it belongs to driver exec and rawExec,"
                        + " and this task's is java",
                "'variants: [{command: x}, {driver: wasm, module: y}], checks: [{type: script,"
                        + " command: z}]'|groups.g.tasks.t.checks[0] is a script, and nothing can"
                        + " run beside a module; ask it by http",
            })
    void eachIsNamedAndSaysWhereItRuns(String task, String means) {
        assertEquals(means, said(task));
    }
}
