package dev.skerry.agent.files;

import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.file.FileSystemException;

/// One part of what the agent keeps. What is said when it cannot be used ends with what to do.
public final class DataPart {
    private DataPart() {}

    /// Reads or makes the part.
    public interface Opening<T> {
        T open() throws IOException;
    }

    /// @param remedy what to do with a file of this part that is damaged or not the agent's
    public static <T> T opened(String remedy, Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (FileSystemException e) {
            throw new IOException(FileTrouble.words(e) + "; " + remedy, e);
        }
    }
}
