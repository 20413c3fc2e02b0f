package io.stacksy.tools.links;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Links in memory, of a database that can be away. */
final class FakeLinks implements Links {
    static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Link> links = new ArrayList<>();
    private final AtomicLong ids = new AtomicLong();
    int statements;
    int resolutions;
    boolean away;
    Runnable waiting = () -> {};

    @Override
    public synchronized Optional<Link> add(Code code, String owner, Link.Content content) {
        ask();
        if (links.stream().anyMatch(link -> link.code().equals(code))) {
            return Optional.empty();
        }
        long id = ids.incrementAndGet();
        Link link = new Link(
                id,
                code,
                content.target(),
                owner,
                content.details(),
                CREATED.plusSeconds(id),
                content.expiresAt(),
                0,
                Optional.empty());
        links.add(link);
        return Optional.of(link);
    }

    @Override
    public synchronized Optional<Link> find(Code code, String owner) {
        ask();
        return links.stream()
                .filter(link -> link.code().equals(code) && link.owner().equals(owner))
                .findFirst();
    }

    @Override
    public synchronized Optional<Resolved> resolve(Code code) {
        ask();
        resolutions++;
        return links.stream()
                .filter(link -> link.code().equals(code))
                .map(link -> new Resolved(link.id(), link.target(), link.expiresAt()))
                .findFirst();
    }

    @Override
    public synchronized List<Link> list(String owner, int limit, Optional<Cursor> after) {
        ask();
        return links.stream()
                .filter(link -> link.owner().equals(owner))
                .sorted(Comparator.comparing(Link::createdAt).reversed())
                .filter(link ->
                        after.isEmpty() || link.createdAt().isBefore(after.get().createdAt()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Link> change(Code code, String owner, UnaryOperator<Link.Content> change) {
        Optional<Link> found = find(code, owner);
        return found.map(link -> {
            Link.Content content = change.apply(link.content());
            Link changed = new Link(
                    link.id(),
                    code,
                    content.target(),
                    owner,
                    content.details(),
                    link.createdAt(),
                    content.expiresAt(),
                    link.clicks(),
                    link.lastClickedAt());
            links.set(links.indexOf(link), changed);
            return changed;
        });
    }

    @Override
    public synchronized boolean remove(Code code, String owner) {
        return find(code, owner).map(links::remove).orElse(false);
    }

    @Override
    public synchronized void addClicks(Collection<Clicked> clicked) {
        ask();
        links.replaceAll(link -> clicked.stream()
                .filter(one -> one.link() == link.id())
                .findFirst()
                .map(one -> link.with(new Clicks.Pending(one.clicks(), Optional.of(one.last()))))
                .orElse(link));
    }

    synchronized long stored(long id) {
        return links.stream()
                .filter(link -> link.id() == id)
                .mapToLong(Link::clicks)
                .sum();
    }

    private void ask() {
        statements++;
        if (away) {
            waiting.run();
            throw StoreException.of(new SQLException("connection refused", "08001"));
        }
    }
}
