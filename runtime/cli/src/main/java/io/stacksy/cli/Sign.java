package io.stacksy.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a tool bundle, so that a node that takes only signed ones takes it. */
@Command(name = "sign", description = "Signs a jar: writes JAR.sig beside it, which 'plan' and 'deploy' send along.")
final class Sign implements Runnable {
    @Parameters(paramLabel = "JAR", description = "The tool bundle.")
    private Path file = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The private key, else signing-key.pem in the user's folder for stacksy.")
    @Nullable
    private Path keyFile;

    private final Session session;

    Sign(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        SigningKey key = SigningKey.read(keyFile == null ? SigningKey.standardFile(session) : keyFile);
        Jar.check(file);
        Path beside = Jar.signatureOf(file);
        write(key.sign(file) + "\n", beside);
        if (session.json()) {
            Map<String, String> signed = new LinkedHashMap<>();
            signed.put("key_id", key.id());
            signed.put("signature_file", beside.toString());
            session.terminal().raw(Json.write(signed));
        } else {
            session.tell("signed with the key " + key.id() + ": " + beside);
        }
    }

    /** In one go, so that nobody sends half a signature. */
    private static void write(String signature, Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(unfinished, signature, StandardCharsets.US_ASCII);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Failure.usage(file + " cannot be written: " + e);
        }
    }
}
