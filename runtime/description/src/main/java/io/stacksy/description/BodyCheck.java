package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.tool.Problem;
import io.stacksy.tool.Problem.FieldError;
import io.stacksy.tool.ToolException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is asked of JSON bodies. Others are not looked at. Thread-safe. */
final class BodyCheck {
    private static final String JSON = "application/json";

    private final Map<String, Form> forms;
    private final boolean others;
    private final boolean required;

    private BodyCheck(Map<String, Form> forms, boolean others, boolean required) {
        this.forms = forms;
        this.others = others;
        this.required = required;
    }

    /**
     * @param contents by media type or range, what is asked of such bodies
     * @return empty if nothing is asked of JSON
     */
    static Optional<BodyCheck> of(Map<String, Optional<Form>> contents, boolean required) {
        Map<String, Form> forms = new LinkedHashMap<>();
        contents.forEach((type, form) -> {
            if (type.endsWith("/*") || MediaTypes.isJson(type)) {
                form.ifPresent(asked -> forms.put(type, asked));
            }
        });
        boolean others = contents.keySet().stream().anyMatch(type -> !MediaTypes.isJson(type));
        return forms.isEmpty() ? Optional.empty() : Optional.of(new BodyCheck(forms, others, required));
    }

    boolean reads(@Nullable String contentType) {
        return form(contentType).isPresent();
    }

    /** Adds what is wrong with {@code body}. */
    void judge(@Nullable String contentType, byte[] body, List<FieldError> faults) {
        Optional<Form> form = form(contentType);
        if (form.isEmpty()) {
            return;
        }
        if (body.length > 0) {
            JsonNode value = StrictJson.read(body);
            faults.addAll(Faults.of(form.get().errors(value)));
        } else if (required) {
            throw ToolException.of(Problem.of(400, "Bad Request", "the body is missing; send JSON"));
        }
    }

    /** A body of no type is taken for JSON where nothing else is, and JSON of another name than described for that. */
    private Optional<Form> form(@Nullable String contentType) {
        if (contentType == null) {
            return others ? Optional.empty() : form(JSON);
        }
        String essence = MediaTypes.essence(contentType);
        if (!MediaTypes.isJson(essence)) {
            return Optional.empty();
        }
        return forms.entrySet().stream()
                .filter(entry -> MediaTypes.fit(entry.getKey(), essence) > 0)
                .max(Comparator.comparingInt(entry -> MediaTypes.fit(entry.getKey(), essence)))
                .or(() -> forms.entrySet().stream().findFirst())
                .map(Map.Entry::getValue);
    }
}
