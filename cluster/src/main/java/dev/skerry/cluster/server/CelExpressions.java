package dev.skerry.cluster.server;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.skerry.cluster.scheduler.Expressions;
import dev.skerry.cluster.server.jobfile.ExpressionCheck;
import dev.skerry.cluster.server.jobfile.ExpressionCost;
import dev.skerry.cluster.server.jobfile.ExpressionWords;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Expressions over `node` in CEL, the Common Expression Language: typed, without side effects, and
/// bounded in size and work.
///
/// A node that lacks what an expression asks for (`node.meta.site` where no site is set) makes it
/// false, or gives no text. Results are kept for each expression and node until the node's
/// identity, facts or meta are other objects, so that asking again costs two look-ups.
public final class CelExpressions implements Expressions, ExpressionCheck {
    static final int EXPRESSION_CHARACTERS_MAX = 1_000;

    /// Programs kept; when there are more, all are forgotten and made again as they are needed.
    static final int PROGRAMS_MAX = 2_000;

    /// Results kept, for all programs together: some 50 MiB.
    static final int RESULTS_MAX = 500_000;

    private static final String TOO_MUCH =
            "from here it can build or search more than an expression may; write fewer lists and"
                    + " loops within each other";

    /// By their expressions: asked for every node, so with the fewest steps.
    private final Map<String, Program> truths = new ConcurrentHashMap<>();

    private final Map<String, Program> texts = new ConcurrentHashMap<>();
    private final Map<String, Program> values = new ConcurrentHashMap<>();
    private final AtomicInteger results = new AtomicInteger();

    @Override
    public boolean test(String expression, Node node) {
        return Boolean.TRUE.equals(result(expression, node, Gives.TRUTH));
    }

    @Override
    public @Nullable String text(String expression, Node node) {
        return result(expression, node, Gives.TEXT) instanceof String text ? text : null;
    }

    @Override
    public @Nullable String shown(String expression, Node node) {
        var value = result(expression, node, Gives.VALUE);
        return value == null ? null : shown(value);
    }

    private static String shown(Object value) {
        return switch (value) {
            case List<?> all when all.isEmpty() -> "empty";
            case List<?> all -> String.join(", ", all.stream().map(CelExpressions::shown).toList());
            case Map<?, ?> thing when thing.containsKey("type") ->
                    thing.get("type") + " " + thing.get("name");
            case Map<?, ?> words -> {
                var all = new TreeSet<String>();
                words.forEach((word, of) -> all.add(word + ": " + shown(of)));
                yield String.join("; ", all);
            }
            default -> value.toString();
        };
    }

    @Override
    public @Nullable Fault check(String expression, Gives wanted) {
        if (expression.length() > EXPRESSION_CHARACTERS_MAX)
            return new Fault(1, 1, "it has more than 1,000 characters");
        try {
            compiled(expression, wanted);
            return null;
        } catch (CelValidationException e) {
            var issue = e.getErrors().getFirst();
            return ExpressionWords.of(issue, expression, wanted, NodeWords::fields);
        } catch (TooMuch e) {
            return e.fault;
        }
    }

    private @Nullable Object result(String expression, Node node, Gives gives) {
        var known =
                switch (gives) {
                    case TRUTH -> truths;
                    case TEXT -> texts;
                    case VALUE -> values;
                };
        var program = known.get(expression);
        if (program == null) {
            if (truths.size() + texts.size() + values.size() >= PROGRAMS_MAX) forget();
            program = program(expression, gives);
            known.put(expression, program);
        }
        return program.result(node);
    }

    private void forget() {
        truths.clear();
        texts.clear();
        values.clear();
        results.set(0);
    }

    /// What it can build is bounded before its types are built.
    private static CelAbstractSyntaxTree compiled(String expression, Gives gives)
            throws CelValidationException, TooMuch {
        var parsed = Language.compiler(gives).parse(expression).getAst();
        var part = ExpressionCost.tooMuch(parsed.getExpr());
        if (part.isPresent()) throw new TooMuch(parsed.getSource(), part.getAsLong());
        return Language.compiler(gives).check(parsed).getAst();
    }

    private static final class TooMuch extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Fault fault;

