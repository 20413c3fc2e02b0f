package io.stacksy.admin.rest;

import io.stacksy.store.AuditLine;
import io.stacksy.store.AuditTrail;
import io.stacksy.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An audit trail in memory that can be away. */
final class FakeTrail implements AuditTrail {
    /** Newest first. */
    final List<AuditLine> lines = new ArrayList<>();

    final List<Filter> asked = new ArrayList<>();

    @Nullable
    StoreException away;

    @Override
    public List<AuditLine> lines(Filter filter, int limit, OptionalLong before) {
        asked.add(filter);
        StoreException failure = away;
        if (failure != null) {
            throw failure;
        }
        return lines.stream()
                .filter(line -> before.isEmpty() || line.id() < before.getAsLong())
                .limit(limit)
                .toList();
    }
}
