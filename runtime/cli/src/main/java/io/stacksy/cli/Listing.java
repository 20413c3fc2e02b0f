package io.stacksy.cli;

import java.util.Optional;
import java.util.function.BiConsumer;

/** Shows a whole list, which the node gives out in parts. */
final class Listing {
    private Listing() {}

    /**
     * @param path of the list, without a query
     * @param table with its headings
     * @param row adds an item to it
     */
    static void show(Session session, String path, Table table, BiConsumer<Table, Json> row) {
        Node node = session.node();
        String first = path + "?limit=200";
        Optional<String> next = Optional.of(first);
        while (next.isPresent()) {
            Answer page = node.get(next.get());
            Json json = page.json();
            json.objects("items").forEach(item -> row.accept(table, item));
            if (session.json()) {
                session.terminal().raw(page.body());
            }
            next = json.find("next_cursor").map(cursor -> first + "&cursor=" + Node.encoded(cursor));
        }
        if (!session.json()) {
            table.print(session.terminal());
        }
    }
}
