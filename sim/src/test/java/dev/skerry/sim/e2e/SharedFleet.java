package dev.skerry.sim.e2e;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One fleet for all classes that ask for it, with one node, `rock`: a server and an agent take
/// longer to come up than most of what is tried with them. It ends with the last test.
final class SharedFleet implements ParameterResolver {
    private record Up(Fleet fleet) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            fleet.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Fleet.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var store =
                context.getRoot().getStore(ExtensionContext.Namespace.create(SharedFleet.class));
        return store.computeIfAbsent(Up.class, _ -> up(), Up.class).fleet();
    }

    private static Up up() {
        try {
            var fleet = Fleet.start();
            fleet.agent("rock");
            return new Up(fleet);
        } catch (Exception e) {
            throw new IllegalStateException("no fleet came up", e);
        }
    }
}
