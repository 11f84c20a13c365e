package dev.skerry.cluster.server.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.server.CelExpressions;
import dev.skerry.yaml.FileReading;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Between which counts a group may be scaled, as people write it.
class ScalingReaderTest {
    private static FileReading<JobSpec> read(String type, String group) {
        var text =
                """
                job: a
                type: %s
                groups: {g: {%s, tasks: {t: {command: /bin/true}}}}
                """
                        .formatted(type, group);
        return JobFile.parse(text.getBytes(UTF_8), "job.yaml", new CelExpressions());
    }

    /// `count of min to max`, or what is wrong.
    private static String said(String type, String group) {
        return switch (read(type, group)) {
            case FileReading.Parsed<JobSpec>(var spec) -> {
                var it = spec.groups().getFirst();
                var scaling = it.scaling();
                yield scaling == null
                        ? it.count() + ""
                        : "%d of %d to %d".formatted(it.count(), scaling.min(), scaling.max());
            }
            case FileReading.Wrong<JobSpec>(var problems) ->
                    problems.stream().map(it -> it.toString()).collect(Collectors.joining("\n"));
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'count: 3'|3",
                "'count: 3, scaling: {min: 2, max: 5}'|3 of 2 to 5",
                "'count: 3, scaling: {max: 5}'|3 of 3 to 5",
                "'scaling: {max: 5}'|1 of 1 to 5",
                "'scaling: {min: 2, max: 5}'|2 of 2 to 5",
                "'scaling: {min: 0, max: 0}'|0 of 0 to 0",
                "'scaling: {max: 0}'|0 of 0 to 0"
            })
    void whatIsNotSaidFollowsFromWhatIs(String group, String means) {
        assertEquals(means, said("service", group));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'count: 6, scaling: {min: 2, max: 5}'|groups.g.count should be from 2 to 5, as"
                        + " scaling says",
                "'count: 1, scaling: {min: 2, max: 5}'|groups.g.count should be from 2 to 5, as"
                        + " scaling says",
                "'scaling: {min: 6, max: 5}'|groups.g.scaling.min should be at most max, 5",
                "'scaling: {min: 2}'|groups.g.scaling.max is missing; it should say how many there"
                        + " may be at most, as max: 10",
                "'scaling: {max: 100001}'|groups.g.scaling.max should be a whole number from 0 to"
                        + " 100,000, not the number 100001",
                "'scaling: {maxx: 5}'|\"maxx\" is not a key of a scaling; did you mean \"max\"?"
            })
    void whatIsWrongIsNamed(String group, String says) {
        assertEquals(true, said("service", group).contains(says), said("service", group));
    }

    @Test
    void onlyServicesAreScaled() {
        var says = "scaling should be left out: only the groups of a service are scaled";
        for (var type : new String[] {"batch", "system"}) {
            var said = said(type, "scaling: {max: 5}");
            assertEquals(true, said.contains(says), said);
        }
    }
}
