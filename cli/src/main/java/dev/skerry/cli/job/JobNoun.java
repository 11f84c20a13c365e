package dev.skerry.cli.job;

import dev.skerry.cli.calendar.JobCalendars;
import dev.skerry.cli.recall.JobRecall;
import dev.skerry.cli.session.Noun;
import dev.skerry.cli.session.Session;
import java.util.List;

/// `skerry job`.
public final class JobNoun {
    private JobNoun() {}

    public static Noun of(Session session) {
        return new Noun(
                "job",
                "What shall run.",
                List.of(
                        new JobRun(session),
                        new JobPlan(session),
                        new JobHistory(session),
                        new JobDiff(session),
                        new JobRevert(session),
                        new JobScale(session),
                        new JobDispatch(session),
                        new Noun(
                                "periodic",
                                "What is run by a calendar.",
                                List.of(new JobForce(session), new JobCalendars(session))),
                        new JobStatus(session),
                        new JobStop(session),
                        new JobRecall(session),
                        new JobList(session),
                        new JobValidate(session)));
    }
}
