package dev.skerry.sim.e2e;

/// A job file of one group with one task, a line of shell that runs until it is stopped.
///
/// @param job more lines for the job
/// @param group more lines for its group
/// @param task more lines for its task
/// @param command what runs
record JobText(String name, String job, String group, String task, String command) {
    static JobText of(String name) {
        return new JobText(name, "", "", "", "");
    }

    JobText job(String line) {
        return new JobText(name, job + line + "\n", group, task, command);
    }

    JobText group(String line) {
        return new JobText(name, job, group + "    " + line + "\n", task, command);
    }

    JobText task(String line) {
        return new JobText(name, job, group, task + "        " + line + "\n", command);
    }

    /// Only on that node.
    JobText on(String node) {
        return job("constraints: ['node.name == \"" + node + "\"']");
    }

    JobText shell(String script) {
        var quoted = "'" + script.replace("'", "''") + "'";
        return command("/bin/sh").task("args: [\"-c\", " + quoted + "]");
    }

    JobText command(String program) {
        return new JobText(name, job, group, task, program);
    }

    /// Signs at the board with its process id, then runs until it is stopped.
    String signing(Board board) {
        return shell(board.sign(name) + "; exec sleep 1000").text();
    }

    String text() {
        return """
        job: %s
        %sgroups:
          main:
        %s    tasks:
              it:
                command: %s
        %s        resources: {cpu: 20MHz, memory: 16MiB, disk: 1MiB}
                stop: {timeout: 2s}
        """
                .formatted(name, job, group, command, task);
    }
}