        TooMuch(CelSource source, long part) {
            int offset = source.getPositionsMap().getOrDefault(part, 0);
            var place = source.getOffsetLocation(offset);
            fault =
                    new Fault(
                            place.map(it -> it.getLine()).orElse(1),
                            place.map(it -> it.getColumn()).orElse(0) + 1,
                            TOO_MUCH);
        }
    }

    private Program program(String expression, Gives gives) {
        try {
            return new Program(Language.RUNTIME.createProgram(compiled(expression, gives)));
        } catch (CelValidationException | CelEvaluationException | TooMuch _) {
            return new Program(null); // refused when the job was; it matches nothing
        }
    }

    /// One expression and what it gave.
    private final class Program {
        private final CelRuntime.@Nullable Program compiled;
        private final Map<String, Result> byNode = new ConcurrentHashMap<>();

        Program(CelRuntime.@Nullable Program compiled) {
            this.compiled = compiled;
        }

        @Nullable Object result(Node node) {
            if (compiled == null) return null;
            var known = byNode.get(node.id());
            if (known != null && known.of(node)) return known.value;
            var value = evaluate(compiled, node);
            var result = new Result(node.identity(), node.facts(), node.meta(), value);
            boolean more = byNode.put(node.id(), result) == null;
            if (more && results.incrementAndGet() > RESULTS_MAX) forget();
            return value;
        }

        private static @Nullable Object evaluate(CelRuntime.Program compiled, Node node) {
            try {
                return compiled.eval(Map.of("node", NodeWords.values(node)));
            } catch (CelEvaluationException _) {
                return null; // the node lacks what is asked for, or the work has its bound
            }
        }
    }

    private record Result(
            Node.Identity identity,
            NodeFacts facts,
            Map<String, String> meta,
            @Nullable Object value) {
        @SuppressWarnings("ReferenceEquality") // the same object is the same content, and cheap
        boolean of(Node node) {
            return facts == node.facts() && meta == node.meta() && identity == node.identity();
        }
    }

    /// Made with the first expression: it comes with 900 classes, and many fleets have none.
    private static final class Language {
        private static final CelOptions OPTIONS =
                CelOptions.current()
                        .maxExpressionCodePointSize(EXPRESSION_CHARACTERS_MAX)
                        .maxParseRecursionDepth(50)
                        .comprehensionMaxIterations(ExpressionCost.ROUNDS_MAX)
                        .maxRegexProgramSize(ExpressionCost.PATTERN_MAX)
                        .enableHeterogeneousNumericComparisons(true)
                        .enableHiddenAccumulatorVar(true)
                        .build();
        private static final CelType VERSION = OpaqueType.create("Version");
        private static final CelCompiler TRUTHS = compiler(SimpleType.BOOL);
        private static final CelCompiler TEXTS = compiler(SimpleType.STRING);
        private static final CelCompiler VALUES = compiler(SimpleType.DYN);
        private static final CelRuntime RUNTIME = runtime();

        private Language() {}

        static CelCompiler compiler(Gives gives) {
            return switch (gives) {
                case TRUTH -> TRUTHS;
                case TEXT -> TEXTS;
                case VALUE -> VALUES;
            };
        }

        private static CelCompiler compiler(CelType result) {
            return CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .setTypeProvider(NodeWords.PROVIDER)
                    .addVar("node", NodeWords.NODE)
                    .addFunctionDeclarations(
                            CelFunctionDecl.newFunctionDeclaration(
                                    "version",
                                    CelOverloadDecl.newGlobalOverload(
                                            "version_of_text", VERSION, SimpleType.STRING)),
                            comparison("atLeast"),
                            comparison("below"),
                            comparison("same"))
                    .setResultType(result)
                    .build();
        }

        private static CelFunctionDecl comparison(String name) {
            return CelFunctionDecl.newFunctionDeclaration(
                    name,
                    CelOverloadDecl.newMemberOverload(
                            "version_" + name, SimpleType.BOOL, VERSION, SimpleType.STRING));
        }

        private static CelRuntime runtime() {
            return CelRuntimeFactory.legacyCelRuntimeBuilder()
                    .setOptions(OPTIONS)
                    .addFunctionBindings(
                            CelFunctionBinding.from(
                                    "version_of_text", String.class, VersionText::new),
                            CelFunctionBinding.from(
                                    "version_atLeast",
                                    VersionText.class,
                                    String.class,
                                    VersionText::atLeast),
                            CelFunctionBinding.from(
                                    "version_below",
                                    VersionText.class,
                                    String.class,
                                    VersionText::below),
                            CelFunctionBinding.from(
                                    "version_same",
                                    VersionText.class,
                                    String.class,
                                    VersionText::same))
                    .build();
        }
    }
}
