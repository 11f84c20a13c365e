package dev.skerry.cli.api;

/// What a server said.
///
/// @param text the body as it came
/// @param index of the state it was true at; 0 when it is of none
public record ApiAnswer(String text, long index) {
    public Json json() throws Failure {
        return Json.parse(text);
    }
}
