package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.Specs;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.state.Allocation.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What nodes run by a calendar is placed as what runs all the time, where agents know of it.
class OnNodeJobTest {
    private static JobSpec job(String line, String cron) {
        return Specs.with(Jobs.of(line), new Launch.OnNode(List.of(cron), "UTC", true));
    }

    @Test
    void onlyAgentsThatKnowCalendarsGetIt() {
        var fleet = Fleet.of("a driver=exec\nb driver=exec+periodic");
        fleet.submit(job("batch count=1", "@daily"));
        assertEquals("web[0]->b\n", fleet.settle());
        var other = Fleet.of("a driver=exec").submit(job("system", "@daily"));
        other.settle();
        var explained = Plans.explained(other.plan().evaluation());
        assertTrue(explained.contains("periodic.on: node"), explained);
        assertTrue(explained.contains("agent 1 knows no calendar"), explained);
    }

    @Test
    void itHoldsItsPlaceAndTakesOverAnotherCalendarAsItIs() {
        var fleet = Fleet.of("a driver=exec+periodic\nb driver=exec+periodic");
        fleet.submit(job("system", "@daily"));
        assertEquals("web[0]->a web[0]->b\n", fleet.settle());
        fleet.obey().says("web[0]@a", Status.RUNNING).says("web[0]@b", Status.RUNNING);
        assertEquals("nothing\n", fleet.settle());
        fleet.submit(job("system", "@hourly"));
        assertEquals("update web[0]@a web[0]@b\n", fleet.settle());
        fleet.submit(job("system command=new", "@hourly"));
        assertTrue(fleet.settle().contains("replaced by version 3"));
    }
}
