package dev.skerry.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.decide.NamespaceDecisions;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How namespaces come, change and go.
class NamespaceTest {
    private static final Quota TEN = new Quota(-1, -1, 10, List.of());

    private final Scene scene = new Scene();

    private String apply(String name, Quota quota) {
        return apply(NamespaceSpec.of(name, "", quota));
    }

    private String apply(NamespaceSpec spec) {
        return scene.tell(new ClusterMessage.ApplyNamespace(spec));
    }

    private String delete(String name) {
        return scene.tell(new ClusterMessage.DeleteNamespace(name));
    }

    private static JobSpec till(String namespace) {
        var group = Specs.group("web", 1, Disconnect.DEFAULT, Map.of());
        return Specs.job(new JobKey(namespace, "till"), JobSpec.Type.SERVICE, group);
    }

    @Test
    void onlyAChangeIsAFact() {
        assertEquals("namespace shop without a quota\n", apply("shop", Quota.NONE));
        assertEquals("", apply("shop", Quota.NONE));
        assertEquals("namespace shop -1 MHz, -1 bytes, 10 allocations\n", apply("shop", TEN));
        assertEquals("namespace shop deleted\n", delete("shop"));
    }

    @Test
    void theDefaultOneIsAlwaysThere() {
        assertEquals("", apply("default", Quota.NONE));
        assertEquals(List.of(NamespaceSpec.DEFAULT), scene.cluster.namespaces().all());
        assertEquals("namespace default -1 MHz, -1 bytes, 10 allocations\n", apply("default", TEN));
        assertEquals(1, scene.cluster.namespaces().size());
        assertEquals(
                "refused: The namespace default is always there. Apply it without a quota, and it"
                        + " is as it was in the beginning.\n",
                delete("default"));
    }

    @Test
    void aJobNeedsItsNamespace() {
        assertEquals(
                "refused: There is no namespace \"shop\"; `skerry namespace list` shows what there"
                        + " is. `skerry namespace apply` makes one, from a file.\n",
                scene.submit(till("shop")));
        apply("shop", Quota.NONE);
        assertEquals(
                "job shop/till version 1\ndue shop/till: job submitted\n",
                scene.submit(till("shop")));
    }

    @Test
    void oneWithJobsStays() {
        assertEquals(
                "refused: There is no namespace \"shop\"; `skerry namespace list` shows what there"
                        + " is.\n",
                delete("shop"));
        apply("shop", Quota.NONE);
        scene.submit(till("shop"));
        var key = new JobKey("shop", "till");
        scene.tell(new ClusterMessage.StopJob(key, false));
        assertEquals(
                "refused: The namespace shop has 1 job. List them by `skerry job list --namespace"
                        + " shop`; stop each with --purge.\n",
                delete("shop"));
        scene.tell(new ClusterMessage.StopJob(key, true));
        assertEquals("at 0:\njob shop/till purged\n", scene.sleep(0));
        assertEquals("namespace shop deleted\n", delete("shop"));
    }

    @Test
    void thereAreSoManyOnly() {
        for (int i = 1; i < NamespaceDecisions.NAMESPACES_MAX; i++)
            assertEquals("namespace n" + i + " without a quota\n", apply("n" + i, Quota.NONE));
        assertEquals(
                "refused: Namespaces: the limit of 1000 namespaces is reached.\n",
                apply("one-more", Quota.NONE));
        assertEquals("namespace n7 -1 MHz, -1 bytes, 10 allocations\n", apply("n7", TEN));
        assertEquals("namespace default -1 MHz, -1 bytes, 10 allocations\n", apply("default", TEN));
        assertEquals("namespace n7 deleted\n", delete("n7"));
        assertEquals("namespace one-more without a quota\n", apply("one-more", Quota.NONE));
    }

    @Test
    void whatIsWrongIsRefusedByName() {
        assertEquals(
                "refused: namespace is \"The Shop\"; it should be 1 to 64 lower-case letters,"
                        + " digits, hyphens or underscores, a letter or digit first.\n",
                apply("The Shop", Quota.NONE));
        assertEquals(
                "refused: description is \"two\nlines\"; it should be one line of at most 256"
                        + " characters.\n",
                apply(NamespaceSpec.of("shop", "two\nlines", Quota.NONE)));
        assertEquals(
                "refused: quota.cpu is \"-2MHz\"; it should be from 0MHz to 1000000000MHz, or"
                        + " absent for no limit.\n",
                apply("shop", new Quota(-2, -1, -1, List.of())));
        assertEquals(
                "refused: quota.memory is \"9007199254740993B\"; it should be from 0B to"
                        + " 8192TiB, or absent for no limit.\n",
                apply("shop", new Quota(-1, (1L << 53) + 1, -1, List.of())));
        assertEquals(
                "refused: quota.allocations is \"100000001\"; it should be from 0 to 100000000, or"
                        + " absent for no limit.\n",
                apply("shop", new Quota(-1, -1, 100_000_001, List.of())));
    }

    @Test
    void wrongPoolsAreRefusedByName() {
        assertEquals(
                "refused: quota.pools is \"all\"; it should be the name of one; without pools all"
                        + " are allowed.\n",
                pools("tills", "all"));
        assertEquals(
                "refused: quota.pools is \"tills\"; it should be there once.\n",
                pools("tills", "tills"));
        assertEquals(
                "refused: quota.pools is \"*\"; it should be 1 to 64 lower-case letters, digits,"
                        + " hyphens or underscores, a letter or digit first.\n",
                pools("*"));
        var many = new ArrayList<String>();
        for (int i = 0; i < 65; i++) many.add("p" + i);
        assertEquals(
                "refused: quota.pools is \"65 pools\"; it should be at most 64 pools.\n",
                pools(many.toArray(String[]::new)));
    }

    private String pools(String... pools) {
        return apply("shop", new Quota(-1, -1, -1, List.of(pools)));
    }
}
