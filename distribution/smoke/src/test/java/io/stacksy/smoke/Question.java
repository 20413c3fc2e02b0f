package io.stacksy.smoke;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/**
 * What a caller asks of a node, and the answer that is right.
 *
 * @param credential an access token or API key; empty for nobody's
 * @param right the status of the answer as long as nothing is wrong
 * @param needsDatabase whether it may be answered that the database is away, while that is so
 */
record Question(
        String what, String method, String path, String body, String credential, int right, boolean needsDatabase) {

    static Question get(String what, String path, int right) {
        return new Question(what, "GET", path, "", "", right, true);
    }

    static Question send(String what, String method, String path, String body, int right) {
        return new Question(what, method, path, body, "", right, true);
    }

    Question by(String newCredential) {
        return new Question(what, method, path, body, newCredential, right, needsDatabase);
    }

    Question withoutDatabase() {
        return new Question(what, method, path, body, credential, right, false);
    }

    HttpRequest.Builder to(URI node) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        return credential.isEmpty() ? request : request.header("Authorization", "Bearer " + credential);
    }
}
