package io.stacksy.deployer;

import io.stacksy.deploy.Plan.Affected;
import io.stacksy.deploy.Plan.Affected.Client;
import io.stacksy.deploy.Plan.Change;
import io.stacksy.deploy.ToolName;
import io.stacksy.store.CallRecords;
import io.stacksy.store.CallRecords.Calls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Who called the operations that callers could not rely on any more. Thread-safe. */
final class Callers {
    /** How many of the clients of one operation are named. */
    private static final int NAMED = 20;

    private static final Pattern VARIABLE = Pattern.compile("\\{(?:[^{}]|\\{[^{}]*})*}");

    private final CallRecords records;

    Callers(CallRecords records) {
        this.records = records;
    }

    List<Affected> of(ToolName tool, List<Change> changes) {
        Map<String, String> operations = new LinkedHashMap<>();
        changes.stream()
                .filter(Change::breaking)
                .forEach(change -> operations.putIfAbsent(bare(change.operation()), change.operation()));
        if (operations.isEmpty()) {
            return List.of();
        }
        List<Calls> recorded = records.of(tool);
        List<Affected> affected = new ArrayList<>();
        operations.forEach((bare, operation) -> {
            Map<String, Long> clients = new TreeMap<>();
            recorded.stream()
                    .filter(calls -> bare(operation(tool, calls)).equals(bare))
                    .forEach(calls -> clients.merge(calls.client(), calls.count(), Long::sum));
            if (!clients.isEmpty()) {
                affected.add(affected(operation, clients));
            }
        });
        return affected;
    }

    private static Affected affected(String operation, Map<String, Long> clients) {
        List<Client> most = clients.entrySet().stream()
                .map(entry -> new Client(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Client::calls).reversed())
                .limit(NAMED)
                .toList();
        long calls = clients.values().stream().mapToLong(Long::longValue).sum();
        return new Affected(operation, calls, clients.size(), most);
    }

    private static String operation(ToolName tool, Calls calls) {
        String template = calls.template().equals("/") ? "" : calls.template();
        return calls.method() + " /api/" + tool + template;
    }

    /** Names and patterns of variables are not part of what is called. */
    private static String bare(String operation) {
        return VARIABLE.matcher(operation).replaceAll("{}");
    }
}
