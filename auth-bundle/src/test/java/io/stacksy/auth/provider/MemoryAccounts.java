package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Accounts as long as the process lives. */
final class MemoryAccounts implements Accounts {
    private final Map<UUID, Credentials> accounts = new LinkedHashMap<>();
    private final List<String> recoveries = new ArrayList<>();
    private Runnable beforeAdd = () -> {};

    /** Does {@code work} when an account is about to be added. */
    void beforeAdd(Runnable work) {
        beforeAdd = work;
    }

    @Override
    public boolean isEmpty() {
        return accounts.isEmpty();
    }

    @Override
    public boolean addFirst(Credentials credentials) {
        beforeAdd.run();
        return accounts.isEmpty() && add(credentials, Actor.node("test"));
    }

    @Override
    public boolean add(Credentials credentials, Actor actor) {
        if (find(new Username(credentials.account().username())).isPresent()) {
            return false;
        }
        accounts.put(credentials.account().id(), credentials);
        return true;
    }

    @Override
    public Optional<Credentials> credentials(Username username) {
        return accounts.values().stream()
                .filter(known -> known.account().kind() == AccountKind.PERSON)
                .filter(known -> known.account().username().equalsIgnoreCase(username.value()))
                .findFirst();
    }

    @Override
    public Optional<Account> find(Username username) {
        return accounts.values().stream()
                .map(Credentials::account)
                .filter(known -> known.username().equalsIgnoreCase(username.value()))
                .findFirst();
    }

    @Override
    public Optional<Account> find(UUID id) {
        return Optional.ofNullable(accounts.get(id)).map(Credentials::account);
    }

    @Override
    public List<Account> list(int limit, String after) {
        return accounts.values().stream()
                .map(Credentials::account)
                .filter(account -> key(account).compareTo(after.toLowerCase(Locale.ROOT)) > 0)
                .sorted(Comparator.comparing(MemoryAccounts::key))
                .limit(limit)
                .toList();
    }

    @Override
    public Outcome change(UUID id, AccountChange change, Actor actor) {
        Credentials before = accounts.get(id);
        if (before == null) {
            return new Outcome.NotFound();
        }
        Account after = change.applyTo(before.account());
        if (before.account().isActiveAdmin() && !after.isActiveAdmin()) {
            return new Outcome.LastAdmin();
        }
        accounts.put(id, new Credentials(after, change.passwordHash().orElse(before.passwordHash())));
        return new Outcome.Done(after);
    }

    @Override
    public Outcome remove(UUID id, Actor actor) {
        Credentials before = accounts.remove(id);
        return before == null ? new Outcome.NotFound() : new Outcome.Done(before.account());
    }

    @Override
    public boolean strengthen(UUID id, String before, String after) {
        Credentials known = accounts.get(id);
        return known != null
                && known.passwordHash().equals(before)
                && accounts.computeIfPresent(id, (any, now) -> new Credentials(now.account(), after)) != null;
    }

    @Override
    public void recover(Credentials credentials, Actor actor) {
        find(new Username(credentials.account().username())).ifPresent(known -> accounts.remove(known.id()));
        accounts.put(credentials.account().id(), credentials);
        recoveries.add(actor.rule().orElseThrow());
    }

    List<String> recoveries() {
        return recoveries;
    }

    @Override
    public void sweep() {
        accounts.values().removeIf(known -> !known.account().enabled());
    }

    private static String key(Account account) {
        return account.username().toLowerCase(Locale.ROOT);
    }
}
