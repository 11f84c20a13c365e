package dev.skerry.yaml;

import dev.skerry.http.Declined;
import dev.skerry.http.Request;

/// A file that a request brings as its body. Its name, if it has one, is the parameter `file`.
public final class SentYaml {
    private SentYaml() {}

    /// A room's reader of such files.
    @FunctionalInterface
    public interface FileReader<T> {
        FileReading<T> read(byte[] bytes, Wording wording);
    }

    /// What a right one says.
    ///
    /// @param what it is, for people: `role file`
    /// @throws Declined with all that is wrong with it
    public static <T> T read(Request request, String what, FileReader<T> reader) throws Declined {
        var file = request.text("file", "");
        var bytes = request.body().bytes();
        var wording = Wording.of(file, request.header("content-type"), bytes);
        return switch (reader.read(bytes, wording)) {
            case FileReading.Parsed(var value) -> value;
            case FileReading.Wrong(var problems) -> throw Declined.file(what, file, problems);
        };
    }
}
