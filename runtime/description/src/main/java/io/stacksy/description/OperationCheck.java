package io.stacksy.description;

import io.stacksy.description.ParameterCheck.Place;
import io.stacksy.route.RequestCheck;
import io.stacksy.tool.Problem;
import io.stacksy.tool.Problem.FieldError;
import io.stacksy.tool.ToolException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a description asks of the requests for one operation. */
final class OperationCheck implements RequestCheck {
    /** How much of what is wrong is told, for a body can be wrong at every place. */
    private static final int MAX_FAULTS = 50;

    private static final int MAX_FAULTS_IN_WORDS = 5;

    private final List<ParameterCheck> parameters;
    private final boolean query;
    private final Optional<PathValues> path;
    private final Optional<BodyCheck> body;

    /** @param path takes the values of path parameters out of a path; empty if there are none to check */
    OperationCheck(List<ParameterCheck> parameters, Optional<PathValues> path, Optional<BodyCheck> body) {
        this.parameters = List.copyOf(parameters);
        this.query = parameters.stream().anyMatch(parameter -> parameter.place() == Place.QUERY);
        this.path = path;
        this.body = body;
    }

    @Override
    public boolean readsBody(@Nullable String contentType) {
        return body.isPresent() && body.get().reads(contentType);
    }

    @Override
    public Optional<Problem> judge(HttpServletRequest request, String pathOfRequest, byte[] bytes) {
        List<FieldError> faults = new ArrayList<>();
        try {
            judgeParameters(request, pathOfRequest, faults);
            body.ifPresent(check -> check.judge(request.getContentType(), bytes, faults));
        } catch (ToolException e) {
            return Optional.of(e.problem());
        } catch (StackOverflowError e) { // a pattern of the description goes as deep as a text is long
            faults.add(new FieldError("", "is too long for the pattern that the description has for it"));
        }
        return faults.isEmpty() ? Optional.empty() : Optional.of(problem(faults));
    }

    private void judgeParameters(HttpServletRequest request, String pathOfRequest, List<FieldError> faults) {
        if (parameters.isEmpty()) {
            return;
        }
        Map<String, List<String>> inQuery;
        Map<String, List<String>> inPath;
        try {
            inQuery = query ? QueryValues.in(request.getQueryString()) : Map.of();
            inPath = path.map(values -> values.in(pathOfRequest)).orElse(Map.of());
        } catch (IllegalArgumentException e) {
            throw ToolException.of(
                    Problem.of(400, "Bad Request", "the path or query is not well-formed; escape every '%'"));
        }
        for (ParameterCheck parameter : parameters) {
            String name = parameter.name();
            List<String> values =
                    switch (parameter.place()) {
                        case PATH -> inPath.getOrDefault(name, List.of());
                        case QUERY -> inQuery.getOrDefault(name, List.of());
                        case HEADER -> Collections.list(request.getHeaders(name));
                    };
            parameter.judge(values, faults);
        }
    }

    private static Problem problem(List<FieldError> faults) {
        String words = faults.stream()
                .limit(MAX_FAULTS_IN_WORDS)
                .map(fault -> (fault.field().isEmpty() ? "the body" : fault.field() + ":") + " " + fault.message())
                .collect(Collectors.joining("; "));
        String detail = faults.size() == 1
                ? words
                : faults.size() + " things are wrong with the request: " + words
                        + (faults.size() > MAX_FAULTS_IN_WORDS ? "; …" : "");
        List<FieldError> told = faults.subList(0, Math.min(faults.size(), MAX_FAULTS));
        return new Problem("about:blank", "Unprocessable Content", 422, detail, told);
    }
}
