package dev.skerry.cluster.server.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.yaml.FileReading;
import dev.skerry.yaml.Yaml;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files grown from the words of YAML and of jobs: each gets its answer, whatever it says.
///
/// The deadline is no measure. Work without a bound goes on for ever, and then says which file it
/// was.
class HostileFilesTest {
    private static final int FILES = 1_500;
    private static final long DEADLINE_SECONDS = 60;

    private static final List<String> WORDS =
            List.of(
                    "<<",
                    "*a",
                    "*b",
                    "*c",
                    "x",
                    "'<<'",
                    "!!merge <<",
                    "!!merge x",
                    "${A:-b}",
                    "~",
                    "1",
                    "1e999999999",
                    "0x" + "f".repeat(500),
                    "-" + "9".repeat(2_000),
                    "9".repeat(300) + "h",
                    "1.5GiB",
                    "true",
                    "\"\\u0000\\ud800\"",
                    "job",
                    "groups",
                    "tasks",
                    "command",
                    "meta",
                    "env");
    private static final List<String> ANCHORS = List.of("", "", "&a ", "&b ", "&c ", "!!map ");
    private static final List<String> REPEATED =
            List.of(
                    "[", "{", "? ", "- ", "{<<: ", "[*a,", "&a ", "'", "#", "x", "\n", "%", "!",
                    "|");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyFileIsAnswered(long seed) throws Exception {
        var random = new Random(seed);
        for (int i = 0; i < FILES; i++) {
            var file = new StringBuilder();
            for (int part = random.nextInt(1, 5); part > 0; part--)
                file.append(part == 1 ? "" : "k" + part + ": ")
                        .append(value(random, 6))
                        .append('\n');
            broken(file, random);
            answered(file.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10_000, 1_000_000})
    void aWordThatComesAgainAndAgainIsAnswered(int times) throws Exception {
        for (var word : REPEATED) {
            answered(word.repeat(Math.min(times, Yaml.BYTES_MAX / word.length())));
            answered("job: &a x\nmeta: " + word.repeat(Math.min(times, 900_000 / word.length())));
        }
    }

    private static String value(Random random, int depth) {
        var anchor = one(ANCHORS, random);
        int kind = random.nextInt(depth == 0 ? 2 : 6);
        if (kind < 2) return kind == 0 ? anchor + one(WORDS, random) : one(WORDS, random);
        var text = new StringBuilder(anchor).append(kind == 2 ? '[' : '{');
        for (int entry = random.nextInt(5); entry > 0; entry--) {
            if (kind == 5) text.append("<<: ");
            else if (kind > 2) text.append(key(random, depth)).append(": ");
            text.append(value(random, depth - 1)).append(", ");
        }
        return text.append(kind == 2 ? ']' : '}').toString();
    }

    private static String key(Random random, int depth) {
        return random.nextInt(10) == 0 ? "? " + value(random, depth - 1) : one(WORDS, random);
    }

    private static void broken(StringBuilder file, Random random) {
        if (random.nextInt(3) > 0) return;
        int at = random.nextInt(file.length());
        file.insert(at, one(REPEATED, random).repeat(random.nextInt(1, 80)));
    }

    private static void answered(String file) throws Exception {
        var bytes = file.getBytes(UTF_8);
        var answer = new CompletableFuture<FileReading<JobSpec>>();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        answer.complete(JobFile.parse(bytes, "job.yaml", ExpressionCheck.NONE));
                    } catch (Throwable e) { // also an error, as of the stack's end, is no answer
                        answer.completeExceptionally(e);
                    }
                });
        try {
            if (!(answer.get(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    instanceof FileReading.Wrong(var problems))) return;
            assertFalse(problems.isEmpty());
            for (var problem : problems)
                assertTrue(problem.line() > 0 && problem.column() > 0, problem + " of " + file);
        } catch (TimeoutException e) {
            throw new AssertionError("no end with this file: " + file, e);
        }
    }

    private static String one(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }
}
