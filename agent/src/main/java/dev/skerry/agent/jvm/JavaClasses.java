package dev.skerry.agent.jvm;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.program.Peek;
import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.cluster.job.TaskRun.JavaProgram;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The classes that a task is made of, looked at before a JVM is: it would say less of what is
/// wrong with them, and has started by then.
///
/// @param what the key of the job file that names them, and what it says
/// @param files all of them, absolute
/// @param feature the oldest Java that they run on, as far as the main class says it
/// @param words what the JVM is told of them
record JavaClasses(String what, List<Path> files, int feature, List<String> words) {
    /// Of a folder that stands for all jars in it.
    private static final int JARS_MAX = 1_000;

    private static final String ALL_JARS = "*";

    JavaClasses {
        files = List.copyOf(files);
        words = List.copyOf(words);
    }

    /// @param directory where the task runs, from where its paths are
    /// @throws TaskRefused when something is not there, or no JVM could run it
    static JavaClasses of(JavaProgram program, Path directory) throws TaskRefused {
        return program.jar().isEmpty() ? path(program, directory) : jar(program.jar(), directory);
    }

    private static JavaClasses jar(String name, Path directory) throws TaskRefused {
        var what = "jar '%s'".formatted(name);
        var file = there(what, name, directory);
        var words = List.of("-jar", name);
        var looked = look(what, file, "");
        if (looked.isEmpty()) return new JavaClasses(what, List.of(file), 0, words);
        var jar = looked.get();
        if (jar.main().isEmpty())
            throw TaskRefused.forGood(
                    what
                            + " has no Main-Class in its manifest; say main and classPath instead"
                            + " of jar, or have it packed with one");
        if (jar.feature() == 0 && !jar.more())
            throw TaskRefused.forGood(
                    "%s does not have the class %s, which its Main-Class names"
                            .formatted(what, jar.main()));
        return new JavaClasses(what, List.of(file), jar.feature(), words);
    }

    private static JavaClasses path(JavaProgram program, Path directory) throws TaskRefused {
        var main = program.main();
        var files = new ArrayList<Path>();
        int feature = 0;
        boolean sure = true;
        for (var entry : String.join(":", program.classPath()).split(":", -1)) {
            var what = "classPath '%s'".formatted(entry);
            for (var file : files(what, entry, directory)) {
                files.add(file);
                if (feature > 0) continue;
                var looked = look(what, file, main);
                feature = looked.map(ClassLook.Jar::feature).orElse(0);
                sure &= looked.isPresent() && !looked.get().more();
            }
        }
        if (feature == 0 && sure)
            throw TaskRefused.forGood(
                    "main '%s' is in none of classPath, which is %s"
                            .formatted(main, String.join(", ", program.classPath())));
        var words = List.of("-cp", String.join(":", program.classPath()), main);
        return new JavaClasses("main '%s'".formatted(main), files, feature, words);
    }

    private static List<Path> files(String what, String entry, Path directory) throws TaskRefused {
        boolean all = entry.equals(ALL_JARS) || entry.endsWith("/" + ALL_JARS);
        if (!all) return List.of(thereOrFolder(what, entry, directory));
        var named = entry.substring(0, entry.length() - ALL_JARS.length());
        var folder = thereOrFolder(what, named.isEmpty() ? "." : named, directory);
        var jars = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(folder, "*.{jar,JAR}")) {
            for (var jar : found) if (jars.size() < JARS_MAX) jars.add(jar);
        } catch (IOException | DirectoryIteratorException e) {
            throw TaskRefused.forGood(
                    what + " is all jars of a folder, and " + folder + " is none");
        }
        jars.sort(null);
        return jars;
    }

    private static Path there(String what, String name, Path directory) throws TaskRefused {
        var file = thereOrFolder(what, name, directory);
        if (!Files.isDirectory(file)) return file;
        throw TaskRefused.forGood(at(what, file) + " is a folder");
    }

    private static Path thereOrFolder(String what, String name, Path directory) throws TaskRefused {
        try {
            var file = directory.resolve(name).toAbsolutePath().normalize();
            if (Files.isDirectory(file) || Files.isRegularFile(file)) return file;
            var wrong = Files.exists(file) ? " is not a file" : " is not there";
            throw TaskRefused.forGood(at(what, file) + wrong);
        } catch (InvalidPathException e) {
            throw TaskRefused.forGood(what + " is not a path");
        }
    }

    /// Where it is, unless it says so itself.
    private static String at(String what, Path file) {
        return what.contains(file.toString()) ? what : "%s (%s)".formatted(what, file);
    }

    /// Nothing: it was not looked at, and the JVM says what is wrong.
    private static Optional<ClassLook.Jar> look(String what, Path file, String main)
            throws TaskRefused {
        try {
            if (Files.isDirectory(file))
                return Optional.of(new ClassLook.Jar("", false, ClassLook.folder(file, main)));
            if (Files.size(file) > ZipLook.BYTES_MAX) return Optional.empty();
            return Peek.at(file, () -> ClassLook.jar(file, main));
        } catch (ZipLook.NoZip e) {
            throw TaskRefused.forGood(
                    at(what, file) + " is no jar: it is not a zip file, or damaged");
        } catch (IOException e) {
            throw TaskRefused.forGood(what + " can't be read: " + FileTrouble.words(e));
        }
    }
}
