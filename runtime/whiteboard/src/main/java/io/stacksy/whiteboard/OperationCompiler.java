package io.stacksy.whiteboard;

import io.stacksy.route.Operation;
import io.stacksy.route.Quota;
import io.stacksy.route.Rule;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.glassfish.jersey.server.model.Invocable;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.glassfish.jersey.server.model.ResourceModel;
import org.glassfish.jersey.server.model.RuntimeResource;
import org.glassfish.jersey.uri.PathPattern;

/** Makes the table of operations from Jersey's resource model, route by route in the order in which Jersey tries them. */
final class OperationCompiler {
    private final String base;
    private final List<Operation> operations = new ArrayList<>();
    private final IdentityHashMap<Operation, Map<OperationTable.Target, Rule>> targets = new IdentityHashMap<>();

    private OperationCompiler(String base) {
        this.base = base;
    }

    /** @param base what each template begins with: where the container is, relative to the endpoint */
    static OperationTable compile(ResourceModel model, String base) {
        OperationCompiler compiler = new OperationCompiler(base);
        List<Route> routes = new ArrayList<>();
        for (RuntimeResource resource : model.getRuntimeResourceModel().getRuntimeResources()) {
            compiler.root(resource, routes);
        }
        return new OperationTable(compiler.operations, routes, compiler.targets);
    }

    private void root(RuntimeResource resource, List<Route> routes) {
        PathPattern open = resource.getPathPattern();
        leaf(resource, routes);
        List<Route> below = new ArrayList<>();
        for (RuntimeResource child : resource.getChildRuntimeResources()) {
            leaf(child, below);
            if (child.getResourceLocator() != null) {
                below.add(locator(child.getPathPattern(), child.getResourceLocator()));
            }
        }
        if (resource.getResourceLocator() != null) {
            below.add(locator(PathPattern.OPEN_ROOT_PATH_PATTERN, resource.getResourceLocator()));
        }
        if (!below.isEmpty()) {
            routes.add(new Route.Branch(open, Route.prefixOf(open), below));
        }
    }

    private void leaf(RuntimeResource resource, List<Route> routes) {
        Map<String, List<ResourceMethod>> byMethod = new LinkedHashMap<>();
        for (ResourceMethod method : resource.getResourceMethods()) {
            if (!method.isExtended()) {
                byMethod.computeIfAbsent(method.getHttpMethod(), name -> new ArrayList<>())
                        .add(method);
            }
        }
        Map<String, Operation> leaf = new LinkedHashMap<>();
        byMethod.forEach((name, methods) -> leaf.put(name, operation(name, methods)));
        if (!leaf.isEmpty()) {
            PathPattern closed = PathPattern.asClosed(resource.getPathPattern());
            routes.add(new Route.Leaf(closed, Route.prefixOf(closed), leaf));
        }
    }

    private Route locator(PathPattern pattern, ResourceMethod method) {
        return new Route.Locator(pattern, Route.prefixOf(pattern), operation("*", List.of(method)));
    }

    /** One operation for the methods that differ only in the media types they take and give. */
    private Operation operation(String name, List<ResourceMethod> methods) {
        Map<OperationTable.Target, Rule> rules = new LinkedHashMap<>();
        List<OptionalLong> limits = new ArrayList<>();
        for (ResourceMethod method : methods) {
            OperationTable.Target target = target(method);
            rules.put(target, Rules.rule(target.resource(), target.method()));
            limits.add(Rules.maxBody(target.resource(), target.method()));
        }
        OptionalLong maxBody = limits.stream().allMatch(OptionalLong::isPresent)
                ? limits.stream().mapToLong(OptionalLong::orElseThrow).max()
                : OptionalLong.empty();
        Rule rule = rules.values().stream().reduce(Rules::weaker).orElseGet(Rule.Nobody::new);
        Operation operation = new Operation(name, template(methods.get(0)), rule, maxBody, quota(methods));
        operations.add(operation);
        targets.put(operation, name.equals("*") ? Map.of() : rules);
        return operation;
    }

    /** The one quota of methods that are counted as one. */
    private static Optional<Quota> quota(List<ResourceMethod> methods) {
        OperationTable.Target first = target(methods.get(0));
        Optional<Quota> quota = Rules.quota(first.resource(), first.method());
        for (ResourceMethod method : methods) {
            OperationTable.Target other = target(method);
            if (!Rules.quota(other.resource(), other.method()).equals(quota)) {
                throw new IllegalArgumentException(Rules.name(first.resource(), first.method()) + " and "
                        + Rules.name(other.resource(), other.method())
                        + " are one operation and differ in @RateLimit; give them the same, or none");
            }
        }
        return quota;
    }

    /** The Java method that {@code method} calls. */
    static OperationTable.Target target(ResourceMethod method) {
        Invocable invocable = method.getInvocable();
        Method java = invocable.getHandlingMethod();
        return new OperationTable.Target(invocable.getHandler().getHandlerClass(), java);
    }

    private String template(ResourceMethod method) {
        StringBuilder path = new StringBuilder();
        for (Resource resource = method.getParent(); resource != null; resource = resource.getParent()) {
            path.insert(0, "/" + resource.getPath());
        }
        String template = ServicePath.simplify(ServicePath.normalise(base + path));
        return template.isEmpty() ? "/" : template;
    }
}
