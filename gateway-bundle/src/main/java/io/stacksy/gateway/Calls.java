package io.stacksy.gateway;

import io.stacksy.auth.Identity;
import io.stacksy.route.Operation;
import io.stacksy.store.CallRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each client called each operation of a tool since that was last taken from here. Bounded: where there are
 * too many different ones, clients that come later count as one. Thread-safe.
 */
final class Calls {
    /** Who stands for those that there is no room for. */
    static final String OTHERS = "others";

    private final int max;
    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    private record Key(String tool, String method, String template, String client) {
        Key withoutClient() {
            return new Key(tool, method, template, OTHERS);
        }
    }

    /** @param max how many clients of operations are told apart */
    Calls(int max) {
        this.max = max;
    }

    /** @param tool empty for a part of the platform, which is not counted */
    void count(String tool, Operation operation, Optional<Identity> identity) {
        if (!tool.isEmpty()) {
            String client = identity.map(Identity::name).orElse(CallRecords.ANONYMOUS);
            add(new Key(tool, operation.method(), operation.template(), client), 1);
        }
    }

    private void add(Key key, long count) {
        LongAdder known = counts.get(key);
        if (known == null) {
            Key bounded = counts.size() < max ? key : key.withoutClient();
            known = counts.computeIfAbsent(bounded, added -> new LongAdder());
        }
        known.add(count);
    }

    /** Takes what was counted; what is counted from now on is for the next time. */
    List<CallRecords.Calls> take() {
        List<CallRecords.Calls> taken = new ArrayList<>();
        for (Map.Entry<Key, LongAdder> entry : List.copyOf(counts.entrySet())) {
            long count = entry.getValue().sumThenReset();
            if (count > 0) {
                Key key = entry.getKey();
                taken.add(new CallRecords.Calls(key.tool(), key.method(), key.template(), key.client(), count));
            } else if (counts.size() > max / 2) {
                // a call that is counted at this moment is lost, which a count of this kind can bear
                counts.remove(entry.getKey(), entry.getValue());
            }
        }
        return taken;
    }

    /** Puts back what could not be stored. */
    void giveBack(List<CallRecords.Calls> calls) {
        calls.forEach(call -> add(new Key(call.tool(), call.method(), call.template(), call.client()), call.count()));
    }
}
