package io.stacksy.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which shares of the traffic a new revision gets, one after the other, before it gets all of it.
 *
 * @param stages at least one, each with a greater share than the one before
 */
public record CanaryPlan(List<Stage> stages) {
    private static final Pattern STAGE = Pattern.compile("(\\d{1,3})%?(?::(\\d{1,9})(ms|s|m|h|d))?");
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int WHOLE = 100;

    /**
     * One share of the traffic.
     *
     * @param percent 1 to 99
     * @param watch how long it is watched; empty for as long as the node has it
     */
    public record Stage(int percent, Optional<Duration> watch) {
        public Stage {
            if (percent < 1 || percent >= WHOLE) {
                throw new IllegalArgumentException("a share is 1 to 99 percent, not " + percent);
            }
            watch.ifPresent(Stage::check);
        }

        private static void check(Duration watch) {
            if (watch.compareTo(SHORTEST) < 0 || watch.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a share is watched for 100ms to 7d");
            }
        }
    }

    public CanaryPlan {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a canary has at least one share, such as 10");
        }
        for (int i = 1; i < stages.size(); i++) {
            if (stages.get(i).percent() <= stages.get(i - 1).percent()) {
                throw new IllegalArgumentException("each share is greater than the one before");
            }
        }
    }

    /**
     * Reads a plan such as {@code 10} or {@code 10:5m,50:5m}; a last {@code 100} may stand for the end.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    public static CanaryPlan parse(String text) {
        List<Stage> stages = new ArrayList<>();
        List<String> parts = List.of(text.split(",", -1));
        int last = parts.size() > 1 && isWhole(parts.get(parts.size() - 1)) ? parts.size() - 1 : parts.size();
        parts.stream().limit(last).map(CanaryPlan::stage).forEach(stages::add);
        return new CanaryPlan(stages);
    }

    private static boolean isWhole(String part) {
        return Stream.of("100", "100%").anyMatch(part.strip()::equals);
    }

    private static Stage stage(String part) {
        Matcher matcher = STAGE.matcher(part.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + part.strip() + "' is no share such as 10 or 10:5m");
        }
        Optional<Duration> watch = matcher.group(2) == null
                ? Optional.empty()
                : Optional.of(duration(Long.parseLong(matcher.group(2)), matcher.group(3)));
        return new Stage(Integer.parseInt(matcher.group(1)), watch);
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
