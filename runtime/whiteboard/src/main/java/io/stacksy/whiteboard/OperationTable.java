package io.stacksy.whiteboard;

import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import io.stacksy.route.Rule;
import java.lang.reflect.Method;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * All operations of one container, and the way from a request to its operation.
 *
 * <p>Matches as Jersey does, with Jersey's own patterns in Jersey's own order: the first route that matches a path is
 * taken, and there is no way back from it. Immutable.
 */
final class OperationTable {
    private final List<Operation> operations;
    private final List<Route> routes;
    private final IdentityHashMap<Operation, Map<Target, Rule>> targets;

    /** A Java method, as a method of one resource class. */
    record Target(Class<?> resource, Method method) {}

    OperationTable(
            List<Operation> operations, List<Route> routes, IdentityHashMap<Operation, Map<Target, Rule>> targets) {
        this.operations = List.copyOf(operations);
        this.routes = List.copyOf(routes);
        this.targets = new IdentityHashMap<>(targets);
    }

    List<Operation> operations() {
        return operations;
    }

    /** What is there for a path relative to the container's base. */
    Match match(String method, String path) {
        return match(routes, method, withoutParameters(path.isEmpty() ? "/" : path));
    }

    /** The rule of {@code target}, or null if it is none of the methods that {@code operation} stands for. */
    @Nullable
    Rule rule(Operation operation, Target target) {
        Map<Target, Rule> rules = targets.get(operation);
        return rules == null ? null : rules.get(target);
    }

    private static Match match(List<Route> routes, String method, String path) {
        Route.Leaf wrongMethod = null;
        for (Route route : routes) {
            MatchResult result = route.match(path);
            if (result == null) {
                continue;
            }
            if (route instanceof Route.Leaf leaf) {
                Operation operation = leaf.operation(method);
                if (operation != null) {
                    return new Match.Found(operation);
                }
                wrongMethod = wrongMethod == null ? leaf : wrongMethod;
            } else if (wrongMethod != null) {
                break; // what is decided later never hides what is there
            } else if (route instanceof Route.Branch branch) {
                return match(branch.routes(), method, rest(result));
            } else if (route instanceof Route.Locator locator) {
                return new Match.Found(locator.operation());
            }
        }
        return wrongMethod == null ? new Match.NotFound() : new Match.WrongMethod(wrongMethod.allowed());
    }

    private static String rest(MatchResult result) {
        String rest = result.group(result.groupCount());
        return rest == null ? "" : rest;
    }

    private static String withoutParameters(String path) {
        int semicolon = path.indexOf(';');
        if (semicolon < 0) {
            return path;
        }
        StringBuilder stripped = new StringBuilder();
        int start = 0;
        while (semicolon >= 0) {
            stripped.append(path, start, semicolon);
            start = path.indexOf('/', semicolon);
            if (start < 0) {
                return stripped.toString();
            }
            semicolon = path.indexOf(';', start);
        }
        return stripped.append(path, start, path.length()).toString();
    }
}
