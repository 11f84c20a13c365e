package dev.skerry.agent;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// `skerry agent`: one on every node.
public final class AgentMain {
    /// The version of this agent.
    static final String VERSION = "0.1.0";

    static final String HELP =
            """
            skerry agent [--config FILE] [--KEY VALUE ...]

            Runs what the servers place on this machine, and goes on when they are out of reach.

              --servers HOST:PORT,...  where the servers' links are        127.0.0.1:4647
              --token TOKEN|@FILE      a join token, to be let in          `skerry node join-token`
              --data DIR               journal, identity, tasks            /var/lib/skerry/agent
              --name NAME              what people call it                 the host name
              --datacenter NAME                                            dc1
              --http HOST:PORT|none    metrics and the node's own view     127.0.0.1:4648
              --http.token @FILE       asked for where others reach that   32 characters or more
              --user NAME              runs tasks that name no user        one for each allocation
              --users.own LOW-HIGH     numbers of the allocations' users   61184-65519
              --users.allowed NAME,... whom a job file may name as user    nobody but --user
              --label.NAME VALUE       words for placement: node.labels.NAME
              --fact.NAME VALUE        says what the machine does not: see the guide
              --env.NAME VALUE         tasks find it in their environment
              --end.tasks stop|keep    whether tasks end with the agent    keep
              --drivers.exec.confine on|off  whether tasks are confined    on, if their job asks
              --drivers.rawExec on|off a driver that confines nothing      off
              --drivers.container.images SIZE  all images, unpacked        4GiB
              --drivers.container.registries FILE  a registries.conf       the machine's
              --drivers.container.credentials FILE  an authfile            the machine's
              --drivers.container.ids NUMBER  root of containers           1900000000
              --reserve.cpu 100MHz, --reserve.memory 64MiB, --reserve.disk 1GiB

            The file holds the same keys, one `key = value` on a line.
            """;

    private static volatile boolean ending;

    /// The exit code of a fault of its own, as sysexits has it.
    private static final int FAULT = 70;

    private AgentMain() {}

    public static void main(String[] words) throws InterruptedException {
        if (List.of(words).contains("--help") || List.of(words).contains("-h")) {
            System.out.print(Text.wrapped(HELP, System.getenv("COLUMNS")));
            return;
        }
        Thread.setDefaultUncaughtExceptionHandler(AgentMain::broken);
        SecurityProviders.withoutUnused();
        try {
            var config = AgentConfig.parse(List.of(words), hostName());
            var agent = Agent.start(config, AgentRooms.usual(), VERSION, System.err);
            var end = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(agent, end), "end"));
            end.await();
        } catch (AgentConfig.WrongSetting e) {
            System.err.println("skerry agent: " + e.getMessage() + ".");
            System.err.println("  `skerry agent --help` lists the settings.");
            System.exit(2);
        } catch (IOException e) {
            System.err.println("skerry agent did not start: " + FileTrouble.words(e));
            System.exit(1);
        } catch (UncheckedIOException e) {
            System.err.println(
                    "skerry agent did not start: " + FileTrouble.words(FileTrouble.first(e)));
            System.exit(1);
        }
    }

    private static void end(Agent agent, CountDownLatch end) {
        ending = true;
        close(agent, end);
    }

    /// An agent that lacks one of its threads is of no use: the next one takes the tasks over. What
    /// comes from outside never gets here, however odd it is; which faults of our own do is a table
    /// in [AgentLoop]. While it ends, a thread may well find closed what it needs; that must not
    /// cut the end short.
    private static void broken(Thread thread, Throwable bug) {
        if (ending) return;
        System.err.println(
                "skerry agent: " + thread.getName() + " failed; the tasks go on: " + bug);
        bug.printStackTrace();
        Runtime.getRuntime().halt(FAULT);
    }

    private static void close(Agent agent, CountDownLatch end) {
        try {
            agent.close();
        } catch (IOException e) {
            System.err.println("skerry agent: " + FileTrouble.words(e));
        }
        end.countDown();
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "node";
        }
    }
}
