package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random histories of signing in, renewing, using, ending, disabling, giving roles and rotating keys, next to a model that
 * is simple enough to be right. What the model says of each answer is what the node has to say.
 *
 * <p>The seed is printed; {@code -Dstacksy.seed=} makes the same history again.
 */
class HistoriesIT {
    private static final int STEPS = 200;
    private static final int PEOPLE = 4;

    private final long seed = Long.getLong("stacksy.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<String> history = new ArrayList<>();
    private final List<Person> people = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();

    /** Someone with an account, as it ought to be. */
    private static final class Person {
        final String name;
        final String id;
        String password;
        boolean enabled = true;
        boolean operator;

        Person(String name, String id, String password) {
            this.name = name;
            this.id = id;
            this.password = password;
        }
    }

    /** A session, as it ought to be. */
    private static final class Session {
        final Person person;
        final List<String> spent = new ArrayList<>();
        final List<Access> access = new ArrayList<>();
        String refresh;
        boolean stands = true;

        Session(Person person, String refresh, String access) {
            this.person = person;
            this.refresh = refresh;
            this.access.add(new Access(access));
        }

        Access newest() {
            return access.get(access.size() - 1);
        }
    }

    private static final class Access {
        final String token;
        boolean keyStands = true;

        Access(String token) {
            this.token = token;
        }

        String kid() {
            return Forgery.kid(token);
        }
    }

    private final Node node = Node.on(Data.used("histories")).ready();
    private final Api anonymous = new Api(node.uri());
    private int addresses;

    @AfterEach
    void stop() {
        assertThat(node.stop()).isZero();
        node.close();
    }

    @Test
    void nothingSucceedsAfterARevocationTookEffectAndNothingElseFails() {
        System.out.println("history with -Dstacksy.seed=" + seed);
        Api admin = node.admin();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(person(admin, "person" + i));
        }
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        sessions.forEach(this::useAll);
        System.out.println(history.size() + " answers as they ought to be, of " + sessions.size() + " sessions");
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> login(any(people));
            case 3, 4, 5, 6 -> session(any -> true).ifPresent(this::renew);
            case 7 -> session(session -> !session.spent.isEmpty()).ifPresent(this::reuse);
            case 8, 9, 10, 11, 12 -> session(any -> true).ifPresent(this::use);
            case 13 -> session(any -> true).ifPresent(this::leave);
            case 14 -> session(session -> session.stands && session.newest().keyStands)
                    .ifPresent(this::endAnother);
            case 15, 16 -> giveRole(any(people));
            case 17 -> disableOrEnable(any(people));
            case 18 -> session(session -> session.stands && session.newest().keyStands)
                    .ifPresent(this::changePassword);
            default -> {
                if (random.nextInt(3) == 0) {
                    rotate(random.nextBoolean());
                }
            }
        }
    }

    private void login(Person person) {
        Neighbour.Reply reply = Neighbour.number(node.uri(), ++addresses).login(person.name, person.password);
        expect("login " + person.name, reply.status(), person.enabled ? 200 : 401);
        if (reply.status() == 200) {
            sessions.add(new Session(person, reply.at("refresh_token"), reply.at("access_token")));
        }
    }

    private void renew(Session session) {
        Answer answer = refresh(session.refresh);
        expect("renew " + name(session), answer.status(), session.stands ? 200 : 401);
        if (answer.status() == 200) {
            session.spent.add(session.refresh);
            session.refresh = answer.at("refresh_token");
            session.access.add(new Access(answer.at("access_token")));
        }
    }

    private void reuse(Session session) {
        expect("reuse " + name(session), refresh(any(session.spent)).status(), 401);
        session.stands = false;
    }

    private void use(Session session) {
        Access access = any(session.access);
        boolean good = session.stands && access.keyStands;
        expect("use " + name(session), status(access, "/auth/me"), good ? 200 : 401);
        int allowed = session.person.operator ? 200 : 403;
        expect("operate " + name(session), status(access, "/admin/tools"), good ? allowed : 401);
    }

    private void useAll(Session session) {
        for (Access access : session.access) {
            boolean good = session.stands && access.keyStands;
            expect("use in the end " + name(session), status(access, "/auth/me"), good ? 200 : 401);
        }
        if (!session.stands) {
            expect("renew in the end " + name(session), refresh(session.refresh).status(), 401);
        }
    }

    private void leave(Session session) {
        Answer answer = anonymous.post("/auth/logout", "{\"refresh_token\":\"" + session.refresh + "\"}");
        expect("leave " + name(session), answer.status(), 204);
        session.stands = false;
    }

    private void endAnother(Session by) {
        Session session =
                any(sessions.stream().filter(other -> other.person == by.person).toList());
        String id = Forgery.claimOf(session.newest().token, "sid");
        Answer answer = anonymous.withToken(by.newest().token).delete("/auth/sessions/" + id);
        expect("end " + name(session) + " by " + name(by), answer.status(), session.stands ? 204 : 404);
        session.stands = false;
    }

    private void giveRole(Person person) {
        person.operator = random.nextBoolean();
        String role = person.operator ? "operator" : "user";
        Answer answer = node.admin().patch("/admin/users/" + person.id, "{\"roles\":[\"" + role + "\"]}");
        expect("make " + person.name + " " + role, answer.status(), 200);
    }

    private void disableOrEnable(Person person) {
        person.enabled = !person.enabled;
        Answer answer = node.admin().patch("/admin/users/" + person.id, "{\"enabled\":" + person.enabled + "}");
        expect((person.enabled ? "enable " : "disable ") + person.name, answer.status(), 200);
        if (!person.enabled) {
            endAllOf(person);
        }
    }

    private void changePassword(Session by) {
        String next = "password number " + history.size();
        Answer answer = anonymous
                .withToken(by.newest().token)
                .put(
                        "/auth/password",
                        "{\"current_password\":\"" + by.person.password + "\",\"new_password\":\"" + next + "\"}");
        expect("change password of " + by.person.name, answer.status(), 204);
        by.person.password = next;
        endAllOf(by.person);
    }

    private void endAllOf(Person person) {
        sessions.stream().filter(session -> session.person == person).forEach(session -> session.stands = false);
    }

    private void rotate(boolean revoke) {
        Optional<String> kid = revoke
                ? session(session -> session.newest().keyStands)
                        .map(session -> session.newest().kid())
                : Optional.empty();
        String body = kid.map(value -> "{\"revoke\":\"" + value + "\"}").orElse("{}");
        expect("rotate " + body, node.admin().post("/admin/keys/rotate", body).status(), 200);
        kid.ifPresent(revoked -> sessions.stream()
                .flatMap(session -> session.access.stream())
                .filter(access -> access.kid().equals(revoked))
                .forEach(access -> access.keyStands = false));
    }

    private void expect(String what, int status, int expected) {
        history.add(what + " " + status);
        assertThat(status)
                .as(() -> what + ", with -Dstacksy.seed=" + seed + " after\n" + String.join("\n", history))
                .isEqualTo(expected);
    }

    private Optional<Session> session(Predicate<Session> which) {
        List<Session> some = sessions.stream().filter(which).toList();
        return some.isEmpty() ? Optional.empty() : Optional.of(any(some));
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private String name(Session session) {
        return "session " + sessions.indexOf(session) + " of " + session.person.name;
    }

    private Answer refresh(String token) {
        return anonymous.post("/auth/refresh", "{\"refresh_token\":\"" + token + "\"}");
    }

    private int status(Access access, String path) {
        return anonymous.withToken(access.token).get(path).status();
    }

    private static Person person(Api admin, String name) {
        String password = "first password of " + name;
        Answer made = admin.post(
                "/admin/users",
                "{\"username\":\"" + name + "\",\"password\":\"" + password + "\",\"roles\":[\"user\"]}");
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return new Person(name, made.at("id"), password);
    }
}
