package dev.skerry.agent.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.agent.facts.JavaHome;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which Java runs a task, by what there is.
class JavaChoiceTest {
    private static JavaHome home(String word) {
        return new JavaHome(Path.of("/" + word), word.replace("own", ""));
    }

    private static String name(@Nullable JavaHome home) {
        return home == null ? "none" : String.valueOf(home.folder().getFileName());
    }

    /// Those of the node, the agent's own, what a task asks for; what it gets, and what is told.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "25.0.3 21.0.8 17.0.1|own25.0.3|0|25.0.3|25",
                "25.0.3 21.0.8 17.0.1|own25.0.3|21|25.0.3|25",
                "21.0.8 17.0.1|own25.0.3|0|21.0.8|25",
                "21.0.8 17.0.1|own25.0.3|21|21.0.8|25",
                "21.0.8 17.0.1|own25.0.3|22|own25.0.3|25",
                "21.0.8|own25.0.3|26|none|25",
                "26|own25.0.3|26|26|26",
                "1.8.0_412|own25|8|1.8.0_412|25",
                "1.8.0_412|own25|9|own25|25",
                "''|own25.0.3|0|own25.0.3|25",
                "''|own25.0.3|99|none|25",
                "17.0.1|''|0|17.0.1|17",
                "17.0.1|''|21|none|17",
                "''|''|0|none|0"
            })
    void theNewestOfTheNodeElseTheAgentsOwn(
            String node, String own, int least, String chosen, int told) {
        var homes = node.isEmpty() ? List.<String>of() : List.of(node.split(" ", -1));
        var choice =
                new JavaChoice(
                        homes.stream().map(JavaChoiceTest::home).toList(),
                        own.isEmpty() ? null : home(own));
        assertEquals(chosen, name(choice.atLeast(least)));
        assertEquals(told, choice.newest());
    }
}
