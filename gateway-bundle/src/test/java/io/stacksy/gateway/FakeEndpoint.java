package io.stacksy.gateway;

import static java.util.Objects.requireNonNull;

import io.stacksy.route.Endpoint;
import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import io.stacksy.route.Quota;
import io.stacksy.route.RequestCheck;
import io.stacksy.route.Rule;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** An endpoint whose templates are plain paths. */
final class FakeEndpoint implements Endpoint {
    /** What answers. */
    interface Answer {
        void write(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    private final Map<Operation, Answer> answers = new LinkedHashMap<>();
    private Optional<RequestCheck> check = Optional.empty();

    FakeEndpoint on(String method, String path, Rule rule, Answer answer) {
        answers.put(new Operation(method, path, rule, OptionalLong.empty()), answer);
        return this;
    }

    FakeEndpoint on(String method, String path, long maxBodyBytes, Answer answer) {
        answers.put(new Operation(method, path, new Rule.Anyone(), OptionalLong.of(maxBodyBytes)), answer);
        return this;
    }

    FakeEndpoint on(String method, String path, Quota quota, Answer answer) {
        answers.put(new Operation(method, path, new Rule.Anyone(), OptionalLong.empty(), Optional.of(quota)), answer);
        return this;
    }

    /** Has all its requests judged. */
    void check(RequestCheck added) {
        check = Optional.of(added);
    }

    @Override
    public Optional<RequestCheck> check(Operation operation) {
        return check;
    }

    @Override
    public List<Operation> operations() {
        return List.copyOf(answers.keySet());
    }

    @Override
    public Match match(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        Set<String> allowed = new TreeSet<>();
        for (Operation operation : answers.keySet()) {
            if (operation.template().equals(path)) {
                if (operation.method().equals(wanted)) {
                    return new Match.Found(operation);
                }
                allowed.add(operation.method());
            }
        }
        return allowed.isEmpty() ? new Match.NotFound() : new Match.WrongMethod(allowed);
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        if (match(request.getMethod(), request.getPathInfo()) instanceof Match.Found found) {
            requireNonNull(answers.get(found.operation())).write(request, response);
        }
    }
}
