package io.stacksy.admin.rest;

import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan as JSON shows it. */
public record PlanView(
        String tool,
        @Nullable String from,
        String to,
        String sha256,
        boolean nothingToDo,
        List<ObstacleView> obstacles,
        List<String> aliases,
        List<String> migrations) {
    public PlanView {
        obstacles = List.copyOf(obstacles);
        aliases = List.copyOf(aliases);
        migrations = List.copyOf(migrations);
    }

    static PlanView of(Plan plan) {
        return new PlanView(
                plan.to().tool().value(),
                plan.from().map(Version::toString).orElse(null),
                plan.to().version().toString(),
                plan.to().sha256(),
                plan.nothingToDo(),
                plan.obstacles().stream().map(ObstacleView::of).toList(),
                plan.aliases(),
                plan.migrations());
    }

    /** One thing that stands in the way. */
    public record ObstacleView(String cause, String detail) {
        static ObstacleView of(Plan.Obstacle obstacle) {
            return new ObstacleView(Labels.of(obstacle.reason()), obstacle.detail());
        }
    }
}
