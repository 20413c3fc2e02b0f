package io.stacksy.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The newest lines of an audit trail, each once. Numbers alone do not say what is new: a line with a lower one can come
 * into sight after a higher one, when its change took longer.
 */
final class AuditTail {
    /** More than are in the making at any time. */
    private static final int REMEMBERED = 2_000;

    private final Function<Optional<String>, Json> pages;
    private final Set<String> seen = new LinkedHashSet<>();

    /** @param pages gives the page after a cursor, newest first; the first page without one */
    AuditTail(Function<Optional<String>, Json> pages) {
        this.pages = pages;
    }

    /** The newest lines, at most {@code limit}, oldest first. */
    List<Json> last(int limit) {
        Deque<Json> found = new ArrayDeque<>();
        Optional<Json> page = Optional.of(pages.apply(Optional.empty()));
        while (page.isPresent() && found.size() < limit) {
            for (Json line : page.get().objects("items")) {
                seen.add(line.text("id"));
                if (found.size() < limit) {
                    found.addFirst(line);
                }
            }
            page = found.size() < limit ? next(page.get()) : Optional.empty();
        }
        return List.copyOf(found);
    }

    /** The lines that came since the last look, oldest first. */
    List<Json> more() {
        Deque<Json> fresh = new ArrayDeque<>();
        Optional<Json> page = Optional.of(pages.apply(Optional.empty()));
        while (page.isPresent()) {
            List<Json> lines = page.get().objects("items");
            List<Json> unseen =
                    lines.stream().filter(line -> seen.add(line.text("id"))).toList();
            unseen.forEach(fresh::addFirst);
            page = unseen.size() == lines.size() ? next(page.get()) : Optional.empty();
        }
        forget();
        return List.copyOf(fresh);
    }

    private Optional<Json> next(Json page) {
        return page.find("next_cursor").map(cursor -> pages.apply(Optional.of(cursor)));
    }

    private void forget() {
        var eldest = seen.iterator();
        while (seen.size() > REMEMBERED) {
            eldest.next();
            eldest.remove();
        }
    }
}
