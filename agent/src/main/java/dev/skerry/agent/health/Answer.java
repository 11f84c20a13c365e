package dev.skerry.agent.health;

/// @param output what was seen, for people; at most 200 characters
public record Answer(boolean well, String output) {
    private static final int CHARS_MAX = 199;

    public Answer {
        if (output.length() > CHARS_MAX) output = output.substring(0, CHARS_MAX) + "…";
    }
}
