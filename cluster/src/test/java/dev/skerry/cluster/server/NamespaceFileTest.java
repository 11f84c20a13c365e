package dev.skerry.cluster.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Quota;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.Wording;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NamespaceFileTest {
    private static final String SHOP =
            """
            namespace: shop
            description: The tills.
            quota:
              cpu: 20GHz
              memory: 8GiB
              allocations: 40
              pools: [tills, kiosks]
            """;

    private static FileReading<NamespaceSpec> reading(String file) {
        var bytes = file.getBytes(UTF_8);
        return NamespaceFile.parse(bytes, Wording.of("shop.yaml", null, bytes), "shop");
    }

    private static NamespaceSpec parsed(String file) {
        return switch (reading(file)) {
            case FileReading.Parsed(var spec) -> spec;
            case FileReading.Wrong(var problems) -> throw new AssertionError(problems + "");
        };
    }

    private static void says(String expected, String file) {
        if (!(reading(file) instanceof FileReading.Wrong(var problems)))
            throw new AssertionError("it is right");
        var said =
                problems.stream().map(it -> it.text("shop.yaml")).collect(Collectors.joining("\n"));
        assertEquals(expected.strip(), said);
    }

    @Test
    void aNamespaceIsWhatItsFileSays() {
        var quota = new Quota(20_000, 8L << 30, 40, List.of("tills", "kiosks"));
        assertEquals(NamespaceSpec.of("shop", "The tills.", quota), parsed(SHOP));
        var json =
                """
                {"namespace": "shop", "description": "The tills.", "quota": {"cpu": "20GHz",
                 "memory": "8GiB", "allocations": 40, "pools": ["tills", "kiosks"]}}
                """;
        assertEquals(parsed(SHOP), parsed(json));
    }

    @Test
    void whoMayDisplaceOthersIsSaid() {
        var says = List.of(JobSpec.Type.SYSTEM, JobSpec.Type.SERVICE);
        assertEquals(
                new NamespaceSpec("shop", "", Quota.NONE, says),
                parsed("namespace: shop\npreempts: [system, service]\n"));
        assertEquals(
                new NamespaceSpec("shop", "", Quota.NONE, List.of()),
                parsed("namespace: shop\npreempts: []\n"));
        assertEquals(List.of(JobSpec.Type.SYSTEM), parsed("namespace: shop\n").preempts());
        says(
                """
                shop.yaml:2:12: preempts[0] should be one of service, batch, system, sysbatch,\
                 not "sytem"; did you mean "system"?
                """,
                "namespace: shop\npreempts: [sytem]\n");
        says(
                "shop.yaml:2:20: preempts[1] is there twice",
                "namespace: shop\npreempts: [system, system]\n");
        says(
                "shop.yaml:2:11: preempts should be a list of types of jobs that may displace"
                        + " others, as [system]; there are service, batch, system, sysbatch",
                "namespace: shop\npreempts: everything\n");
    }

    @Test
    void whatIsLeftOutHasNoLimit() {
        assertEquals(NamespaceSpec.of("shop", "", Quota.NONE), parsed("namespace: shop\n"));
        assertEquals(
                new Quota(0, Quota.UNLIMITED, Quota.UNLIMITED, List.of()),
                parsed("namespace: shop\nquota: {cpu: 0MHz}\n").quota());
    }

    @Test
    void moreThanOneNodeHasIsAllowed() {
        var quota = parsed("namespace: shop\nquota: {cpu: 90000GHz, memory: 4096TiB}\n").quota();
        assertEquals(new Quota(90_000_000, 4_096L << 40, -1, List.of()), quota);
    }

    @Test
    void everyMistakeIsToldWithItsPlace() {
        says(
                """
                shop.yaml:1:12: namespace should be "shop", the namespace that it is sent to
                shop.yaml:3:8: quota.cpu should be processors in MHz or GHz, as 20GHz, at most \
                1000000GHz, not the number 20; was 20MHz meant?
                shop.yaml:4:11: quota.memory should be a size with its unit, as 96MiB or 1.5GiB, \
                at \
                most 8192TiB, not "9000TiB"
                shop.yaml:5:16: quota.allocations should be a whole number from 0 to 100,000,000, \
                not the number -1
                shop.yaml:6:18: quota.pools[1] should name one pool; leave pools out, and all are \
                allowed
                shop.yaml:6:23: quota.pools[2] is there twice: "tills"
                """,
                """
                namespace: shops
                quota:
                  cpu: 20
                  memory: 9000TiB
                  allocations: -1
                  pools: [tills, all, tills]
                """);
        says(
                """
                shop.yaml:1:1: "cpu" is not a key of a namespace; its keys are namespace, \
                description, preempts, quota
                shop.yaml:1:1: namespace is missing; it should be 1 to 64 lower-case letters, \
                digits, \
                hyphens or underscores, a letter or digit first
                shop.yaml:2:16: quota.pools should name at least one, or be left out: then all \
                pools \
                are allowed
                """,
                "cpu: 20GHz\nquota: {pools: []}\n");
    }
}
