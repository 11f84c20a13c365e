package dev.skerry.agent.image;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// What is wrong with an image or with having it, on its way up through streams, which know no
/// other exceptions than those of I/O.
final class ImageTrouble extends IOException {
    private static final long serialVersionUID = 1;

    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;

    private final boolean permanent;

    private ImageTrouble(String reason, boolean permanent) {
        super(reason);
        this.permanent = permanent;
    }

    /// The image is so, and will be.
    static ImageTrouble bad(String reason) {
        return new ImageTrouble(reason, true);
    }

    /// Trying later may help.
    static ImageTrouble now(String reason) {
        return new ImageTrouble(reason, false);
    }

    boolean permanent() {
        return permanent;
    }

    /// The same as a refusal. What is no word of the disk is one of whoever reads the image's
    /// bytes, and they stay as they are.
    ///
    /// @param image as the job says it
    /// @param folder where images are kept
    static TaskRefused refusal(String image, Path folder, IOException e)
            throws InterruptedException {
        if (e instanceof ClosedByInterruptException || Thread.interrupted())
            throw new InterruptedException();
        var words = "image " + image + ": ";
        if (e instanceof ImageTrouble it)
            return it.permanent
                    ? TaskRefused.forGood(words + it.getMessage())
                    : TaskRefused.forNow(words + it.getMessage());
        if (FileTrouble.in(folder, e) instanceof FileSystemException disk)
            return TaskRefused.forNow(words + FileTrouble.words(disk));
        return TaskRefused.forGood(words + "it is damaged: " + FileTrouble.words(e));
    }

    /// A number of bytes, for people.
    static String size(long bytes) {
        return bytes < MIB ? (bytes + KIB - 1) / KIB + " KiB" : (bytes + MIB - 1) / MIB + " MiB";
    }
}
