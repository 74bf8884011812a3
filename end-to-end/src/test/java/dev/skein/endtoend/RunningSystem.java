package dev.skein.endtoend;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the one running system to each test class that asks for it in its constructor. It is kept in the root store, so it is
 * started once and closed after the last class.
 */
final class RunningSystem implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(RunningSystem.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Skein.class;
    }

    @Override
    public Skein resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Skein.class, key -> Skein.start(), Skein.class);
    }
}
