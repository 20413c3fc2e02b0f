package io.stacksy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that this was built as. */
final class BuiltVersion implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"stacksy " + text()};
    }

    static String text() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = BuiltVersion.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(file, "version.properties"));
        }
        return properties.getProperty("version", "unknown");
    }
}
