package io.stacksy.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * From which severity on is logged, as people write it: {@code info}, or {@code info,io.stacksy.gateway=debug}.
 *
 * @param all the level of every logger that nothing else is said of
 * @param single the levels of loggers, and of all those below them, by their names
 */
record LogLevels(Level all, Map<String, Level> single) {
    static final String RANGE =
            "error, warn, info, debug or trace, and those of single loggers with commas before them,"
                    + " such as info,io.stacksy.gateway=debug; of a library never below info";

    private static final Pattern SYNTAX =
            Pattern.compile("((?<logger>[A-Za-z_$][\\w$-]*(\\.[\\w$-]+)*)=)?(?<level>error|warn|info|debug|trace)");

    /**
     * These tell at info what is of interest to their own authors, and below that what clients send and statements are
     * given: passwords and tokens too. So they never get below info.
     */
    private static final List<String> TALKATIVE = List.of(
            "org.apache.felix",
            "org.eclipse.jetty",
            "org.glassfish",
            "org.postgresql",
            "com.zaxxer.hikari",
            "org.flywaydb");

    LogLevels {
        single = Map.copyOf(single);
    }

    /** @throws IllegalArgumentException for what is not of this form, or too much to ask of a library */
    static LogLevels parse(String text) {
        Level all = null;
        Map<String, Level> single = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = SYNTAX.matcher(lowerLevel(part.strip()));
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a level");
            }
            Level level = Level.valueOf(matcher.group("level"));
            String logger = matcher.group("logger");
            Level before = logger == null ? all : single.put(logger, level);
            if (before != null) {
                throw new IllegalArgumentException("two levels for the same");
            }
            if (logger == null) {
                all = level;
            } else if (isTalkative(logger) && !level.isGreaterOrEqual(Level.INFO)) {
                throw new IllegalArgumentException("below info");
            }
        }
        return new LogLevels(all == null ? Level.INFO : all, single);
    }

    /** Capitals make no difference in a level, but in the name of a logger they do. */
    private static String lowerLevel(String part) {
        int level = part.indexOf('=') + 1;
        return part.substring(0, level) + part.substring(level).toLowerCase(Locale.ROOT);
    }

    private static boolean isTalkative(String logger) {
        return TALKATIVE.stream().anyMatch(name -> logger.equals(name) || logger.startsWith(name + "."));
    }

    /** Whether more than is of interest to an operator is logged of all. */
    boolean verbose() {
        return !all.isGreaterOrEqual(Level.INFO);
    }

    /** Has {@code context} go by these, and by nothing that was said before. */
    void applyTo(LoggerContext context) {
        Map<String, Level> levels = new TreeMap<>();
        if (!all.isGreaterOrEqual(Level.WARN)) {
            TALKATIVE.forEach(name -> levels.put(name, verbose() ? Level.INFO : Level.WARN));
        }
        levels.putAll(single);
        for (ch.qos.logback.classic.Logger logger : context.getLoggerList()) {
            boolean root = logger.getName().equals(Logger.ROOT_LOGGER_NAME);
            change(logger, root ? all : levels.remove(logger.getName()));
        }
        levels.forEach((name, level) -> change(context.getLogger(name), level));
    }

    private static void change(ch.qos.logback.classic.Logger logger, @Nullable Level level) {
        if (!Objects.equals(logger.getLevel(), level)) {
            logger.setLevel(level);
        }
    }
}
