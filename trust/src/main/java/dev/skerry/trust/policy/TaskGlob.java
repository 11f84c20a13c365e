package dev.skerry.trust.policy;

import org.jspecify.annotations.Nullable;

/// A pattern of jobs, whose tasks are meant.
public record TaskGlob(Glob namespace, Glob job) {
    public static final String SHOULD =
            "a namespace, a slash and a job, as \"shop/till\" or \"shop/*\", in which * stands for"
                    + " any characters; each begins with a letter, a digit or *";

    /// From `shop/till`; null: it is none.
    public static @Nullable TaskGlob parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) return null;
        var namespace = Glob.parse(text.substring(0, slash));
        var job = Glob.parse(text.substring(slash + 1));
        return namespace == null || job == null ? null : new TaskGlob(namespace, job);
    }

    /// Whether it means the tasks of that job.
    public boolean matches(String inNamespace, String ofJob) {
        return namespace.matches(inNamespace) && job.matches(ofJob);
    }

    /// As people write it.
    public String text() {
        return namespace + "/" + job;
    }
}
