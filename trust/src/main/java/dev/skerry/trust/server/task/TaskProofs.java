package dev.skerry.trust.server.task;

/// What tasks show of themselves, and whether it is so. Who knows nodes and their keys says it.
public interface TaskProofs {
    /// Where there are no tasks.
    TaskProofs NONE = _ -> new Looked.Wrong("Nobody is known here by such a text.");

    /// Whether a caller's text can be meant: so all of them begin, and no token does.
    static boolean meant(String text) {
        return text.startsWith("eyJ");
    }

    /// Looks at what a caller shows. It costs more than to look whether it still stands.
    Looked look(String text);

    /// What was found.
    sealed interface Looked {
        /// @param sentence what is wrong, and what to do
        record Wrong(String sentence) implements Looked {}

        record Right(ProvenTask task) implements Looked {}
    }

    /// A task that has shown who it is: any of one allocation.
    interface ProvenTask {
        String namespace();

        String job();

        /// Its id.
        String allocation();

        /// From when on what it has shown is worth nothing.
        long expiresWallMs();

        /// Whether it is still so: the allocation lives, its node is let in, and it is not too
        /// late.
        boolean stands();
    }
}
