package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.Names;
import dev.skerry.cluster.job.StopSignal;
import dev.skerry.yaml.Rule;

/// What the texts of a job may look like.
final class JobRules {
    static final Rule LABEL =
            Rule.of(
                    "lower-case letters, digits, hyphens and underscores, at most 32, a letter"
                            + " first",
                    "[a-z][a-z0-9_-]{0,31}");
    static final Rule META_KEY = Rule.of(Names.KEY_SHOULD, "[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    static final Rule ENV_KEY =
            Rule.of(
                    "letters, digits and underscores, at most 128, no digit first",
                    "[A-Za-z_][A-Za-z0-9_]{0,127}");
    static final Rule DATACENTER =
            Rule.of("a name, or the beginning of names followed by *", "[A-Za-z0-9._-]{0,64}\\*?");
    static final Rule PROCESSOR =
            Rule.of(
                    "what nodes call a processor, as x86-64-v3 or armv7l-hf",
                    "[a-z0-9][a-z0-9_-]{0,23}");
    static final Rule USER = Rule.of("the name of an account", "[a-z_][a-z0-9_-]{0,31}");
    static final Rule IMAGE_USER =
            Rule.of(
                    "a user of the image, by name or number, as \"app\", \"33\" or \"app:www\"",
                    "([a-z_][a-z0-9_-]{0,31}|\\d{1,5})(:([a-z_][a-z0-9_-]{0,31}|\\d{1,5}))?");
    static final Rule MOUNT_AT =
            Rule.of(
                    "an absolute path without . and .., at most 1,024 characters",
                    "(?=.{2,1024}$)(/(?!\\.{1,2}(/|$))[^/\\x00-\\x1f]{1,255})+");
    static final Rule SIGNAL =
            Rule.of(
                    "a signal that a program can hear and end by, as SIGTERM, SIGINT, SIGQUIT,"
                            + " SIGHUP or SIGUSR1",
                    String.join("|", StopSignal.NAMES));
    static final Rule URL_PATH =
            Rule.of(
                    "a path that begins with /, at most 1,024 characters",
                    "/[\\x21-\\x7e]{0,1023}");
    static final Rule CLASS =
            Rule.of("the name of a class", "[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*");
    static final Rule JAVA = Rule.of(">= and a version, as \">=21\"", ">=[1-9][0-9]{0,2}");
    static final Rule RUN_FOLDER =
            Rule.of(
                    "local, _alloc, or a folder at most three below one of them",
                    "(local|_alloc)(/(?!\\.{1,2}(/|$))[^/\\x00-\\x1f]{1,255}){0,3}");
    static final Rule ABSOLUTE =
            Rule.of(
                    "a path that begins with /, at most 1,024 characters",
                    "/[^\\x00-\\x1f]{0,1023}");
    static final Rule WORD = Rule.text(1, JobBounds.WORD_CHARACTERS_MAX);
    static final Rule SENTENCE = Rule.text(0, JobBounds.WORD_CHARACTERS_MAX);
    static final Rule ARGUMENT = Rule.text(0, JobBounds.ARGUMENT_CHARACTERS_MAX);
    static final Rule EXPRESSION = Rule.text(1, 1_000);

    private JobRules() {}
}
