package io.stacksy.route;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The operations of an endpoint that only shows things, at fixed paths, to anyone. Immutable. */
public final class FixedOperations {
    private static final Match NOT_FOUND = new Match.NotFound();
    private static final Match WRONG_METHOD = new Match.WrongMethod(Set.of("GET", "HEAD", "OPTIONS"));

    private final Map<String, Match.Found> byPath;

    private FixedOperations(Map<String, Match.Found> byPath) {
        this.byPath = byPath;
    }

    /** One operation for each of {@code paths}, which are relative to the endpoint's base and begin with a slash. */
    public static FixedOperations at(String... paths) {
        Map<String, Match.Found> byPath = new LinkedHashMap<>();
        for (String path : paths) {
            byPath.put(path, show(path));
        }
        return new FixedOperations(byPath);
    }

    /** These, and one more, {@code template}, for all of {@code paths} together. */
    public FixedOperations and(String template, Collection<String> paths) {
        Map<String, Match.Found> more = new LinkedHashMap<>(byPath);
        Match.Found found = show(template);
        paths.forEach(path -> more.put(path, found));
        return new FixedOperations(more);
    }

    private static Match.Found show(String template) {
        return new Match.Found(new Operation("GET", template, new Rule.Anyone(), OptionalLong.of(0)));
    }

    /** Each once, in the order in which they were given. */
    public List<Operation> all() {
        return byPath.values().stream().map(Match.Found::operation).distinct().toList();
    }

    /** As in {@link Endpoint#match}. */
    public Match match(String method, String path) {
        Match.Found found = byPath.get(path);
        if (found == null) {
            return NOT_FOUND;
        }
        return method.equals("GET") || method.equals("HEAD") ? found : WRONG_METHOD;
    }
}
