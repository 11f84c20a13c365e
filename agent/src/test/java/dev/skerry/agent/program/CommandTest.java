package dev.skerry.agent.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.shim.Playground;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
    @TempDir Path directory;

    @Test
    void looksAlongThePathOfTheTask() throws Exception {
        assertEquals(Path.of("/bin/sh"), find("sh", Map.of("PATH", "/nowhere::relative:/bin")));
        assertTrue(find("sh", Map.of()).endsWith("sh"));
        refused("sh", Map.of("PATH", "/nowhere"), "was not found along PATH /nowhere");
    }

    @Test
    void looksInTheTasksDirectoryButNotOutside() throws Exception {
        var program = program("run.sh", "#!/bin/sh\n");
        assertEquals(program, find("./run.sh", Map.of()));
        refused("../x/run.sh", Map.of(), "leads out of the task's directory " + directory);
        Files.createSymbolicLink(directory.resolve("link"), Path.of("/bin/sh"));
        refused("./link", Map.of(), "is a link out of the task's directory " + directory);
    }

    @Test
    void refusesWhatIsNoProgram() throws Exception {
        refused("", Map.of(), "the task has no command");
        refused("/nowhere/run", Map.of(), "is not there: /nowhere/run");
        refused("/usr", Map.of(), "is a directory: /usr");
        refused("/dev/null", Map.of(), "is not a file: /dev/null");
        refused(
                "/etc/passwd",
                Map.of(),
                "is not executable: /etc/passwd; chmod +x would make it so");
    }

    @Test
    void refusesAScriptWithoutItsInterpreter() throws Exception {
        program("a", "#!/opt/none/python -u\nprint()\n");
        refused("./a", Map.of(), "is a script for /opt/none/python, which this node does not have");
        program("b", "#! \nx\n");
        refused("./b", Map.of(), "is a script without an interpreter after #!");
        program("c", "#!/bin/sh\r\nx\r\n");
        refused("./c", Map.of(), "is a script with lines that end in CR LF");
    }

    /// The task has put it there between the agent's look and its opening.
    @Test
    void neverWaitsForWhatATaskHasPutThere() throws Exception {
        var fifo = directory.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        for (int time = 0; time < 20; time++) { // more often than so many can be waited for
            var failure =
                    assertThrows(
                            IOException.class,
                            () -> Peek.at(fifo, () -> Files.readString(fifo), 20));
            assertEquals("it is no file any more", failure.getMessage());
            Playground.await("the reader is let go", () -> Peek.waiting() == 0);
        }
        assertEquals(Optional.of("x"), Peek.at(fifo, () -> "x", 60_000));
    }

    @Test
    void refusesAProgramForAnotherMachine() throws Exception {
        elf("arm64", 64, ElfProgram.AARCH64, "");
        refused("./arm64", Map.of(), "is built for arm64; this node is amd64");
        elf("arm", 32, ElfProgram.ARM, "");
        refused("./arm", Map.of(), "is built for arm; this node is amd64");
        elf("s390", 64, 22, "");
        refused("./s390", Map.of(), "is built for machine 22; this node is amd64");
    }

    @Test
    void refusesAProgramWithoutItsLoader() throws Exception {
        elf("musl", 64, ElfProgram.X86_64, "/lib/ld-none.so.1");
        refused(
                "./musl",
                Map.of(),
                "is a 64-bit program that needs the loader /lib/ld-none.so.1, "
                        + "which this node does not have");
        elf("small", 32, ElfProgram.X86, "/lib/ld-none.so.2");
        refused(
                "./small",
                Map.of(),
                "is a 32-bit program that needs the loader /lib/ld-none.so.2, "
                        + "which this node does not have");
        elf("static", 64, ElfProgram.X86_64, "");
        assertEquals(directory.resolve("static"), find("./static", Map.of()));
    }

    @Test
    void refusesATornProgram() throws Exception {
        program("torn", "\177ELF" + "\2\1\1".repeat(6));
        refused("./torn", Map.of(), "can't be read: it ends in the middle of its head");
    }

    @Test
    void readsARealProgram() throws Exception {
        try (var file = java.nio.channels.FileChannel.open(Path.of("/bin/sh"))) {
            var elf = ElfProgram.read(file);
            assertTrue(elf.runsOn(System.getProperty("os.arch")), elf.toString());
            assertTrue(Files.exists(Path.of(elf.interpreter())), elf.toString());
        }
    }

    private Path find(String command, Map<String, String> env) throws TaskRefused {
        return Command.find(command, directory, env, "amd64");
    }

    private void refused(String command, Map<String, String> env, String why) {
        var refused = assertThrows(TaskRefused.class, () -> find(command, env));
        var reason = refused.reason();
        assertTrue(reason.endsWith(why), reason);
        assertTrue(refused.permanent());
    }

    private Path program(String name, String content) throws IOException {
        var file = Files.writeString(directory.resolve(name), content, StandardCharsets.ISO_8859_1);
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    private void elf(String name, int bits, int machine, String loader) throws IOException {
        boolean wide = bits == 64;
        var bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0, new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), 1});
        bytes.putShort(18, (short) machine);
        bytes.putInt(wide ? 32 : 28, 64); // where the segments are listed
        bytes.putShort(wide ? 54 : 42, (short) (wide ? 56 : 32));
        bytes.putShort(wide ? 56 : 44, (short) (loader.isEmpty() ? 0 : 1));
        bytes.putInt(64, 3);
        bytes.putInt(wide ? 72 : 68, 160); // where the loader's name is
        bytes.putInt(wide ? 96 : 80, loader.length() + 1);
        bytes.put(160, loader.getBytes(StandardCharsets.US_ASCII));
        Files.write(directory.resolve(name), bytes.array());
        assertTrue(directory.resolve(name).toFile().setExecutable(true));
    }
}
