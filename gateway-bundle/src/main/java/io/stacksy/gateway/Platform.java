package io.stacksy.gateway;

import io.stacksy.auth.Authenticator;
import io.stacksy.auth.Authorizer;
import io.stacksy.route.Endpoint;
import io.stacksy.route.Router;
import io.stacksy.store.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.AnyService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The other parts of the platform, as they come and go: the gateway answers from the first moment, with what is there.
 * Thread-safe; reading takes no lock.
 */
@Component(service = Platform.class)
public final class Platform {
    private volatile @Nullable Router router;
    private volatile @Nullable Authenticator authenticator;
    private volatile @Nullable Authorizer authorizer;
    private volatile @Nullable Database database;
    private volatile @Nullable HealthCheckExecutor healthChecks;
    private volatile int recoveryMarkers;

    /** Endpoints by the first segment of their root path, the longest path first; replaced as a whole. */
    private volatile Map<String, List<Mount>> mounts = Map.of();

    private volatile Runnable observer = () -> {};

    /**
     * An endpoint at a root path.
     *
     * @param path begins with a slash and, but for the root, does not end with one
     */
    record Mount(String path, Endpoint endpoint) {
        boolean holds(String candidate) {
            return candidate.startsWith(path)
                    && (candidate.length() == path.length() || candidate.charAt(path.length()) == '/');
        }
    }

    @Activate
    public Platform() {}

    Optional<Router> router() {
        return Optional.ofNullable(router);
    }

    Optional<Authenticator> authenticator() {
        return Optional.ofNullable(authenticator);
    }

    Optional<Authorizer> authorizer() {
        return Optional.ofNullable(authorizer);
    }

    Optional<Database> database() {
        return Optional.ofNullable(database);
    }

    Optional<HealthCheckExecutor> healthChecks() {
        return Optional.ofNullable(healthChecks);
    }

    /** Whether the tools of before the last stop are in service again. */
    boolean recovered() {
        return recoveryMarkers > 0;
    }

    /** The part of the platform that answers {@code path}, whose first segment is {@code head}. */
    Optional<Endpoint> mounted(String head, String path) {
        List<Mount> candidates = mounts.get(head);
        if (candidates != null) {
            for (Mount mount : candidates) {
                if (mount.holds(path)) {
                    return Optional.of(mount.endpoint());
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a part of the platform is mounted at exactly {@code path}. */
    boolean mountedAt(String path) {
        return mounted().anyMatch(mount -> mount.path().equals(path));
    }

    /** Calls {@code observer} after each change, on the thread that makes it; in place of the one before. */
    void watch(Runnable observer) {
        this.observer = observer;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addRouter(Router added) {
        router = added;
        observer.run();
    }

    void removeRouter(Router removed) {
        if (removed.equals(router)) {
            router = null;
            observer.run();
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addAuthenticator(Authenticator added) {
        authenticator = added;
    }

    void removeAuthenticator(Authenticator removed) {
        if (removed.equals(authenticator)) {
            authenticator = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addAuthorizer(Authorizer added) {
        authorizer = added;
    }

    void removeAuthorizer(Authorizer removed) {
        if (removed.equals(authorizer)) {
            authorizer = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addDatabase(Database added) {
        database = added;
        observer.run();
    }

    void removeDatabase(Database removed) {
        if (removed.equals(database)) {
            database = null;
            observer.run();
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addHealthChecks(HealthCheckExecutor added) {
        healthChecks = added;
    }

    void removeHealthChecks(HealthCheckExecutor removed) {
        if (removed.equals(healthChecks)) {
            healthChecks = null;
        }
    }

    @Reference(
            service = AnyService.class,
            target = "(stacksy.recovered=true)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void addRecovery(Map<String, Object> properties) {
        countRecovery(1);
    }

    void removeRecovery(Map<String, Object> properties) {
        countRecovery(-1);
    }

    private void countRecovery(int change) {
        synchronized (this) {
            recoveryMarkers += change;
        }
        observer.run();
    }

    @Reference(
            target = "(" + Endpoint.MOUNT + "=*)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void addEndpoint(Endpoint endpoint, Map<String, Object> properties) {
        List<Mount> added = paths(properties.get(Endpoint.MOUNT))
                .map(path -> new Mount(path, endpoint))
                .toList();
        replaceMounts(Stream.concat(mounted(), added.stream()));
    }

    void removeEndpoint(Endpoint endpoint) {
        replaceMounts(mounted().filter(mount -> mount.endpoint() != endpoint));
    }

    private Stream<Mount> mounted() {
        return mounts.values().stream().flatMap(List::stream);
    }

    private void replaceMounts(Stream<Mount> all) {
        synchronized (this) {
            Map<String, List<Mount>> replacement = new HashMap<>();
            all.forEach(mount -> replacement
                    .computeIfAbsent(new SafePath(mount.path()).head(), head -> new ArrayList<>())
                    .add(mount));
            replacement.replaceAll((head, list) -> list.stream()
                    .sorted(Comparator.comparingInt(
                                    (Mount mount) -> mount.path().length())
                            .reversed())
                    .toList());
            mounts = Map.copyOf(replacement);
        }
        observer.run();
    }

    private static Stream<String> paths(@Nullable Object property) {
        Stream<String> paths = property instanceof String[] several ? Stream.of(several) : Stream.of((String) property);
        return paths.map(path -> path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                .filter(path -> path.startsWith("/"));
    }
}
