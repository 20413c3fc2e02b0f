package io.stacksy.gateway;

import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import io.stacksy.route.Rule;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operations of an endpoint that only shows things, at fixed paths, to anyone. */
final class OwnOperations {
    private static final Match NOT_FOUND = new Match.NotFound();
    private static final Match WRONG_METHOD = new Match.WrongMethod(Set.of("GET", "HEAD", "OPTIONS"));

    private final Map<String, Match.Found> byPath;

    OwnOperations(String... paths) {
        byPath = Stream.of(paths)
                .map(path -> new Operation("GET", path, new Rule.Anyone(), OptionalLong.of(0)))
                .map(Match.Found::new)
                .collect(Collectors.toUnmodifiableMap(found -> found.operation().template(), Function.identity()));
    }

    List<Operation> all() {
        return byPath.values().stream().map(Match.Found::operation).toList();
    }

    Match match(String method, String path) {
        Match.Found found = byPath.get(path);
        if (found == null) {
            return NOT_FOUND;
        }
        return method.equals("GET") || method.equals("HEAD") ? found : WRONG_METHOD;
    }
}
