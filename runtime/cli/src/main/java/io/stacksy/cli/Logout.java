package io.stacksy.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Ends the session at the node and forgets the tokens. */
@Command(name = "logout", description = "Signs out of the node.")
final class Logout implements Runnable {
    private final Session session;

    Logout(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Node node = session.asStranger();
        Credentials credentials = session.credentials();
        Optional<Credentials.Login> forgotten = credentials.alone(() -> {
            Optional<Credentials.Login> login = credentials.find(node.url());
            credentials.forget(node.url());
            return login;
        });
        if (forgotten.isEmpty()) {
            session.tell("not signed in to " + node.url());
            return;
        }
        // the tokens are gone from here first: whatever the node says, this machine is signed out
        Answer answer = node.exchange(
                "POST", "/auth/logout", Map.of("refresh_token", forgotten.get().refreshToken()));
        if (answer.status() >= 500) {
            answer.orFail();
        }
        session.tell("signed out of " + node.url());
    }
}
