package dev.skerry.agent.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The word of a handle is the name of files and cgroups: it never changes.
class TaskHandleTest {
    @Test
    void theWordOfBeforeThereWereDriversIsThatOfExec() {
        var exec = new TaskHandle("a1", "web", 1, "exec");
        assertEquals("a1.web.1", exec.toString());
        assertEquals(exec, TaskHandle.parse("a1.web.1"));
        var container = new TaskHandle("a1", "web", 1, "container");
        assertEquals("a1.web.1.container", container.toString());
        assertEquals(container, TaskHandle.parse("a1.web.1.container"));
    }

    @Test
    void whatNoHandleHasWrittenIsNone() {
        for (var text :
                List.of(
                        "",
                        "a1",
                        "a1.web",
                        "a1.web.x",
                        "a1.web.-1",
                        "a1.web.1.exec",
                        "a1.web.1.",
                        "a1.web.1.a-b",
                        "a1.web.1.averylongnamethatnodriverhas",
                        "a1.web.1.java.x",
                        ".web.1",
                        "a1..1")) assertNull(TaskHandle.parse(text), text);
    }
}
