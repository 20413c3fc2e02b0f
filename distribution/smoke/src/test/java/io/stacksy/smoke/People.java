package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What people do at a node who have accounts, or make them. */
final class People {
    static final String PASSWORD = "a long enough word";

    private final Node node;
    private final Api anonymous;
    private final AtomicInteger names = new AtomicInteger();
    private final AtomicInteger addresses = new AtomicInteger();

    People(Node node) {
        this.node = node;
        this.anonymous = new Api(node.uri());
    }

    /** A name that nobody has. */
    String name() {
        return "user" + names.incrementAndGet();
    }

    /** Makes an account and returns its name. */
    String register() {
        String name = name();
        Answer made = register(name, PASSWORD);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return name;
    }

    Answer register(String name, String password) {
        return anonymous.post("/auth/register", "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}");
    }

    Answer login(String name, String password) {
        return anonymous.post("/auth/login", "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}");
    }

    Answer loginAdmin() {
        return login("admin", node.adminPassword());
    }

    Answer refresh(Answer tokens) {
        return refresh(tokens.at("refresh_token"));
    }

    Answer refresh(String token) {
        return anonymous.post("/auth/refresh", "{\"refresh_token\":\"" + token + "\"}");
    }

    Answer me(Answer tokens) {
        return me(tokens.at("access_token"));
    }

    Answer me(String accessToken) {
        return anonymous.withToken(accessToken).get("/auth/me");
    }

    Api api(Answer tokens) {
        return anonymous.withToken(tokens.at("access_token"));
    }

    /** Somebody with an address of his own, so that he does not wait for what others did. */
    Neighbour stranger() {
        return Neighbour.number(node.uri(), addresses.incrementAndGet());
    }

    static String id(Answer tokens) {
        return Forgery.claimOf(tokens.at("access_token"), "sub");
    }

    static <T> List<T> atOnce(int count, Supplier<T> work) {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<CompletableFuture<T>> all = IntStream.range(0, count)
                    .mapToObj(i -> CompletableFuture.supplyAsync(work, threads))
                    .toList();
            return all.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdown();
        }
    }
}
