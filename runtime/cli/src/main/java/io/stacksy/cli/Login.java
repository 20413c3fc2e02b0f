package io.stacksy.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs in and keeps the tokens. */
@Command(
        name = "login",
        description = "Signs in to the node. The password is asked for, or read from the standard input.")
final class Login implements Runnable {
    @Parameters(arity = "0..1", paramLabel = "USERNAME", description = "The account's name; else it is asked for.")
    private @Nullable String username;

    @Option(names = "--password-file", paramLabel = "FILE", description = "A file with the password in it.")
    private @Nullable Path passwordFile;

    private final Session session;

    Login(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Node node = session.asStranger();
        String name = name();
        Answer answer = node.exchange(
                        "POST",
                        "/auth/login",
                        Map.of("username", name, "password", PasswordInput.known(session.terminal(), passwordFile)))
                .orFail();
        Credentials credentials = session.credentials();
        Credentials.Login login =
                Credentials.Login.of(name, answer.json(), session.clock().instant());
        credentials.alone(() -> {
            credentials.keep(node.url(), login);
            return login;
        });
        if (session.json()) {
            session.terminal()
                    .raw(new Node(node.url(), session.transport(), new GivenToken(login.accessToken()))
                            .get("/auth/me")
                            .body());
        }
        session.tell("signed in to " + node.url() + " as " + name);
    }

    private String name() {
        if (username != null) {
            return username;
        }
        return session.terminal()
                .person()
                .orElseThrow(() -> Failure.usage("say who signs in: stacksy login USERNAME"))
                .line("Username: ")
                .filter(typed -> !typed.isBlank())
                .orElseThrow(() -> Failure.usage("no username was given"));
    }
}
