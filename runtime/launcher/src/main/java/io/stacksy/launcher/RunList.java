package io.stacksy.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The bundles of a node in the order they are started in, each with its start level; on the way down the highest level
 * goes first.
 *
 * <p>In a file: one a line, {@code <level> <artifact>}, where the artifact names the one jar that is called so, before
 * its version. A {@code #} begins a comment. Levels do not fall.
 */
record RunList(List<Item> items) {
    private static final Pattern LINE = Pattern.compile("(\\d{1,3})\\s+(\\S+)");
    private static final Pattern VERSION = Pattern.compile("-\\d.*\\.jar");

    /** One bundle. */
    record Item(int level, Path jar) {}

    RunList {
        items = List.copyOf(items);
    }

    /**
     * Reads a list.
     *
     * @param folder where the jars are
     */
    static RunList read(Path list, Path folder) {
        try (Stream<Path> jars = Files.list(folder)) {
            return parse(Files.readAllLines(list), jars.sorted().toList());
        } catch (IOException e) {
            throw StartException.distribution("cannot read " + list + " or " + folder);
        }
    }

    static RunList parse(List<String> lines, List<Path> jars) {
        List<Item> items = new ArrayList<>();
        int level = 1;
        for (String line : lines) {
            String text = line.replaceFirst("#.*", "").strip();
            if (text.isEmpty()) {
                continue;
            }
            Matcher matcher = LINE.matcher(text);
            if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < level) {
                throw StartException.distribution("the run list has a wrong line, '" + text + "'");
            }
            level = Integer.parseInt(matcher.group(1));
            items.add(new Item(level, find(matcher.group(2), jars)));
        }
        return new RunList(items);
    }

    private static Path find(String artifact, List<Path> jars) {
        List<Path> found = jars.stream()
                .filter(jar -> isOf(artifact, jar.getFileName().toString()))
                .toList();
        if (found.size() != 1) {
            throw StartException.distribution(found.size() + " jars of the bundle " + artifact + " instead of one");
        }
        return found.get(0);
    }

    private static boolean isOf(String artifact, String file) {
        return file.startsWith(artifact)
                && VERSION.matcher(file.substring(artifact.length())).matches();
    }

    /** The level of the last bundle. */
    int highestLevel() {
        return items.isEmpty() ? 1 : items.get(items.size() - 1).level();
    }
}
