package dev.skerry.sim.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A name means one thing in the whole product: whoever reads `Room` need not ask which.
///
/// What stands in a sealed interface is always written with it, `Frame.Join` or
/// `ClusterMessage.Join`, so such a name may stand twice; one that does is never imported.
class TypeNamesTest {
    static final List<Source> PRODUCT =
            Source.all().stream()
                    .filter(Source::java)
                    .filter(source -> source.path().contains("src/main/"))
                    .filter(source -> !source.path().matches("(examples|bench)/.*"))
                    .toList();

    @Test
    void noTypeNameStandsTwice() throws IOException {
        var types = types();
        types.names.values().removeIf(places -> places.size() == 1);
        assertEquals("{}", new TreeMap<>(types.names).toString());
    }

    @Test
    void whatStandsInASealedInterfaceIsWrittenWithIt() throws IOException {
        var types = types();
        var imports = new TreeSet<String>();
        for (var alternative : types.alternatives)
            if (types.often(alternative)) imports.add("." + alternative + ";");
        Predicate<String> bad =
                line ->
                        line.startsWith("import ")
                                && !line.startsWith("import static ")
                                && imports.stream().anyMatch(line::endsWith);
        TidyTest.none(PRODUCT.stream().flatMap(source -> source.linesWith(bad)));
    }

    private static Types types() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var units =
                    files.getJavaFileObjectsFromPaths(PRODUCT.stream().map(Source::file).toList());
            var task = (JavacTask) compiler.getTask(null, files, null, null, null, units);
            var types = new Types();
            for (var unit : task.parse()) types.scan(unit, unit);
            return types;
        }
    }

    /// All types that are not private, by name.
    static final class Types extends TreeScanner<@Nullable Void, CompilationUnitTree> {
        final TreeMap<String, TreeSet<String>> names = new TreeMap<>();

        /// `Frame.Join` and the like.
        final TreeSet<String> alternatives = new TreeSet<>();

        /// Whether there is another type whose last word is the same.
        boolean often(String alternative) {
            var name = alternative.substring(alternative.lastIndexOf('.') + 1);
            var same = alternatives.stream().filter(it -> it.endsWith("." + name)).count();
            return names.containsKey(name) || same > 1;
        }

        private String outer = "";
        private boolean inSealed;

        @Override
        public @Nullable Void visitClass(ClassTree type, CompilationUnitTree unit) {
            var name = type.getSimpleName().toString();
            var flags = type.getModifiers().getFlags();
            if (name.isEmpty() || flags.contains(Modifier.PRIVATE)) return null;
            var whole = outer + name;
            if (inSealed) alternatives.add(whole);
            else
                names.computeIfAbsent(name, _ -> new TreeSet<>())
                        .add(unit.getPackageName() + "." + whole);
            var outerBefore = outer;
            boolean sealedBefore = inSealed;
            outer = whole + ".";
            inSealed |= flags.contains(Modifier.SEALED);
            super.visitClass(type, unit);
            outer = outerBefore;
            inSealed = sealedBefore;
            return null;
        }
    }
}
