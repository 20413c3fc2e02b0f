package io.stacksy.deployer;

import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.store.ToolSchemas.Script;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * A tool bundle's jar, read once from end to end and found to be within its limits.
 *
 * @param headers the main section of its manifest, by name in any case
 * @param scripts its migrations, in the order of their names
 */
record Archive(Map<String, String> headers, List<Script> scripts) {
    /** The largest jar, in bytes. */
    static final long MAX_BYTES = 64L << 20;

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String FRAMEWORK_HOOKS = "org/osgi/framework/hooks/";
    private static final int MAX_MANIFEST_BYTES = 1 << 20;
    private static final int MAX_SCRIPT_BYTES = 4 << 20;
    private static final int MAX_SCRIPTS_BYTES = 16 << 20;
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final Pattern SCRIPT = Pattern.compile("db/migration/(V[^/]*__[^/]*\\.sql)");

    Archive {
        headers = Collections.unmodifiableMap(caseless(headers));
        scripts = List.copyOf(scripts);
    }

    private static Map<String, String> caseless(Map<String, String> headers) {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        return copy;
    }

    /**
     * Reads a jar.
     *
     * @throws RolloutException {@code BAD_ARTIFACT} if it is none, or a dangerous one; {@code TOO_LARGE}
     */
    static Archive read(Path jar) {
        try {
            if (Files.size(jar) > MAX_BYTES) {
                throw Unpacking.tooLarge("the jar has more than " + (MAX_BYTES >> 20) + " MiB");
            }
            ZipDirectory.check(jar);
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                return read(zip);
            }
        } catch (IOException | IllegalArgumentException e) {
            // ZipFile says by the latter that a name is no UTF-8
            throw RolloutException.because(
                    Reason.BAD_ARTIFACT,
                    "the file is not a whole jar: " + said(e) + "; send the jar that the build left, unchanged",
                    e);
        }
    }

    private static Archive read(ZipFile zip) throws IOException {
        Unpacking unpacking = new Unpacking();
        List<ZipEntry> entries = new ArrayList<>(Collections.list(zip.entries()));
        checkNames(entries);
        for (ZipEntry entry : entries) {
            unpacking.announce(entry.getName(), entry.getSize());
        }
        Map<String, String> headers = Map.of();
        List<Script> scripts = new ArrayList<>();
        int scriptBytes = 0;
        for (ZipEntry entry : entries) {
            var script = SCRIPT.matcher(entry.getName());
            if (entry.getName().equals(MANIFEST)) {
                headers = manifest(unpacking.bytes(zip, entry, MAX_MANIFEST_BYTES));
            } else if (script.matches()) {
                byte[] sql = unpacking.bytes(zip, entry, MAX_SCRIPT_BYTES);
                scriptBytes += sql.length;
                if (scriptBytes > MAX_SCRIPTS_BYTES) {
                    throw Unpacking.tooLarge("its migrations have more than " + (MAX_SCRIPTS_BYTES >> 20) + " MiB");
                }
                scripts.add(new Script(script.group(1), new String(sql, StandardCharsets.UTF_8)));
            } else {
                unpacking.skip(zip, entry);
                skipNested(zip, entry, unpacking);
            }
        }
        if (headers.isEmpty()) {
            throw bad("it has no " + MANIFEST + "; build it as an OSGi bundle, such as with bnd-maven-plugin");
        }
        scripts.sort(Comparator.comparing(Script::name));
        return new Archive(headers, scripts);
    }

    /** Goes through a jar within the jar, whatever it is called: a bundle may have it on its class path. */
    private static void skipNested(ZipFile zip, ZipEntry entry, Unpacking unpacking) throws IOException {
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
            in.mark(ZIP.length);
            boolean nested = Arrays.equals(in.readNBytes(ZIP.length), ZIP);
            in.reset();
            if (nested) {
                unpacking.skipNested(new ZipInputStream(in), entry.getName());
            }
        } catch (ZipException | EOFException e) {
            if (entry.getName().toLowerCase(Locale.ROOT).endsWith(".jar")) {
                throw e;
            }
            // it does not say that it is a jar, and is none: some other file that begins like one
        }
    }

    private static void checkNames(List<ZipEntry> entries) {
        Set<String> names = new HashSet<>();
        for (ZipEntry entry : entries) {
            String name = entry.getName();
            if (name.startsWith("/") || name.contains("\\") || name.contains(":") || name.indexOf('\0') >= 0) {
                throw bad("the entry '" + printable(name) + "' is not a relative path; build the jar again");
            }
            if (List.of(name.split("/", -1)).contains("..")) {
                throw bad("the entry '" + printable(name) + "' leads out of the jar; build the jar again");
            }
            if (name.startsWith(FRAMEWORK_HOOKS)) {
                throw bad("it has the package org.osgi.framework.hooks in it, by which it could take a hand in the"
                        + " framework; leave it out");
            }
            if (!names.add(name.equalsIgnoreCase(MANIFEST) ? MANIFEST : name)) {
                throw bad("the entry '" + printable(name) + "' is there twice; build the jar again");
            }
        }
    }

    private static Map<String, String> manifest(byte[] bytes) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        new Manifest(new ByteArrayInputStream(bytes))
                .getMainAttributes()
                .forEach((name, value) -> headers.put(name.toString(), value.toString()));
        return headers;
    }

    static String printable(String name) {
        String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 120 ? clean.substring(0, 120) + "…" : clean;
    }

    private static String said(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : printable(e.getMessage());
    }

    private static RolloutException bad(String message) {
        return RolloutException.because(Reason.BAD_ARTIFACT, "the file is not a tool bundle: " + message);
    }
}
