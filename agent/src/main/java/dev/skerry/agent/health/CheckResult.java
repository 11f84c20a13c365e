package dev.skerry.agent.health;

import dev.skerry.kernel.Text;

/// @param output what was seen, for people; at most 200 characters
public record CheckResult(boolean well, String output) {
    private static final int CHARACTERS_MAX = 200;

    public CheckResult {
        output = Text.fit(output, CHARACTERS_MAX);
    }
}
