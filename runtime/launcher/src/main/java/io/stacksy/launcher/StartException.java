package io.stacksy.launcher;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A node that did not start. The message is one line: what is wrong, and how to mend it. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StartException(String message, @Nullable Throwable cause) {
        super(message.replaceAll("\\s*\\R\\s*", " "), cause);
    }

    /** An option of the command that is not known or has no value. */
    static StartException usage(String message) {
        return new StartException(message + "; stacksy run takes --port --host --data --config", null);
    }

    /** A setting that is not known or has an impossible value. */
    static StartException setting(String message) {
        return new StartException(message, null);
    }

    static StartException unreadable(Path file, Exception cause) {
        return new StartException(
                "cannot read " + file + " (" + reason(cause) + "): correct the path or its rights", cause);
    }

    static StartException unusableData(Path folder, Exception cause) {
        return new StartException(
                "cannot use the data folder " + folder + " (" + reason(cause)
                        + "): correct its rights, or choose another with --data",
                cause);
    }

    /** A folder that a setting names is none, or cannot be worked in. */
    static StartException unusableFolder(String setting, Path folder, Exception cause) {
        return new StartException(
                setting + " is " + folder + ", which cannot be used (" + reason(cause)
                        + "): correct the path or its rights, or leave it out",
                cause);
    }

    static StartException unusableCertificate(Path file, String problem) {
        return new StartException(
                file + ", which STACKSY_TLS_CERT names, " + problem
                        + ": name a file that has the node's own certificate first",
                null);
    }

    static StartException unusableKey(Path file, String problem, String mend) {
        return new StartException(file + ", which STACKSY_TLS_KEY names, " + problem + ": " + mend, null);
    }

    static StartException dataInUse(Path folder, String holder) {
        return new StartException(
                "the data folder " + folder + " is in use by another node" + holder
                        + ": stop that one, or choose another folder with --data",
                null);
    }

    static StartException noNode(Path folder) {
        return new StartException(
                "there is no node's data in " + folder
                        + ": name the folder with --data, as the node was started with it",
                null);
    }

    static StartException unusableReset(Path folder, Exception cause) {
        return new StartException(
                "cannot leave a password in the data folder " + folder + " (" + reason(cause)
                        + "): do this as the user that the node runs as",
                cause);
    }

    static StartException portInUse(String host, int port, Exception cause) {
        return new StartException(
                "cannot listen on " + host + " port " + port + " (" + reason(cause)
                        + "): stop what listens there, or choose another with --port or --host",
                cause);
    }

    /** The PostgreSQL that the node brings along cannot be run. */
    static StartException embeddedDatabase(String problem, @Nullable Exception cause) {
        return new StartException(
                "the embedded PostgreSQL does not start: " + problem
                        + "; mend that, or set STACKSY_DATABASE_URL to a PostgreSQL of your own",
                cause);
    }

    /** The PostgreSQL that {@code STACKSY_DATABASE_URL} names does not let the node in. */
    static StartException database(String problem, String mend, @Nullable Exception cause) {
        return new StartException(problem + ": " + mend, cause);
    }

    /** The distribution is not whole. */
    static StartException distribution(String problem) {
        return new StartException(problem + ": unpack the distribution afresh", null);
    }

    static StartException bundle(String bundle, String problem, @Nullable Exception cause) {
        return new StartException("bundle " + bundle + " " + problem, cause);
    }

    static StartException notReady(long seconds, String missing) {
        return new StartException("the node was not ready after " + seconds + " s: " + missing, null);
    }

    static StartException framework(Exception cause) {
        return new StartException("the framework does not start: " + reason(cause), cause);
    }

    /** What {@code exception} says, or its kind where it says nothing. */
    static String reason(Exception exception) {
        if (exception instanceof NoSuchFileException) {
            return "no such file";
        }
        if (exception instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (exception instanceof AccessDeniedException) {
            return "access denied";
        }
        String message = exception.getMessage();
        return message == null ? exception.getClass().getSimpleName() : message;
    }
}
